/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/git/modules.h"

#include <string.h>

#include "base/error.h"
#include "fetch/git/tree.h"

enum { MAX_DEPTH = 8 };

void
zante_git_module_free (ZanteGitModule *module)
{
  if (module == NULL)
    return;
  g_free (module->path);
  g_free (module->commit);
  g_free (module->url);
  g_free (module);
}

/* Items are "submodule.NAME.KEY\nVALUE", each with a NUL byte at its end. */
static gboolean
split_item (const char *item, const char *key, char **name, const char **value)
{
  const char *newline = strchr (item, '\n');
  const char *dot = newline == NULL ? NULL : g_strrstr_len (item, newline - item, ".");
  if (dot == NULL || !g_str_has_prefix (item, "submodule.") || dot < item + strlen ("submodule.")
      || strlen (key) != (gsize)(newline - dot - 1) || strncmp (dot + 1, key, strlen (key)) != 0)
    return FALSE;
  *name = g_strndup (item, (gsize)(dot - item));
  *value = newline + 1;
  return TRUE;
}

static char *
find_item (const char *config, gsize size, const char *wanted_name, const char *key,
           const char *wanted_value, gboolean give_name)
{
  for (const char *item = config; item < config + size; item += strlen (item) + 1)
    {
      g_autofree char *name = NULL;
      const char *value;
      if (!split_item (item, key, &name, &value)
          || (wanted_name != NULL && strcmp (name, wanted_name) != 0)
          || (wanted_value != NULL && strcmp (value, wanted_value) != 0))
        continue;
      return give_name ? g_steal_pointer (&name) : g_strdup (value);
    }
  return NULL;
}

char *
zante_git_module_url (const char *config, gsize size, const char *path)
{
  g_autofree char *copy = g_malloc0 (size + 1);
  memcpy (copy, config, size);
  g_autofree char *name = find_item (copy, size, NULL, "path", path, TRUE);
  return name == NULL ? NULL : find_item (copy, size, name, "url", NULL, FALSE);
}

char *
zante_git_join_url (const char *base, const char *url)
{
  g_autofree char *root = g_strdup (base);
  gboolean relative = g_str_has_prefix (url, "./") || g_str_has_prefix (url, "../");
  while (relative && g_str_has_suffix (root, "/"))
    root[strlen (root) - 1] = '\0';
  while (g_str_has_prefix (url, "./") || g_str_has_prefix (url, "../"))
    {
      gboolean up = url[1] == '.';
      char *slash = up ? strrchr (root, '/') : NULL;
      if (slash != NULL)
        *slash = '\0';
      url += up ? 3 : 2;
    }
  return relative ? g_strconcat (root, "/", url, NULL) : g_strdup (url);
}

static gboolean
is_plain_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  return *path != '\0' && *path != '/' && !g_strv_contains ((const char *const *)parts, "..")
         && !g_strv_contains ((const char *const *)parts, ".");
}

/* A repository from elsewhere must not lead git to files of this machine. */
static gboolean
is_allowed (const char *base, const char *url)
{
  return zante_git_url_is_safe (url)
         && (zante_git_url_is_local (base) || !zante_git_url_is_local (url));
}

static ZanteGitModule *
make_module (const char *path, const char *commit, const char *config, gsize size, const char *base,
             GError **error)
{
  g_autofree char *url = zante_git_module_url (config, size, path);
  if (url == NULL || !is_plain_path (path) || !zante_git_id_is_valid (commit))
    return zante_error_null (error, ZANTE_ERROR_SOURCE, "submodule '%s': %s", path,
                             url == NULL ? ".gitmodules names no URL for it" : "malformed");
  g_autofree char *joined = zante_git_join_url (base, url);
  if (!is_allowed (base, joined))
    return zante_error_null (error, ZANTE_ERROR_SOURCE, "submodule '%s': may not come from '%s'",
                             path, joined);
  ZanteGitModule *module = g_new0 (ZanteGitModule, 1);
  module->path = g_strdup (path);
  module->commit = g_strdup (commit);
  module->url = g_steal_pointer (&joined);
  return module;
}

typedef struct {
  GPtrArray *modules;
  const char *config, *base;
  gsize size;
} Collection;

static gboolean
add_module (const ZanteGitEntry *entry, const char *path, gpointer user_data, GError **error)
{
  Collection *collection = user_data;
  if (entry->kind != ZANTE_GIT_MODULE)
    return TRUE;
  ZanteGitModule *module = make_module (path, entry->id, collection->config, collection->size,
                                        collection->base, error);
  if (module != NULL)
    g_ptr_array_add (collection->modules, module);
  return module != NULL;
}

/* Which commit a submodule is comes from verified trees; where it can be had, from a file that is
 * read as it lies there: what comes from there is held against the commit again. */
GPtrArray *
zante_git_modules (const ZanteGit *git, const char *commit, const char *base, GError **error)
{
  g_autofree char *blob = g_strconcat ("--blob=", commit, ":.gitmodules", NULL);
  const char *const read[] = {
      "config", blob, "--no-includes", "-z", "--get-regexp", "^submodule\\..*\\.(path|url)$", NULL};
  gsize size = 0;
  g_autoptr (ZanteGitObjects) objects = zante_git_objects_read (git, commit, TRUE, error);
  if (objects == NULL)
    return NULL;
  g_autofree char *config = zante_git_output (git, read, &size, NULL);
  g_autoptr (GPtrArray) modules
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_git_module_free);
  Collection collection
      = {.modules = modules, .config = config == NULL ? "" : config, .size = size, .base = base};
  ZanteGitWalk walk = {.visit = add_module, .user_data = &collection};
  return zante_git_walk (objects, commit, &walk, error) ? g_steal_pointer (&modules) : NULL;
}

typedef struct {
  const ZanteWorkspace *workspace;
  ZanteGitModuleAction action;
  gpointer user_data;
} Walk;

static gboolean walk_modules (const Walk *walk, const ZanteGit *git, const char *commit,
                              const char *base, const char *prefix, guint depth, GError **error);

static gboolean
visit_module (const Walk *walk, ZanteGitModule *module, const char *prefix, guint depth,
              GCancellable *cancellable, GError **error)
{
  g_auto (ZanteGit) git = {0};
  char *full
      = *prefix == '\0' ? g_strdup (module->path) : g_build_filename (prefix, module->path, NULL);
  g_free (module->path);
  module->path = full;
  if (zante_git_open (&git, walk->workspace, module->url, TRUE, cancellable, error)
      && walk->action (&git, module, walk->user_data, error))
    return walk_modules (walk, &git, module->commit, module->url, full, depth + 1, error);
  g_prefix_error (error, "submodule '%s': ", full);
  return FALSE;
}

static gboolean
walk_modules (const Walk *walk, const ZanteGit *git, const char *commit, const char *base,
              const char *prefix, guint depth, GError **error)
{
  if (depth > MAX_DEPTH)
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "submodules more than %d deep", MAX_DEPTH);
  g_autoptr (GPtrArray) modules = zante_git_modules (git, commit, base, error);
  for (guint i = 0; modules != NULL && i < modules->len; i++)
    if (!visit_module (walk, g_ptr_array_index (modules, i), prefix, depth, git->cancellable,
                       error))
      return FALSE;
  return modules != NULL;
}

gboolean
zante_git_each_module (const ZanteWorkspace *workspace, const ZanteGit *git, const char *commit,
                       const char *base, ZanteGitModuleAction action, gpointer user_data,
                       GError **error)
{
  Walk walk = {.workspace = workspace, .action = action, .user_data = user_data};
  return walk_modules (&walk, git, commit, base, "", 0, error);
}
