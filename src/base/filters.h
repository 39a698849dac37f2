/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which compressed data is unpacked: what libarchive does itself. For other formats it would start
 * a program of the machine, as soon as a file begins with the bytes of one. */
#pragma once

#include <glib.h>

struct archive;
/* Let ARCHIVE, which reads, take gzip, bzip2, lzma, xz, zstd and, where libarchive has it built in,
 * lz4. FALSE when libarchive lacks one of the others. */
gboolean zante_filters_support (struct archive *archive);
