/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "recipe/parts.h"

/* Well-formed -------------------------------------------------------------------------------- */

/* The entry that is looked at, for positions. */
typedef struct {
  const char *name, *file;
  const ZanteLockEntry *entry;
  GError **error;
} Checking;

static gboolean
fail (const Checking *checking, const char *pointer, const char *message)
{
  return zante_complain (checking->error, checking->file, pointer,
                         "locked source '%s': %s (remove this file and run 'zante lock')",
                         checking->name, message);
}

static gboolean
fail_field (const Checking *checking, const char *field, const char *message)
{
  g_autofree char *pointer = zante_pointer ("sources", checking->name, field, NULL);
  return fail (checking, pointer, message);
}

static gboolean
require (const Checking *checking, const char *field, const char *value,
         const char *(*rule) (const char *))
{
  const char *wrong = value == NULL ? "is missing" : rule (value);
  if (wrong == NULL)
    return TRUE;
  g_autofree char *message
      = g_strdup_printf ("%s '%s' %s", field, value == NULL ? "" : value, wrong);
  return fail_field (checking, field, message);
}

static const char *
check_sha256 (const char *value)
{
  return zante_hash_is_valid (value) ? NULL : "has no valid SHA-256";
}

static const char *
check_ref (const char *value)
{
  if (strcmp (value, "HEAD") == 0 || zante_check_commit (value) == NULL)
    return NULL;
  return g_str_has_prefix (value, "refs/") ? zante_check_git_ref (value) : "is no ref";
}

static gboolean
check_file (const Checking *checking, const ZanteLockFile *file, guint i)
{
  const char *wrong = zante_check_pool_path (file->path);
  if (wrong == NULL)
    wrong = check_sha256 (file->sha256);
  if (wrong == NULL && file->size == 0)
    wrong = "has no bytes";
  if (wrong == NULL)
    return TRUE;
  g_autofree char *index = g_strdup_printf ("%u", i);
  g_autofree char *pointer = zante_pointer ("sources", checking->name, "files", index, NULL);
  g_autofree char *message = g_strdup_printf ("file '%s' %s", file->path, wrong);
  return fail (checking, pointer, message);
}

static gboolean
check_files (const Checking *checking)
{
  const GPtrArray *files = checking->entry->files;
  for (guint i = 0; files != NULL && i < files->len; i++)
    if (!check_file (checking, files->pdata[i], i))
      return FALSE;
  return TRUE;
}

static gboolean
check_entry (const Checking *checking)
{
  const ZanteLockEntry *entry = checking->entry;
  if (!zante_yaml_is_name (checking->name))
    return fail_field (checking, NULL, "that is no name of a source");
  if (strcmp (entry->kind, "debian") == 0)
    return require (checking, "package", entry->package, zante_check_debian_package)
           && require (checking, "version", entry->version, zante_check_debian_version)
           && (entry->suite == NULL
               || require (checking, "suite", entry->suite, zante_check_debian_suite))
           && (entry->files != NULL || fail_field (checking, "files", "files are missing"))
           && check_files (checking);
  if (strcmp (entry->kind, "git") == 0)
    return require (checking, "url", entry->url, zante_check_git_url)
           && require (checking, "commit", entry->commit, zante_check_commit)
           && (entry->ref == NULL || require (checking, "ref", entry->ref, check_ref));
  if (strcmp (entry->kind, "archive") == 0)
    return require (checking, "url", entry->url, zante_check_archive_url)
           && require (checking, "sha256", entry->sha256, check_sha256) && check_files (checking);
  return fail_field (checking, "kind", "kind must be debian, git or archive");
}

gboolean
zante_lock_validate (const ZanteLock *lock, const char *file, GError **error)
{
  GHashTableIter iter;
  gpointer name = NULL, entry = NULL;
  if (lock->format != 1)
    return zante_complain (error, file, "/lock",
                           "this lock is of format %" G_GUINT64_FORMAT ", and zante knows format 1",
                           lock->format);
  if (lock->sources == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, lock->sources);
  while (g_hash_table_iter_next (&iter, &name, &entry))
    {
      const Checking checking = {.name = name, .file = file, .entry = entry, .error = error};
      if (!check_entry (&checking))
        return FALSE;
    }
  return TRUE;
}

/* Up to date --------------------------------------------------------------------------------- */

/* What differs, as "version 4.20.1 instead of 4.20.2"; NULL when nothing does. */
static char *
differs (const char *what, const char *locked, const char *wanted)
{
  if (wanted == NULL || g_strcmp0 (locked, wanted) == 0)
    return NULL;
  return g_strdup_printf ("%s %s instead of %s", what, locked == NULL ? "(none)" : locked, wanted);
}

static char *
debian_difference (const ZanteLockEntry *entry, const ZanteDebianSource *debian)
{
  char *difference = differs ("package", entry->package, debian->package);
  if (difference == NULL)
    difference = differs ("suite", entry->suite, debian->suite);
  return difference != NULL ? difference : differs ("version", entry->version, debian->version);
}

static char *
git_difference (const ZanteLockEntry *entry, const ZanteGitSource *git)
{
  gboolean mirror = git->mirrors != NULL && entry->url != NULL
                    && g_strv_contains ((const char *const *)git->mirrors, entry->url);
  char *difference = mirror ? NULL : differs ("url", entry->url, git->url);
  if (difference != NULL)
    return difference;
  if (git->commit != NULL)
    return differs ("commit", entry->commit, git->commit);
  g_autofree char *ref = git->tag != NULL ? g_strconcat ("refs/tags/", git->tag, NULL)
                                          : g_strconcat ("refs/heads/", git->branch, NULL);
  return differs ("ref", entry->ref, ref);
}

static char *
archive_difference (const ZanteLockEntry *entry, const ZanteArchiveSource *archive)
{
  gboolean known
      = entry->url != NULL && g_strv_contains ((const char *const *)archive->urls, entry->url);
  char *difference = known ? NULL : differs ("url", entry->url, archive->urls[0]);
  return difference != NULL ? difference : differs ("sha256", entry->sha256, archive->sha256);
}

static char *
difference_of (const ZanteLockEntry *entry, const ZanteSource *source)
{
  char *kind = differs ("kind", entry->kind, zante_source_kind (source));
  if (kind != NULL)
    return kind;
  if (source->debian != NULL)
    return debian_difference (entry, source->debian);
  return source->git != NULL ? git_difference (entry, source->git)
                             : archive_difference (entry, source->archive);
}

gboolean
zante_lock_check (const ZanteLockEntry *entry, const ZanteSource *source, GError **error)
{
  if (source->local != NULL)
    return TRUE;
  g_autofree char *difference = entry == NULL ? NULL : difference_of (entry, source);
  if (entry != NULL && difference == NULL)
    return TRUE;
  if (entry == NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT,
                     "source '%s' is not in the lock (run 'zante lock %s')", source->name,
                     source->name);
  else
    zante_error_set (error, ZANTE_ERROR_INPUT, "source '%s': the lock has %s (run 'zante lock %s')",
                     source->name, difference, source->name);
  return FALSE;
}
