/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The repository that a series is held against. */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "series/series.h"

/* What `git -C PATH rev-parse WHAT…` says, a path, or NULL. */
static char *
asked (const ZanteGit *git, const char *path, const char *what, const char *which, GError **error)
{
  const char *const arguments[]
      = {"-C", path, "rev-parse", "--path-format=absolute", what, which, NULL};
  char *output = zante_git_output (git, arguments, NULL, error);
  return output == NULL ? NULL : g_strchomp (output);
}

gboolean
zante_series_open (ZanteGit *git, const char *path, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (GError) reason = NULL;
  git->objects = asked (git, absolute, "--git-path", "objects", &reason);
  g_autofree char *dir
      = git->objects == NULL ? NULL : asked (git, absolute, "--git-dir", NULL, &reason);
  if (dir == NULL)
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "'%s' is no git repository that can be read (--git names one): %s",
                            path, reason->message);
  git->dir = g_steal_pointer (&dir);
  return TRUE;
}

char **
zante_series_refs (const ZanteGit *git, GError **error)
{
  const char *const arguments[]
      = {"for-each-ref", "--format=%(if)%(symref)%(then)%(else)%(refname)%(end)", "refs/heads",
         "refs/remotes", NULL};
  g_autofree char *output = zante_git_output (git, arguments, NULL, error);
  if (output == NULL)
    return NULL;
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  g_autoptr (GStrvBuilder) refs = g_strv_builder_new ();
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      g_strv_builder_add (refs, *line);
  return g_strv_builder_end (refs);
}

/* One git-apply(1) for all: it takes a file that an earlier patch changed as that one left it. */
static gboolean
applies (const ZanteGit *scratch, const ZanteSeries *series, const char *commit)
{
  const char *const read[] = {"read-tree", commit, NULL};
  const char *const apply[] = {"apply", "--cached", "--whitespace=nowarn", "-", NULL};
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < series->patches->len; i++)
    g_string_append (all, ((const ZanteMailedPatch *)series->patches->pdata[i])->text->str);
  return zante_git_succeeds (scratch, read) && zante_git_to_fd (scratch, apply, all->str, -1, NULL);
}

gboolean
zante_series_applies (const ZanteGit *git, const ZanteSeries *series, const char *commit,
                      gboolean *fits, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("zante-series-XXXXXX", error);
  if (folder == NULL)
    return FALSE;
  g_autofree char *objects = g_build_filename (folder, "objects", NULL);
  ZanteGit scratch = *git; /* borrows all of it */
  scratch.scratch = folder;
  gboolean made = zante_fs_make_dirs (objects, error);
  *fits = made && applies (&scratch, series, commit);
  return zante_fs_remove_tree (folder, made ? error : NULL) && made;
}
