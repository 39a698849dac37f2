/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/git/tag.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "fetch/openpgp.h"

#define SIGNATURE_MARK "\n-----BEGIN PGP SIGNATURE-----\n"

void
zante_git_tag_clear (ZanteGitTag *tag)
{
  g_clear_pointer (&tag->object, g_free);
  g_clear_pointer (&tag->type, g_free);
  g_clear_pointer (&tag->name, g_free);
  g_clear_pointer (&tag->signature, g_free);
}

static char *
header_value (const char *line, const char *name)
{
  gsize length = strlen (name);
  return line != NULL && strncmp (line, name, length) == 0 && line[length] == ' '
             ? g_strdup (line + length + 1)
             : NULL;
}

/* The signature is the last thing in a tag object: what comes before its mark is signed. */
static void
find_signature (const char *data, ZanteGitTag *tag)
{
  const char *mark = g_strrstr (data, SIGNATURE_MARK);
  tag->signed_size = strlen (data);
  if (mark == NULL)
    return;
  tag->signed_size = (gsize)(mark + 1 - data);
  tag->signature = g_strdup (mark + 1);
}

gboolean
zante_git_tag_parse (const char *data, gsize size, ZanteGitTag *tag, GError **error)
{
  if (memchr (data, '\0', size) == NULL)
    {
      g_autofree char *copy = g_strndup (data, size);
      g_auto (GStrv) lines = g_strsplit (copy, "\n", 4);
      guint n = g_strv_length (lines);
      tag->object = header_value (n > 0 ? lines[0] : NULL, "object");
      tag->type = header_value (n > 1 ? lines[1] : NULL, "type");
      tag->name = header_value (n > 2 ? lines[2] : NULL, "tag");
      if (tag->object != NULL && tag->type != NULL && tag->name != NULL)
        {
          find_signature (copy, tag);
          return TRUE;
        }
    }
  zante_git_tag_clear (tag);
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "is no tag object");
}

static gboolean
check_content (const ZanteGitTag *tag, const char *name, const char *commit, GError **error)
{
  if (strcmp (tag->name, name) != 0)
    zante_error_set (error, ZANTE_ERROR_SOURCE, "the tag object says that it is '%s'", tag->name);
  else if (strcmp (tag->type, "commit") != 0 || strcmp (tag->object, commit) != 0)
    zante_error_set (error, ZANTE_ERROR_SOURCE, "the tag object is of %s %s and not of %s",
                     tag->type, tag->object, commit);
  else if (tag->signature == NULL)
    zante_error_set (error, ZANTE_ERROR_SOURCE,
                     "the tag carries no OpenPGP signature, but 'signed-by' asks for one");
  else
    return TRUE;
  return FALSE;
}

static gboolean
verify_parts (const ZanteGit *git, const char *data, const ZanteGitTag *tag, const char *keyring,
              char **signer, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("zante-tag-XXXXXX", error);
  if (folder == NULL)
    return FALSE;
  g_autofree char *payload = g_build_filename (folder, "tag", NULL);
  g_autofree char *signature = g_build_filename (folder, "tag.asc", NULL);
  gboolean ok
      = g_file_set_contents (payload, data, (gssize)tag->signed_size, error)
        && g_file_set_contents (signature, tag->signature, -1, error)
        && zante_openpgp_verify (payload, signature, keyring, signer, git->cancellable, error);
  zante_fs_remove_tree (folder, NULL);
  return ok;
}

gboolean
zante_git_tag_verify (const ZanteGit *git, const char *local_ref, const char *name,
                      const char *commit, const char *keyring, char **signer, GError **error)
{
  const char *const arguments[] = {"cat-file", "tag", local_ref, NULL};
  g_auto (ZanteGitTag) tag = {0};
  g_autoptr (GError) local = NULL;
  gsize size;
  g_autofree char *data = zante_git_output (git, arguments, &size, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (data == NULL)
    zante_error_set (
        error, ZANTE_ERROR_SOURCE,
        "it is no annotated tag, so it carries no signature, but 'signed-by' asks for one");
  if (data != NULL && zante_git_tag_parse (data, size, &tag, error)
      && check_content (&tag, name, commit, error)
      && verify_parts (git, data, &tag, keyring, signer, error))
    return TRUE;
  g_prefix_error (error, "tag '%s': ", name);
  return FALSE;
}
