/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/late/late.h"

/* What is defined here is for zante alone: the library's own calls are of its own. */
#pragma GCC visibility push(hidden)
#include <archive.h>
#include <archive_entry.h>
#pragma GCC visibility pop
#include <stdarg.h>

#include "base/late/load.h"

#define FUNCTIONS(LATE)                                                                            \
  LATE (const char *, archive_bzlib_version, (void), ())                                           \
  LATE (const char *, archive_liblz4_version, (void), ())                                          \
  LATE (const char *, archive_liblzma_version, (void), ())                                         \
  LATE (const char *, archive_libzstd_version, (void), ())                                         \
  LATE (const char *, archive_zlib_version, (void), ())                                            \
  LATE (int, archive_errno, (struct archive * a), (a))                                             \
  LATE (const char *, archive_error_string, (struct archive * a), (a))                             \
  LATE (int, archive_format, (struct archive * a), (a))                                            \
  LATE (void, archive_entry_copy_hardlink, (struct archive_entry * e, const char *target),         \
        (e, target))                                                                               \
  LATE (void, archive_entry_copy_pathname, (struct archive_entry * e, const char *path),           \
        (e, path))                                                                                 \
  LATE (void, archive_entry_copy_symlink, (struct archive_entry * e, const char *target),          \
        (e, target))                                                                               \
  LATE (mode_t, archive_entry_filetype, (struct archive_entry * e), (e))                           \
  LATE (void, archive_entry_free, (struct archive_entry * e), (e))                                 \
  LATE (const char *, archive_entry_hardlink, (struct archive_entry * e), (e))                     \
  LATE (time_t, archive_entry_mtime, (struct archive_entry * e), (e))                              \
  LATE (long, archive_entry_mtime_nsec, (struct archive_entry * e), (e))                           \
  LATE (struct archive_entry *, archive_entry_new, (void), ())                                     \
  LATE (const char *, archive_entry_pathname, (struct archive_entry * e), (e))                     \
  LATE (mode_t, archive_entry_perm, (struct archive_entry * e), (e))                               \
  LATE (void, archive_entry_set_filetype, (struct archive_entry * e, unsigned type), (e, type))    \
  LATE (void, archive_entry_set_gid, (struct archive_entry * e, la_int64_t id), (e, id))           \
  LATE (void, archive_entry_set_ino64, (struct archive_entry * e, la_int64_t inode), (e, inode))   \
  LATE (void, archive_entry_set_mode, (struct archive_entry * e, mode_t mode), (e, mode))          \
  LATE (void, archive_entry_set_mtime, (struct archive_entry * e, time_t s, long ns), (e, s, ns))  \
  LATE (void, archive_entry_set_nlink, (struct archive_entry * e, unsigned links), (e, links))     \
  LATE (void, archive_entry_set_pathname, (struct archive_entry * e, const char *path), (e, path)) \
  LATE (void, archive_entry_set_perm, (struct archive_entry * e, mode_t mode), (e, mode))          \
  LATE (void, archive_entry_set_rdev, (struct archive_entry * e, dev_t device), (e, device))       \
  LATE (void, archive_entry_set_size, (struct archive_entry * e, la_int64_t size), (e, size))      \
  LATE (void, archive_entry_set_symlink, (struct archive_entry * e, const char *target),           \
        (e, target))                                                                               \
  LATE (void, archive_entry_set_uid, (struct archive_entry * e, la_int64_t id), (e, id))           \
  LATE (la_int64_t, archive_entry_size, (struct archive_entry * e), (e))                           \
  LATE (int, archive_entry_size_is_set, (struct archive_entry * e), (e))                           \
  LATE (const char *, archive_entry_symlink, (struct archive_entry * e), (e))                      \
  LATE (la_ssize_t, archive_read_data, (struct archive * a, void *data, size_t size),              \
        (a, data, size))                                                                           \
  LATE (int, archive_read_data_block,                                                              \
        (struct archive * a, const void **data, size_t *size, la_int64_t *offset),                 \
        (a, data, size, offset))                                                                   \
  LATE (int, archive_read_free, (struct archive * a), (a))                                         \
  LATE (struct archive *, archive_read_new, (void), ())                                            \
  LATE (int, archive_read_next_header, (struct archive * a, struct archive_entry * *e), (a, e))    \
  LATE (int, archive_read_open_fd, (struct archive * a, int fd, size_t block), (a, fd, block))     \
  LATE (int, archive_read_open_filename, (struct archive * a, const char *path, size_t block),     \
        (a, path, block))                                                                          \
  LATE (int, archive_read_open_memory, (struct archive * a, const void *data, size_t size),        \
        (a, data, size))                                                                           \
  LATE (int, archive_read_support_filter_bzip2, (struct archive * a), (a))                         \
  LATE (int, archive_read_support_filter_gzip, (struct archive * a), (a))                          \
  LATE (int, archive_read_support_filter_lz4, (struct archive * a), (a))                           \
  LATE (int, archive_read_support_filter_lzma, (struct archive * a), (a))                          \
  LATE (int, archive_read_support_filter_rpm, (struct archive * a), (a))                           \
  LATE (int, archive_read_support_filter_xz, (struct archive * a), (a))                            \
  LATE (int, archive_read_support_filter_zstd, (struct archive * a), (a))                          \
  LATE (int, archive_read_support_format_ar, (struct archive * a), (a))                            \
  LATE (int, archive_read_support_format_cpio, (struct archive * a), (a))                          \
  LATE (int, archive_read_support_format_empty, (struct archive * a), (a))                         \
  LATE (int, archive_read_support_format_raw, (struct archive * a), (a))                           \
  LATE (int, archive_read_support_format_tar, (struct archive * a), (a))                           \
  LATE (int, archive_read_support_format_zip, (struct archive * a), (a))                           \
  LATE (int, archive_write_add_filter_gzip, (struct archive * a), (a))                             \
  LATE (int, archive_write_add_filter_xz, (struct archive * a), (a))                               \
  LATE (int, archive_write_add_filter_zstd, (struct archive * a), (a))                             \
  LATE (int, archive_write_close, (struct archive * a), (a))                                       \
  LATE (la_ssize_t, archive_write_data, (struct archive * a, const void *data, size_t size),       \
        (a, data, size))                                                                           \
  LATE (int, archive_write_fail, (struct archive * a), (a))                                        \
  LATE (int, archive_write_free, (struct archive * a), (a))                                        \
  LATE (int, archive_write_header, (struct archive * a, struct archive_entry * e), (a, e))         \
  LATE (struct archive *, archive_write_new, (void), ())                                           \
  LATE (int, archive_write_open,                                                                   \
        (struct archive * a, void *data, archive_open_callback *open, archive_write_callback *put, \
         archive_close_callback *close),                                                           \
        (a, data, open, put, close))                                                               \
  LATE (int, archive_write_open_filename, (struct archive * a, const char *path), (a, path))       \
  LATE (int, archive_write_set_bytes_in_last_block, (struct archive * a, int bytes), (a, bytes))   \
  LATE (int, archive_write_set_filter_option,                                                      \
        (struct archive * a, const char *module, const char *option, const char *value),           \
        (a, module, option, value))                                                                \
  LATE (int, archive_write_set_format_cpio_newc, (struct archive * a), (a))                        \
  LATE (int, archive_write_set_format_gnutar, (struct archive * a), (a))                           \
  LATE (int, archive_write_set_format_pax_restricted, (struct archive * a), (a))

static struct {
  FUNCTIONS (ZANTE_LATE_POINTER)
  ZANTE_LATE_POINTER (void, archive_set_error, , )
} real;

static const ZanteLateFunction functions[]
    = {FUNCTIONS (ZANTE_LATE_ROW) ZANTE_LATE_ROW (void, archive_set_error, , )};

static ZanteLate late = {ARCHIVE_SONAME, functions, G_N_ELEMENTS (functions)};

FUNCTIONS (ZANTE_LATE_CALL)

void
archive_set_error (struct archive *a, int number, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  zante_late_need (&late);
  real.archive_set_error (a, number, "%s", text);
}

gboolean
zante_late_archive (GError **error)
{
  return zante_late_load (&late, error);
}
