/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/glob.h"
#include "package/rpm/rpm.h"

/* The lines of one package while they are found. */
typedef struct {
  const ZanteLayout *layout;
  const char *sysconfdir;
  GHashTable *lines; /* the path, without macros → its line; char* */
} Listing;

/* A line for PATTERN, SUFFIX behind it. It replaces the line for KEY. */
static void
add_glob (Listing *listing, const char *directive, const char *key, const char *pattern,
          const char *suffix)
{
  g_autofree char *named = zante_rpm_path (listing->layout, pattern);
  char *line = g_strconcat (directive, named, suffix, NULL);
  g_hash_table_insert (listing->lines, g_strdup (key), line);
}

/* The same for the path PATH. */
static void
add_line (Listing *listing, const char *directive, const char *path, const char *suffix)
{
  g_autofree char *pattern = zante_glob_of (path);
  add_glob (listing, directive, path, pattern, suffix);
}

/* Folders on the way to PATH that no other package brings. */
static void
own_parents (Listing *listing, const char *path)
{
  for (g_autofree char *dir = g_path_get_dirname (path);
       !zante_rpm_is_system (listing->layout, dir) && !g_hash_table_contains (listing->lines, dir);)
    {
      add_line (listing, "%dir ", dir, "");
      char *above = g_path_get_dirname (dir);
      g_free (dir);
      dir = above;
    }
}

static gboolean
is_below (const char *path, const char *dir)
{
  gsize length = strlen (dir);
  return strncmp (path, dir, length) == 0 && path[length] == '/';
}

/* rpm compresses manual pages where they are packed. */
static gboolean
is_manual (const Listing *listing, const char *path)
{
  return is_below (path, g_hash_table_lookup (listing->layout->dirs, "mandir"));
}

/* A person's edits stay; programs and what they source are code, below /etc too. */
static gboolean
is_configuration (const Listing *listing, const ZantePackageFile *file)
{
  return is_below (file->path, listing->sysconfdir) && S_ISREG (file->mode)
         && (file->mode & 0111) == 0 && !g_str_has_suffix (file->path, ".sh");
}

static void
add_file (Listing *listing, const ZantePackageFile *file)
{
  own_parents (listing, file->path);
  if (S_ISDIR (file->mode))
    add_line (listing, "%dir ", file->path, "");
  else if (is_configuration (listing, file))
    add_line (listing, "%config(noreplace) ", file->path, "");
  else
    add_line (listing, "", file->path, is_manual (listing, file->path) ? "*" : "");
}

static void
add_folder (Listing *listing, const char *path)
{
  own_parents (listing, path);
  add_line (listing, "", path, "/");
}

/* Patterns over all folders ------------------------------------------------------------------ */

/* What lies directly in DIR of FILES: name → a file if it is one, else NULL. */
static GHashTable *
children_of (const char *dir, GPtrArray *files)
{
  GHashTable *children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize length = strcmp (dir, "/") == 0 ? 0 : strlen (dir);
  for (guint i = 0; i < files->len; i++)
    {
      ZantePackageFile *file = files->pdata[i];
      if (!is_below (file->path, length == 0 ? "" : dir))
        continue;
      const char *name = file->path + length + 1, *end = strchr (name, '/');
      gsize size = end == NULL ? strlen (name) : (gsize)(end - name);
      g_hash_table_insert (children, g_strndup (name, size),
                           end == NULL && !S_ISDIR (file->mode) ? file : NULL);
    }
  return children;
}

/* Folders whose content is told one by one: the system's, and those with configuration. */
static gboolean
is_entered (const Listing *listing, const char *dir)
{
  return zante_rpm_is_system (listing->layout, dir) || is_below (dir, listing->sysconfdir);
}

static gboolean
is_any_entered (const Listing *listing, const char *dir, GHashTable *children)
{
  GHashTableIter iter;
  gpointer name = NULL;
  g_hash_table_iter_init (&iter, children);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      if (is_entered (listing, path))
        return TRUE;
    }
  return FALSE;
}

static void add_tree (Listing *listing, const char *dir, GPtrArray *files);

static void
add_children (Listing *listing, const char *dir, GHashTable *children, GPtrArray *files)
{
  GHashTableIter iter;
  gpointer name = NULL, file = NULL;
  g_hash_table_iter_init (&iter, children);
  while (g_hash_table_iter_next (&iter, &name, &file))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      if (file != NULL)
        add_file (listing, file);
      else
        add_tree (listing, path, files);
    }
}

/* Everything in DIR is the package's. */
static void
add_tree (Listing *listing, const char *dir, GPtrArray *files)
{
  if (!is_entered (listing, dir))
    {
      add_folder (listing, dir);
      return;
    }
  g_autoptr (GHashTable) children = children_of (dir, files);
  if (g_hash_table_size (children) == 0)
    add_line (listing, "%dir ", dir, "");
  else if (g_hash_table_size (children) > 1 && strcmp (dir, listing->sysconfdir) != 0
           && !is_below (dir, listing->sysconfdir) && !is_any_entered (listing, dir, children))
    add_line (listing, "", dir, "/*");
  else
    add_children (listing, dir, children, files);
}

/* Of the files of BINARY those that PATTERN claims. */
static GPtrArray *
claimed (const ZanteBinary *binary, const ZantePattern *pattern)
{
  GPtrArray *files = g_ptr_array_new ();
  for (guint i = 0; i < binary->files->len; i++)
    {
      ZantePackageFile *file = binary->files->pdata[i];
      if (zante_glob_match (pattern->text, file->path))
        g_ptr_array_add (files, file);
    }
  return files;
}

static void
add_pattern (Listing *listing, const ZanteBinary *binary, const ZantePattern *pattern)
{
  if (is_below (pattern->text, ZANTE_RPM_DEBUG_DIR))
    return;
  g_autoptr (GPtrArray) files = claimed (binary, pattern);
  g_autofree char *dir = g_path_get_dirname (pattern->text);
  if (g_str_has_suffix (pattern->text, "/**") && !zante_glob_is_pattern (dir))
    {
      add_tree (listing, dir, files);
      return;
    }
  gboolean whole = !zante_glob_is_pattern (dir) && strstr (pattern->text, "**") == NULL
                   && zante_glob_is_pattern (pattern->text)
                   && !is_below (pattern->text, listing->sysconfdir);
  if (whole)
    {
      own_parents (listing, pattern->text);
      g_autofree char *word = zante_glob_word (pattern->text);
      add_glob (listing, "", pattern->text, word, "");
      return;
    }
  for (guint i = 0; i < files->len; i++)
    add_file (listing, files->pdata[i]);
}

/* The lines ---------------------------------------------------------------------------------- */

GPtrArray *
zante_rpm_files (const ZanteRpm *rpm, const ZanteRpmPackage *package)
{
  const ZanteLayout *layout = rpm->recipe->layout;
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Listing listing = {.layout = layout,
                     .sysconfdir = g_hash_table_lookup (layout->dirs, "sysconfdir"),
                     .lines = found};
  for (guint i = 0; i < package->binaries->len; i++)
    {
      const ZanteBinary *binary = package->binaries->pdata[i];
      for (guint j = 0; j < binary->patterns->len; j++)
        add_pattern (&listing, binary, binary->patterns->pdata[j]);
    }
  g_autofree char **paths = zante_strings_keys (found);
  for (char **path = paths; *path != NULL; path++)
    g_ptr_array_add (lines, g_strdup (g_hash_table_lookup (found, *path)));
  return lines;
}
