/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All sources in one tar file: downloads/DIGEST/NAME, git/COMMIT.bundle and SHA256SUMS. The same
 * sources give the same bytes. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/late/late.h"
#include "base/strings.h"
#include "fetch/files.h"
#include "fetch/kind.h"

enum { BLOCK = 128 * 1024 };

typedef struct archive Writer;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writer, archive_write_free)

/* Name in the bundle → file on disk (char* → char*). */
static gboolean
collect_files (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
               GHashTable *members, GError **error)
{
  const ZanteFetchKind *kind = zante_fetch_kind (source);
  g_autoptr (GPtrArray) files = kind->files == NULL ? g_ptr_array_new () : kind->files (entry);
  for (guint i = 0; i < files->len; i++)
    {
      const ZanteLockFile *file = g_ptr_array_index (files, i);
      char *place = zante_lock_file_verified (input->workspace, file, error);
      if (place == NULL)
        return FALSE;
      g_hash_table_insert (
          members, g_build_filename ("downloads", file->sha256, zante_lock_file_name (file), NULL),
          place);
    }
  return TRUE;
}

static gboolean
collect_made (const char *folder, GHashTable *members, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = g_ptr_array_index (entries, i);
      if (S_ISREG (entry->st.st_mode))
        g_hash_table_insert (members, g_strdup (entry->path),
                             g_build_filename (folder, entry->path, NULL));
    }
  return entries != NULL;
}

static gboolean
collect (ZanteFetchContext *context, const char *folder, GHashTable *members, GError **error)
{
  const ZanteFetchInput *input = context->input;
  g_autoptr (GPtrArray) sources = zante_fetch_select (input, error);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const ZanteSource *source = g_ptr_array_index (sources, i);
      const ZanteFetchKind *kind = zante_fetch_kind (source);
      const ZanteLockEntry *entry;
      if (!zante_fetch_entry (input->recipe, source, &entry, error))
        return FALSE;
      if (!collect_files (input, source, entry, members, error)
          || (kind->bundle != NULL && !kind->bundle (context, source, entry, folder, error)))
        {
          zante_fetch_prefix (error, source);
          return FALSE;
        }
    }
  return sources != NULL && collect_made (folder, members, error);
}

/* sha256sum(1)'s format, for people without zante. */
static gboolean
write_sums (const char *folder, GHashTable *members, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char **names = zante_strings_keys (members);
  char *path = g_build_filename (folder, "SHA256SUMS", NULL);
  gboolean ok = TRUE;
  for (char **name = names; *name != NULL && ok; name++)
    {
      g_autofree char *digest = zante_hash_file (g_hash_table_lookup (members, *name), error);
      ok = digest != NULL;
      g_string_append_printf (text, "%s  %s\n", digest, *name);
    }
  ok = ok && zante_fs_write (path, text->str, (gssize)text->len, error);
  g_hash_table_insert (members, g_strdup ("SHA256SUMS"), path);
  return ok;
}

static gboolean
copy_data (Writer *writer, int fd, GError **error)
{
  g_autofree char *block = g_malloc (BLOCK);
  for (;;)
    {
      ssize_t got = TEMP_FAILURE_RETRY (read (fd, block, BLOCK));
      if (got < 0)
        return zante_error_errno (error, errno, "cannot read");
      if (got == 0)
        return TRUE;
      if (archive_write_data (writer, block, (gsize)got) != got)
        return zante_error_errno (error, archive_errno (writer), "cannot write");
    }
}

static gboolean
add_member (Writer *writer, const char *name, const char *path, GError **error)
{
  struct stat st;
  ZanteFd fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct archive_entry *entry = archive_entry_new ();
  gboolean ok = fd >= 0 && fstat (fd, &st) == 0;
  if (ok)
    {
      archive_entry_set_pathname (entry, name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, st.st_size);
      archive_entry_set_mtime (entry, 0, 0);
      ok = archive_write_header (writer, entry) == ARCHIVE_OK && copy_data (writer, fd, error);
    }
  archive_entry_free (entry);
  zante_fd_close (fd);
  if (!ok && error != NULL && *error == NULL)
    zante_error_errno (error, errno, "cannot pack '%s'", path);
  return ok;
}

static gboolean
write_tar (const char *path, GHashTable *members, GError **error)
{
  g_autoptr (Writer) writer = archive_write_new ();
  g_autofree char **names = zante_strings_keys (members);
  archive_write_set_format_pax_restricted (writer);
  if (archive_write_open_filename (writer, path) != ARCHIVE_OK)
    return zante_error_errno (error, archive_errno (writer), "cannot write '%s'", path);
  for (char **name = names; *name != NULL; name++)
    if (!add_member (writer, *name, g_hash_table_lookup (members, *name), error))
      return FALSE;
  return archive_write_close (writer) == ARCHIVE_OK
         || zante_error_errno (error, archive_errno (writer), "cannot write '%s'", path);
}

static gboolean
sync_and_rename (const char *from, const char *to, GError **error)
{
  ZanteFd fd = open (from, O_RDONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0 && g_rename (from, to) == 0;
  int saved = errno;
  zante_fd_close (fd);
  return ok || zante_error_errno (error, saved, "cannot write '%s'", to);
}

gboolean
zante_fetch_bundle (const ZanteFetchInput *input, const char *path, GError **error)
{
  if (!zante_late_archive (error))
    return FALSE;
  g_autoptr (ZanteFetchContext) context = zante_fetch_context_new (input, error);
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *folder = g_build_filename (input->workspace->state, "bundle-made", NULL);
  g_autofree char *aside = g_strconcat (path, ".part", NULL);
  if (context == NULL || !zante_fs_remove_tree (folder, error))
    return FALSE;
  gboolean ok = zante_fs_make_dirs (folder, error) && collect (context, folder, members, error)
                && write_sums (folder, members, error) && write_tar (aside, members, error)
                && sync_and_rename (aside, path, error);
  if (!ok)
    g_unlink (aside);
  zante_fs_remove_tree (folder, NULL);
  return ok;
}
