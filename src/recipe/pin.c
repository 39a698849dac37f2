/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another tag for a source, in the files of a project. */
#include <string.h>

#include "base/error.h"
#include "base/outside.h"
#include "recipe/parts.h"

/* Whether FILE is below the folder PROJECT. */
static gboolean
is_own (const char *project, const char *file)
{
  gsize length = strlen (project);
  return strncmp (file, project, length) == 0 && file[length] == '/';
}

/* "sources: {NAME: …}" with TAG, as YAML. */
static char *
format_override (const ZanteSource *source, const char *tag)
{
  ZanteGitSource git = *source->git; /* borrows all of it */
  git.tag = (char *)tag;
  ZanteSource copy = {.git = &git};
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (sources, source->name, &copy);
  ZanteSettings settings = {.layout = -1, .sources = sources};
  return zante_yaml_format (&zante_settings_table, &settings);
}

/* The project's zante.yaml, PATH, with the source that a file of somebody else's has until now. */
static char *
override (const ZanteSource *source, const char *tag, const char *path, GError **error)
{
  gboolean there = g_file_test (path, G_FILE_TEST_EXISTS);
  g_autofree char *old = there ? zante_outside_read (path, NULL, error) : g_strdup ("");
  if (old == NULL)
    return NULL;
  if (g_regex_match_simple ("^[\"']?sources[\"']?\\s*:|^\\s*\\{", old, G_REGEX_MULTILINE, 0)
      || source->patches != NULL)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "source '%s' is described by '%s', which is not yours: write it with the tag "
                   "'%s' below 'sources' of '%s' yourself",
                   source->name, source->file, tag, path);
      return NULL;
    }
  g_autofree char *added = format_override (source, tag);
  gboolean open = *old != '\0' && !g_str_has_suffix (old, "\n");
  return g_strconcat (old, open ? "\n" : "", added, NULL);
}

/* Whether TAG is a release of the Xen that the stack, its directories and its packages are of;
 * other sources and tags without a version may be anything. */
static gboolean
is_of_series (const ZanteRecipe *recipe, const char *name, const char *tag)
{
  g_autofree char *version = strcmp (name, "xen") == 0 ? zante_version_of_tag (tag) : NULL;
  gsize length = strlen (recipe->xen_version);
  return version == NULL
         || (strncmp (version, recipe->xen_version, length) == 0
             && !g_ascii_isdigit (version[length]));
}

static gboolean
check (const ZanteRecipe *recipe, const ZanteSource *source, const char *name, const char *tag,
       GError **error)
{
  g_autofree char *hint = source != NULL ? NULL : zante_hint (name, recipe->sources);
  const char *wrong = zante_check_git_ref (tag);
  if (source == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "there is no source '%s'%s", name, hint);
  else if (wrong != NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "'%s' cannot be a tag: %s", tag, wrong);
  else if (source->git == NULL || source->git->tag == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "source '%s' is not pinned by a tag of git: name it alone, and what it is now is "
                 "looked up",
                 name);
  else if (!is_of_series (recipe, name, tag))
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "'%s' is no release of Xen %s, which the stack '%s' is of: another series has "
                 "another stack",
                 tag, recipe->xen_version, recipe->stack);
  else
    return TRUE;
  return FALSE;
}

gboolean
zante_recipe_pin (const ZanteRecipe *recipe, const char *project, const char *name, const char *tag,
                  char **path, char **text, GError **error)
{
  const ZanteSource *source = g_hash_table_lookup (recipe->sources, name);
  if (!check (recipe, source, name, tag, error))
    return FALSE;
  g_autofree char *pointer = zante_pointer ("sources", name, "git", "tag", NULL);
  gboolean own = is_own (project, source->file);
  g_autofree char *file
      = own ? g_strdup (source->file) : g_build_filename (project, "zante.yaml", NULL);
  char *changed
      = own ? zante_yaml_replace (file, pointer, tag, error) : override (source, tag, file, error);
  if (changed == NULL)
    return FALSE;
  *path = g_steal_pointer (&file);
  *text = changed;
  return TRUE;
}
