/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A source package of the machine's own Debian archive: found through apt, pinned by the digests of
 * its files, taken from any mirror that has them. */
#include <string.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/strings.h"
#include "fetch/apt/apt.h"
#include "fetch/apt/debian-tree.h"
#include "fetch/files.h"
#include "fetch/kind.h"
#include "fetch/shell.h"

/* The indices of SUITE (NULL: apt's own) are read once; what apt complained about then. Borrowed.
 */
static const GString *
update_once (ZanteFetchContext *context, const char *suite, GError **error)
{
  const ZanteFetchInput *input = context->input;
  const char *name = suite == NULL ? "" : suite;
  GString *warnings = g_hash_table_lookup (context->apt_warnings, name);
  if (warnings != NULL)
    return warnings;
  zante_log_message (input->log, ZANTE_LOG_INFO,
                     "reading the source indices of apt's repositories%s%s",
                     suite == NULL ? "" : " for ", name);
  warnings = g_string_new (NULL);
  if (!zante_apt_update (input->workspace, suite, warnings, input->cancellable, error))
    {
      g_string_free (warnings, TRUE);
      return NULL;
    }
  g_hash_table_insert (context->apt_warnings, g_strdup (name), warnings);
  if (warnings->len > 0)
    zante_log_message (input->log, ZANTE_LOG_WARNING, "apt: %s", warnings->str);
  return warnings;
}

/* Another release's archive may have another Xen under the same name, which the rest of a stack
 * does not fit. */
static gboolean
check_release (const ZanteFetchInput *input, const ZanteDebianSource *debian, const char *version,
               GError **error)
{
  const char *release = input->recipe->xen_version;
  if (debian->version != NULL || strcmp (debian->package, "xen") != 0
      || zante_apt_is_of_release (version, release))
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "the archive has xen %s, and the stack is for Xen %s (take the stack of that release, "
      "or name another one's archive with 'suite')",
      version, release);
}

static gboolean
resolve (ZanteFetchContext *context, const ZanteSource *source, ZanteLockEntry *entry,
         GError **error)
{
  const ZanteFetchInput *input = context->input;
  const ZanteDebianSource *debian = source->debian;
  const GString *warnings = update_once (context, debian->suite, error);
  if (warnings == NULL)
    return FALSE;
  g_autoptr (GPtrArray) files
      = zante_apt_find (input->workspace, debian, &entry->version, input->cancellable, error);
  if (files == NULL)
    {
      if (warnings->len > 0)
        g_prefix_error (error, "apt warned: %s; ", warnings->str);
      return FALSE;
    }
  if (!check_release (input, debian, entry->version, error))
    return FALSE;
  entry->package = g_strdup (debian->package);
  entry->suite = g_strdup (debian->suite);
  zante_strings_sort_by (files, ZanteLockFile, path);
  g_ptr_array_set_free_func (files, NULL); /* see lock.c */
  entry->files = g_steal_pointer (&files);
  return TRUE;
}

static gboolean
is_offered (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
            GError **error)
{
  const ZanteFetchInput *input = context->input;
  ZanteDebianSource pinned = *source->debian; /* borrows all */
  g_autoptr (GError) local = NULL;
  g_autofree char *version = NULL;
  if (update_once (context, pinned.suite, error) == NULL)
    return FALSE;
  pinned.version = entry->version;
  g_autoptr (GPtrArray) files
      = zante_apt_find (input->workspace, &pinned, &version, input->cancellable, &local);
  if (files != NULL)
    return TRUE;
  if (!g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_SOURCE))
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static GPtrArray *
locked_files (const ZanteLockEntry *entry)
{
  return entry->files == NULL ? zante_lock_files_new () : zante_lock_files_copy (entry->files);
}

/* Some servers take a plain '+' in a path for a blank, so it is escaped, as apt does. */
static char *
file_url (const char *root, const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  return g_strconcat (root, escaped, NULL);
}

static void
add_mirrors (GPtrArray *mirrors, const ZanteLockFile *file, ZanteDownload *download)
{
  for (guint i = 0; i < mirrors->len; i++)
    {
      const ZanteMirror *mirror = g_ptr_array_index (mirrors, i);
      g_autofree char *url = file_url (mirror->root, file->path);
      zante_download_add_url (download, url, mirror->proxy);
    }
}

static gboolean
locate (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
        const ZanteLockFile *file, ZanteDownload *download, GError **error)
{
  (void)source, (void)entry;
  GPtrArray *mirrors = zante_fetch_mirrors (context, error);
  if (mirrors == NULL)
    return FALSE;
  add_mirrors (mirrors, file, download);
  download->hint = g_strdup ("when the archive has moved on, 'zante lock --follow' pins what it "
                             "has now");
  return TRUE;
}

static gboolean
unpack (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
        const char *dest, GError **error)
{
  return zante_debian_lay_out (input->workspace, entry, source->debian->series, dest,
                               input->cancellable, error);
}

/* Of the main tarball, in which everything lies in one folder. */
static char *
read_file (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
           const char *path, GError **error)
{
  (void)source;
  for (guint i = 0; i < entry->files->len; i++)
    {
      const ZanteLockFile *file = g_ptr_array_index (entry->files, i);
      const char *name = zante_lock_file_name (file);
      g_autofree char *component = NULL;
      ZanteDebianRole role
          = name == NULL ? ZANTE_DEBIAN_OTHER : zante_debian_role (name, &component);
      if (role != ZANTE_DEBIAN_ORIG && role != ZANTE_DEBIAN_NATIVE)
        continue;
      g_autofree char *place = zante_lock_file_place (input->workspace, file, error);
      return place == NULL ? NULL : zante_archive_read (place, file->sha256, 1, path, error);
    }
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "the source package has no main tarball");
}

static char *
identity (const ZanteSource *source, const ZanteLockEntry *entry)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (guint i = 0; entry->files != NULL && i < entry->files->len; i++)
    zante_hash_update_string (hash, ((ZanteLockFile *)g_ptr_array_index (entry->files, i))->sha256);
  g_autofree char *digest = zante_hash_finish (hash);
  return g_strdup_printf ("%s %s%s %s", entry->package, entry->version,
                          source->debian->series ? " with its series" : "", digest);
}

static gboolean
shell_downloads (const ZanteFetchInput *input, const ZanteLockEntry *entry, GString *script,
                 GError **error)
{
  g_autoptr (GPtrArray) mirrors = zante_apt_mirrors (input->cancellable, error);
  for (guint i = 0; mirrors != NULL && i < entry->files->len; i++)
    {
      const ZanteLockFile *file = g_ptr_array_index (entry->files, i);
      g_autofree char *place = zante_lock_file_place (input->workspace, file, error);
      g_autoptr (ZanteDownload) download = zante_download_new ("", "", 0, NULL);
      if (place == NULL)
        return FALSE;
      add_mirrors (mirrors, file, download);
      zante_shell_download (script, file, download->urls);
    }
  return mirrors != NULL;
}

static void
shell_packaging (const ZanteLockFile *file, GString *script)
{
  g_string_append (script, "rm -rf \"$src/debian\"\n");
  zante_shell_extract (script, file, "$src");
  g_string_append (script, "\nchmod +x \"$src/debian/rules\"\n");
}

/* One folder at the top of the tarball becomes the tree itself. */
static void
shell_upstream (const ZanteLockFile *file, const char *dest, GString *script)
{
  g_string_append_printf (script, "rm -rf \"%s\" && mkdir \"$src.tar\"\n", dest);
  zante_shell_extract (script, file, "$src.tar");
  g_string_append_printf (script,
                          "\ntop=$(ls -A \"$src.tar\")\n"
                          "if [ -d \"$src.tar/$top\" ]; then\n"
                          "  mv \"$src.tar/$top\" \"%s\" && rmdir \"$src.tar\"\n"
                          "else\n  mv \"$src.tar\" \"%s\"\nfi\n",
                          dest, dest);
}

static void
shell_tarballs (const ZanteLockEntry *entry, ZanteDebianRole role, GString *script)
{
  for (guint i = 0; i < entry->files->len; i++)
    {
      const ZanteLockFile *file = g_ptr_array_index (entry->files, i);
      g_autofree char *component = NULL;
      if (zante_debian_role (zante_lock_file_name (file), &component) != role)
        continue;
      g_autofree char *dest
          = component == NULL ? g_strdup ("$src") : g_strconcat ("$src/", component, NULL);
      if (role == ZANTE_DEBIAN_PACKAGING)
        shell_packaging (file, script);
      else
        shell_upstream (file, dest, script);
    }
}

static gboolean
shell (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
       GString *script, GError **error)
{
  if (!shell_downloads (input, entry, script, error))
    return FALSE;
  shell_tarballs (entry, ZANTE_DEBIAN_ORIG, script);
  shell_tarballs (entry, ZANTE_DEBIAN_NATIVE, script);
  shell_tarballs (entry, ZANTE_DEBIAN_COMPONENT, script);
  shell_tarballs (entry, ZANTE_DEBIAN_PACKAGING, script);
  g_string_append (script, "chmod -R u=rwX,go=rX \"$src\"\n");
  if (source->debian->series)
    g_string_append (script, "sed 's/[[:space:]]*#.*//; s/[[:space:]].*//; /^$/d' "
                             "\"$src/debian/patches/series\" |\n"
                             "  while read -r name; do\n"
                             "    patch -d \"$src\" -p1 -F0 --no-backup-if-mismatch "
                             "-i \"debian/patches/$name\"\n"
                             "  done\n");
  return TRUE;
}

const ZanteFetchKind zante_fetch_debian = {
    .name = "debian",
    .resolve = resolve,
    .is_offered = is_offered,
    .files = locked_files,
    .locate = locate,
    .unpack = unpack,
    .read = read_file,
    .identity = identity,
    .shell = shell,
};
