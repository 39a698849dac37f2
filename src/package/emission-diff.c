/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "package/emission.h"

static gboolean
lay_out (const GPtrArray *emission, const char *folder, GError **error)
{
  for (guint i = 0; i < emission->len; i++)
    {
      const ZanteEmitted *file = emission->pdata[i];
      g_autofree char *place = g_build_filename (folder, file->path, NULL);
      g_autofree char *parent = g_path_get_dirname (place);
      if (!zante_fs_make_dirs (parent, error)
          || !g_file_set_contents (place, file->data, (gssize)file->size, error))
        return FALSE;
    }
  return TRUE;
}

static void
take_line (const char *line, gpointer user_data)
{
  g_string_append (user_data, line);
  g_string_append_c (user_data, '\n');
}

/* One file: diff's own names, so that the output can be applied with patch -p1. */
static gboolean
diff_file (GString *out, const ZanteEmitted *file, const char *folder, const char *made,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *ours = g_build_filename (made, file->path, NULL);
  g_autofree char *theirs = g_build_filename (folder, file->path, NULL);
  g_autofree char *there = NULL;
  gsize size = 0;
  if (g_file_get_contents (theirs, &there, &size, NULL) && size == file->size
      && memcmp (there, file->data, size) == 0)
    return TRUE;
  g_autofree char *from = g_strconcat ("a/", file->path, NULL);
  g_autofree char *to = g_strconcat ("b/", file->path, NULL);
  const char *const argv[]
      = {"diff", "-uN", "--label", from, "--label", to, "--", theirs, ours, NULL};
  ZanteProc proc
      = {.argv = argv, .on_line = take_line, .user_data = out, .cancellable = cancellable};
  ZanteProcResult result = {0};
  if (!zante_proc_run (&proc, &result, error))
    return FALSE;
  if (result.status <= 1)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_FAILED, "diff of '%s' ended with status %d", theirs,
                          result.status);
}

char *
zante_emission_diff (const GPtrArray *emission, const char *folder, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *made = g_dir_make_tmp ("zante-diff-XXXXXX", error);
  if (made == NULL)
    return NULL;
  gboolean ok = lay_out (emission, made, error);
  for (guint i = 0; ok && i < emission->len; i++)
    ok = diff_file (out, emission->pdata[i], folder, made, cancellable, error);
  zante_fs_remove_tree (made, NULL);
  return ok ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}
