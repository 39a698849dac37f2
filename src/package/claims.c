/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"
#include "package/glob.h"
#include "package/parts.h"

void
zante_package_file_free (ZantePackageFile *file)
{
  g_free (file->path);
  g_free (file->target);
  g_free (file);
}

/* Who claims one file: the first two are enough to know. */
typedef struct {
  ZanteBinary *binary[2];
  ZantePattern *pattern[2];
  guint n;
} Claims;

static Claims
find_claims (const ZanteSourcePackage *source, const char *path)
{
  Claims claims = {0};
  for (guint i = 0; i < source->binaries->len; i++)
    {
      ZanteBinary *binary = source->binaries->pdata[i];
      for (guint j = 0; j < binary->patterns->len && claims.n < 2; j++)
        {
          ZantePattern *pattern = binary->patterns->pdata[j];
          if (!zante_glob_match (pattern->text, path))
            continue;
          pattern->matches++;
          if (claims.n > 0 && claims.binary[0] == binary)
            continue;
          claims.binary[claims.n] = binary;
          claims.pattern[claims.n++] = pattern;
        }
    }
  return claims;
}

/* Errors ------------------------------------------------------------------------------------- */

/* PATH with the longest directory variable in front that it begins with: "$libdir/libxencall.a". */
static char *
with_variable (const ZanteRecipe *recipe, const char *path)
{
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;
  const char *best = NULL;
  gsize length = 0;
  g_hash_table_iter_init (&iter, recipe->layout->dirs);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      gsize n = strlen (value);
      if (!g_str_has_prefix (path, value) || path[n] != '/' || n < length
          || (n == length && best != NULL && strcmp (name, best) > 0))
        continue;
      best = name;
      length = n;
    }
  return best == NULL ? g_strdup (path) : g_strconcat ("$", best, path + length, NULL);
}

/* How many leading characters of A and B are the same, up to a '/'. */
static gsize
common_folders (const char *a, const char *b)
{
  gsize common = 0;
  for (gsize i = 0; a[i] != '\0' && a[i] == b[i]; i++)
    if (a[i] == '/')
      common = i;
  return common;
}

/* The package of COMPONENT that has files nearest to PATH: most likely it is to have this one too.
 */
static const char *
nearest_package (const ZanteRecipe *recipe, const ZanteComponent *component, const char *path)
{
  g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
  g_autofree char **keys = zante_strings_keys (component->packages);
  const char *nearest = keys[0];
  gsize best = 0;
  for (char **key = keys; *key != NULL; key++)
    {
      const ZantePackage *package = g_hash_table_lookup (component->packages, *key);
      for (char **file = package->files; file != NULL && *file != NULL; file++)
        {
          g_autofree char *text = zante_recipe_expand (*file, (const char *const *)variables, NULL);
          gsize common = text == NULL ? 0 : common_folders (text, path);
          if (common <= best)
            continue;
          best = common;
          nearest = *key;
        }
    }
  return nearest;
}

static gboolean
fail_unclaimed (const ZanteRecipe *recipe, const ZantePackageFile *file, GError **error)
{
  const char *key = nearest_package (recipe, file->component, file->path);
  g_autofree char *line = with_variable (recipe, file->path);
  if (key == NULL)
    return zante_package_complain (error, file->component, "",
                                   "no package has the installed file '%s': add 'packages: {NAME: "
                                   "{summary: …, files: [%s]}}'",
                                   file->path, line);
  g_autofree char *pointer = zante_package_pointer (key, "/files");
  return zante_package_complain (error, file->component, pointer,
                                 "no package has the installed file '%s' of component '%s': add "
                                 "'- %s' to the files of a package, such as '%s'",
                                 file->path, file->component->name, line, key);
}

static char *
locate_pattern (const ZanteRecipe *recipe, const ZanteBinary *binary, const ZantePattern *pattern)
{
  const ZanteComponent *component = pattern->component;
  g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
  g_autofree char **keys = zante_strings_keys (component->packages);
  for (char **key = keys; *key != NULL; key++)
    {
      const ZantePackage *package = g_hash_table_lookup (component->packages, *key);
      g_autofree char *name = zante_recipe_expand (*key, (const char *const *)variables, NULL);
      for (gsize i = 0; package->files != NULL && package->files[i] != NULL; i++)
        {
          if (g_strcmp0 (name, binary->debian_name) != 0
              || strcmp (package->files[i], pattern->written) != 0)
            continue;
          g_autofree char *further = g_strdup_printf ("/files/%" G_GSIZE_FORMAT, i);
          g_autofree char *pointer = zante_package_pointer (*key, further);
          return zante_yaml_locate (zante_component_file (component, pointer), pointer);
        }
    }
  return g_strdup (zante_component_file (component, "/packages"));
}

static gboolean
fail_twice (const ZanteRecipe *recipe, const ZantePackageFile *file, const Claims *claims,
            GError **error)
{
  g_autofree char *first = locate_pattern (recipe, claims->binary[0], claims->pattern[0]);
  g_autofree char *second = locate_pattern (recipe, claims->binary[1], claims->pattern[1]);
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "%s: two packages have the installed file '%s': '%s' by '%s' here, and '%s' by "
      "'%s' in %s: make one of these lines match less, or remove it",
      first, file->path, claims->binary[0]->debian_name, claims->pattern[0]->written,
      claims->binary[1]->debian_name, claims->pattern[1]->written, second);
}

/* Files -------------------------------------------------------------------------------------- */

static ZantePackageFile *
file_new (const ZanteFsEntry *entry, const ZanteComponent *component, const char *stage)
{
  ZantePackageFile *file = g_new0 (ZantePackageFile, 1);
  file->path = g_strconcat ("/", entry->path, NULL);
  file->target = g_strdup (entry->target);
  file->mode = entry->st.st_mode;
  file->size = (guint64)entry->st.st_size;
  file->component = component;
  file->stage = stage;
  return file;
}

/* Folders come by themselves with what is in them. */
static gboolean
is_full_folder (const GPtrArray *entries, guint i)
{
  const ZanteFsEntry *entry = entries->pdata[i];
  if (!S_ISDIR (entry->st.st_mode) || i + 1 == entries->len)
    return FALSE;
  /* Sorted by bytes, "a-b" comes between "a" and "a/b". */
  g_autofree char *inside = g_strconcat (entry->path, "/", NULL);
  for (guint j = i + 1; j < entries->len; j++)
    {
      const char *path = ((const ZanteFsEntry *)entries->pdata[j])->path;
      if (!g_str_has_prefix (path, entry->path))
        break;
      if (g_str_has_prefix (path, inside))
        return TRUE;
    }
  return FALSE;
}

/* An empty folder that every system has, such as /usr/lib, is nobody's. */
static gboolean
is_everywhere (const ZanteRecipe *recipe, const ZantePackageFile *file)
{
  static const char *const below_prefix[] = {"lib", "lib64", "libexec", "share"};
  const char *prefix = g_hash_table_lookup (recipe->layout->dirs, "prefix");
  if (!S_ISDIR (file->mode))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (below_prefix); i++)
    {
      g_autofree char *path = g_build_filename (prefix, below_prefix[i], NULL);
      if (strcmp (file->path, path) == 0)
        return TRUE;
    }
  return strcmp (file->path, prefix) == 0;
}

static gboolean
claim_file (const ZanteSourcePackage *source, const ZanteRecipe *recipe, ZantePackageFile *file,
            GError **error)
{
  Claims claims = find_claims (source, file->path);
  if (claims.n == 1)
    {
      g_ptr_array_add (claims.binary[0]->files, file);
      return TRUE;
    }
  gboolean everywhere = claims.n == 0 && is_everywhere (recipe, file);
  if (claims.n > 1)
    fail_twice (recipe, file, &claims, error);
  else if (!everywhere)
    fail_unclaimed (recipe, file, error);
  zante_package_file_free (file);
  return everywhere;
}

static gboolean
claim_stage (ZanteSourcePackage *source, guint index, const ZanteRecipe *recipe, GError **error)
{
  const char *stage = source->stages->pdata[index];
  g_autoptr (GPtrArray) entries = zante_fs_list (stage, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!is_full_folder (entries, i)
        && !claim_file (source, recipe,
                        file_new (entries->pdata[i], source->components->pdata[index], stage),
                        error))
      return FALSE;
  return TRUE;
}

/* What is left
 * -------------------------------------------------------------------------------------
 */

static void
drop_unused (ZanteSourcePackage *source)
{
  for (guint i = source->binaries->len; i-- > 0;)
    {
      ZanteBinary *binary = source->binaries->pdata[i];
      for (guint j = binary->patterns->len; j-- > 0;)
        if (((ZantePattern *)binary->patterns->pdata[j])->matches == 0)
          g_ptr_array_remove_index (binary->patterns, j);
      if (binary->files->len == 0 && !binary->meta)
        g_ptr_array_remove_index (source->binaries, i);
      else
        zante_strings_sort_by (binary->files, ZantePackageFile, path);
    }
}

gboolean
zante_source_claim (ZanteSourcePackage *source, const ZanteRecipe *recipe, GError **error)
{
  for (guint i = 0; i < source->components->len; i++)
    if (!claim_stage (source, i, recipe, error))
      return FALSE;
  drop_unused (source);
  return TRUE;
}
