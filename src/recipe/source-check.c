/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/hash.h"
#include "recipe/parts.h"

enum { MAX_STRIP = 64 };

/* The source that is looked at, for positions. */
typedef struct {
  const char *name, *file, *kind;
  GError **error;
} Checking;

typedef const char *(*Check) (const char *value);

static gboolean
check (const Checking *checking, const char *field, const char *value, Check rule)
{
  const char *wrong = value == NULL ? NULL : rule (value);
  if (wrong == NULL)
    return TRUE;
  g_autofree char *pointer = zante_pointer ("sources", checking->name, checking->kind, field, NULL);
  return zante_complain (checking->error, checking->file, pointer, "%s '%s' %s", field, value,
                         wrong);
}

static gboolean
check_list (const Checking *checking, const char *field, char **values, Check rule)
{
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    {
      const char *wrong = rule (values[i]);
      if (wrong == NULL)
        continue;
      g_autofree char *index = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      g_autofree char *pointer
          = zante_pointer ("sources", checking->name, checking->kind, field, index, NULL);
      return zante_complain (checking->error, checking->file, pointer, "%s '%s' %s", field,
                             values[i], wrong);
    }
  return TRUE;
}

static gboolean
fail_kind (const Checking *checking, const char *format, const char *argument)
{
  g_autofree char *pointer = zante_pointer ("sources", checking->name, checking->kind, NULL);
  g_autofree char *message
      = argument == NULL ? g_strdup (format) : g_strconcat (format, argument, NULL);
  return zante_complain (checking->error, checking->file, pointer, "source '%s': %s",
                         checking->name, message);
}

/* A file that is there; PATH becomes absolute. */
static gboolean
resolve_file (const Checking *checking, const char *pointer, char **path)
{
  char *absolute = zante_resolve_path (*path, checking->file);
  g_free (*path);
  *path = absolute;
  if (g_file_test (absolute, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  return zante_complain (checking->error, checking->file, pointer, "there is no file '%s'",
                         absolute);
}

static gboolean
resolve_keyring (const Checking *checking, char **path)
{
  if (*path == NULL)
    return TRUE;
  g_autofree char *pointer
      = zante_pointer ("sources", checking->name, checking->kind, "signed-by", NULL);
  return resolve_file (checking, pointer, path);
}

static gboolean
resolve_patches (const Checking *checking, char **patches)
{
  for (gsize i = 0; patches != NULL && patches[i] != NULL; i++)
    {
      g_autofree char *index = g_strdup_printf ("%" G_GSIZE_FORMAT, i);
      g_autofree char *pointer = zante_pointer ("sources", checking->name, "patches", index, NULL);
      if (!resolve_file (checking, pointer, &patches[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
resolve_debian (const Checking *checking, ZanteDebianSource *debian)
{
  return check (checking, "package", debian->package, zante_check_debian_package)
         && check (checking, "version", debian->version, zante_check_debian_version)
         && check (checking, "suite", debian->suite, zante_check_debian_suite);
}

static gboolean
resolve_git (const Checking *checking, ZanteGitSource *git)
{
  int refs = (git->tag != NULL) + (git->branch != NULL) + (git->commit != NULL);
  if (!check (checking, "url", git->url, zante_check_git_url)
      || !check_list (checking, "mirrors", git->mirrors, zante_check_git_url)
      || !check (checking, "tag", git->tag, zante_check_git_ref)
      || !check (checking, "branch", git->branch, zante_check_git_ref)
      || !check (checking, "commit", git->commit, zante_check_commit))
    return FALSE;
  if (refs != 1)
    return fail_kind (checking, "say one of tag, branch and commit", NULL);
  if (git->signed_by != NULL && git->tag == NULL)
    return fail_kind (checking, "signed-by needs a tag: branches and commits are not signed", NULL);
  return resolve_keyring (checking, &git->signed_by);
}

static const char *
check_sha256 (const char *value)
{
  return zante_hash_is_valid (value) ? NULL : "is no SHA-256 (64 lower-case hexadecimal digits)";
}

static const char *
check_signature (const char *value)
{
  if (*value != '.')
    return zante_check_archive_url (value);
  return strspn (value + 1, "abcdefghijklmnopqrstuvwxyz0123456789.") == strlen (value + 1)
             ? NULL
             : "is neither a URL nor a suffix like .sig";
}

static gboolean
resolve_archive (const Checking *checking, ZanteArchiveSource *archive)
{
  if (archive->urls == NULL || archive->urls[0] == NULL)
    return fail_kind (checking, "urls is empty", NULL);
  if (!check_list (checking, "urls", archive->urls, zante_check_archive_url)
      || !check (checking, "sha256", archive->sha256, check_sha256)
      || !check (checking, "signature", archive->signature, check_signature))
    return FALSE;
  if ((archive->signature == NULL) != (archive->signed_by == NULL))
    return fail_kind (checking, "signature and signed-by belong together", NULL);
  if (archive->strip > MAX_STRIP)
    return fail_kind (checking, "strip is too large", NULL);
  return resolve_keyring (checking, &archive->signed_by);
}

static gboolean
resolve_local (const Checking *checking, ZanteLocalSource *local)
{
  if (*local->path == '\0')
    return fail_kind (checking, "path is empty", NULL);
  char *absolute = zante_resolve_path (local->path, checking->file);
  g_free (local->path);
  local->path = absolute;
  return TRUE;
}

gboolean
zante_source_is_addition (const ZanteSource *source)
{
  return source->debian == NULL && source->git == NULL && source->archive == NULL
         && source->local == NULL && source->patches != NULL && *source->patches != NULL;
}

static gboolean
check_one_kind (const Checking *checking, const ZanteSource *source)
{
  if (zante_source_is_addition (source))
    return TRUE;
  int kinds = (source->debian != NULL) + (source->git != NULL) + (source->archive != NULL)
              + (source->local != NULL);
  if (kinds == 1)
    return TRUE;
  g_autofree char *pointer = zante_pointer ("sources", checking->name, NULL);
  return zante_complain (checking->error, checking->file, pointer,
                         "source '%s' must be one of debian, git, archive and local",
                         checking->name);
}

gboolean
zante_source_resolve (ZanteSource *source, const char *name, const char *file, GError **error)
{
  const Checking checking
      = {.name = name, .file = file, .kind = zante_source_kind (source), .error = error};
  if (!zante_yaml_is_name (name))
    {
      g_autofree char *pointer = zante_pointer ("sources", name, NULL);
      g_autofree char *key = g_strconcat (pointer, "#", NULL);
      return zante_complain (error, file, key,
                             "'%s' is no name for a source (a-z, 0-9, '+', '.', '-')", name);
    }
  if (!check_one_kind (&checking, source) || !resolve_patches (&checking, source->patches))
    return FALSE;
  if (zante_source_is_addition (source))
    return TRUE;
  if (source->debian != NULL)
    return resolve_debian (&checking, source->debian);
  if (source->git != NULL)
    return resolve_git (&checking, source->git);
  if (source->archive != NULL)
    return resolve_archive (&checking, source->archive);
  if (source->patches != NULL)
    return fail_kind (&checking, "patches are not applied to a local tree: apply them yourself",
                      NULL);
  return resolve_local (&checking, source->local);
}
