/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/roots.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/outside.h"

#define HEAD "zante-root 1 "

static char *
roots_folder (const ZanteWorkspace *workspace)
{
  return g_build_filename (workspace->store, "roots", NULL);
}

static char *
own_root (const ZanteWorkspace *workspace)
{
  g_autofree char *identity = zante_workspace_identity (workspace);
  return g_build_filename (workspace->store, "roots", identity, NULL);
}

/* The first line is for people: whose it is. */
static void
begin (const ZanteWorkspace *workspace, GString *text)
{
  g_autofree char *project = g_strescape (workspace->project, NULL);
  g_string_append_printf (text, HEAD "%s\n", project);
}

/* The keys of the root in the file PATH are added to KEYS; its project, owned by the caller. */
static char *
read_root (const char *path, GHashTable *keys, GError **error)
{
  g_autofree char *text = zante_outside_read (path, NULL, error);
  if (text == NULL)
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  if (lines[0] == NULL || !g_str_has_prefix (lines[0], HEAD))
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "'%s' does not say what another project uses of the store (remove it if that "
                   "project is gone)",
                   path);
      return NULL;
    }
  for (char **line = lines + 1; *line != NULL; line++)
    if (zante_hash_is_valid (*line)) /* the last one may be half written */
      g_hash_table_add (keys, g_strdup (*line));
  return g_strcompress (lines[0] + strlen (HEAD));
}

/* Make the root anew, with KEYS. */
static gboolean
write_root (const ZanteWorkspace *workspace, const char *path, const char *const *keys,
            GError **error)
{
  g_autofree char *folder = roots_folder (workspace);
  g_autoptr (GString) text = g_string_new (NULL);
  begin (workspace, text);
  for (; keys != NULL && *keys != NULL; keys++)
    g_string_append_printf (text, "%s\n", *keys);
  return zante_fs_make_dirs (folder, error) && zante_fs_write (path, text->str, -1, error);
}

/* Add TEXT to the root in the file PATH, which is as young as now. Its last line may be half
 * written, by who was killed: a new one is begun. */
static gboolean
append (const char *path, const GString *text, gboolean *missing, GError **error)
{
  g_auto (ZanteFd) fd = open (path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  *missing = fd < 0 && errno == ENOENT;
  if (fd < 0 || futimens (fd, NULL) != 0)
    return zante_error_errno (error, errno, "cannot write '%s'", path);
  g_autofree char *lines = g_strconcat ("\n", text->str, NULL);
  if (text->len > 0 && write (fd, lines, text->len + 1) != (ssize_t)text->len + 1)
    return zante_error_errno (error, errno, "cannot write all of '%s'", path);
  return TRUE;
}

gboolean
zante_roots_add (const ZanteWorkspace *workspace, const char *const *keys, GError **error)
{
  g_autofree char *path = own_root (workspace);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *project = read_root (path, known, NULL);
  gboolean missing;
  if (project == NULL)
    return write_root (workspace, path, keys, error);
  for (; keys != NULL && *keys != NULL; keys++)
    if (!g_hash_table_contains (known, *keys))
      g_string_append_printf (text, "%s\n", *keys);
  return append (path, text, &missing, error);
}

/* Not read before: it may hold thousands. One that is there twice does no harm. */
gboolean
zante_roots_add_one (const ZanteWorkspace *workspace, const char *key, GError **error)
{
  g_autofree char *path = own_root (workspace);
  g_autoptr (GString) text = g_string_new (key);
  g_autoptr (GError) local = NULL;
  const char *const keys[] = {key, NULL};
  gboolean missing;
  g_string_append_c (text, '\n');
  if (append (path, text, &missing, &local))
    return TRUE;
  if (missing)
    return write_root (workspace, path, keys, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
zante_roots_renew (const ZanteWorkspace *workspace, const char *const *keys, GError **error)
{
  g_autofree char *path = own_root (workspace);
  return write_root (workspace, path, keys, error);
}

/* The root in the file PATH is too old to count: it is removed. */
static gboolean
is_forgotten (const char *path, gint64 forget)
{
  GStatBuf st;
  return forget > 0 && g_stat (path, &st) == 0 && st.st_mtime < forget && g_unlink (path) == 0;
}

gboolean
zante_roots_read (const ZanteWorkspace *workspace, gint64 forget, GHashTable *keys,
                  GPtrArray *projects, GError **error)
{
  g_autofree char *folder = roots_folder (workspace), *own = own_root (workspace);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (!zante_hash_is_valid (name) || strcmp (path, own) == 0 || is_forgotten (path, forget))
        continue;
      char *project = read_root (path, keys, error);
      if (project == NULL)
        return FALSE;
      g_ptr_array_add (projects, project);
    }
  return TRUE;
}
