/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/filters.h"

#include <archive.h>

gboolean
zante_filters_support (struct archive *archive)
{
  /* ARCHIVE_WARN would say that a program is used. */
  if (archive_liblz4_version () != NULL)
    archive_read_support_filter_lz4 (archive);
  return archive_zlib_version () != NULL && archive_bzlib_version () != NULL
         && archive_liblzma_version () != NULL && archive_libzstd_version () != NULL
         && archive_read_support_filter_gzip (archive) == ARCHIVE_OK
         && archive_read_support_filter_bzip2 (archive) == ARCHIVE_OK
         && archive_read_support_filter_lzma (archive) == ARCHIVE_OK
         && archive_read_support_filter_xz (archive) == ARCHIVE_OK
         && archive_read_support_filter_zstd (archive) == ARCHIVE_OK;
}
