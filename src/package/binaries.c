/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/parts.h"

static void
pattern_free (ZantePattern *pattern)
{
  g_free (pattern->text);
  g_free (pattern->written);
  g_free (pattern);
}

void
zante_binary_free (ZanteBinary *binary)
{
  g_free (binary->name);
  g_free (binary->debian_name);
  g_free (binary->summary);
  g_free (binary->fedora_summary);
  g_free (binary->description);
  g_free (binary->section);
  g_ptr_array_unref (binary->patterns);
  g_ptr_array_unref (binary->files);
  g_ptr_array_unref (binary->relations);
  g_ptr_array_unref (binary->triggers);
  g_free (binary);
}

static ZanteBinary *
binary_new (const ZanteSourcePackage *source, const char *name)
{
  ZanteBinary *binary = g_new0 (ZanteBinary, 1);
  binary->source = source;
  binary->debian_name = g_strdup (name);
  binary->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify)pattern_free);
  binary->files = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_package_file_free);
  binary->relations = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_relation_free);
  binary->triggers = g_ptr_array_new_with_free_func (g_free);
  return binary;
}

static ZanteBinary *
find_or_add (ZanteSourcePackage *source, const char *name)
{
  for (guint i = 0; i < source->binaries->len; i++)
    {
      ZanteBinary *binary = source->binaries->pdata[i];
      if (strcmp (binary->debian_name, name) == 0)
        return binary;
    }
  ZanteBinary *binary = binary_new (source, name);
  g_ptr_array_add (source->binaries, binary);
  return binary;
}

/* One component's part of one package. */
typedef struct {
  const ZanteComponent *component;
  const char *key; /* its name as written */
  const ZantePackage *package;
  char **variables;
  const char *distribution;
} Part;

static char *
expand (const Part *part, const char *text)
{
  /* That it can be expanded was found when the recipe was read. */
  return zante_recipe_expand (text, (const char *const *)part->variables, NULL);
}

/* Components that have a part in one package may say a thing once, or the same thing. */
static gboolean
merge_text (char **merged, const Part *part, const char *field, const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;
  g_autofree char *value = expand (part, text);
  if (value == NULL)
    value = g_strdup (text);
  if (*merged == NULL)
    {
      *merged = g_steal_pointer (&value);
      return TRUE;
    }
  g_autofree char *further = g_strconcat ("/", field, NULL);
  g_autofree char *pointer = zante_package_pointer (part->key, further);
  return strcmp (*merged, value) == 0
         || zante_package_complain (error, part->component, pointer,
                                    "another component says '%s' of this package, this one '%s': "
                                    "make them the same, or let one say it",
                                    *merged, value);
}

static void
add_patterns (ZanteBinary *binary, const Part *part)
{
  for (char **file = part->package->files; file != NULL && *file != NULL; file++)
    {
      ZantePattern *pattern = g_new0 (ZantePattern, 1);
      pattern->text = expand (part, *file);
      pattern->written = g_strdup (*file);
      pattern->component = part->component;
      g_ptr_array_add (binary->patterns, pattern);
    }
}

/* The path of what is off is empty, and nothing is triggered by it. */
static void
add_triggers (ZanteBinary *binary, const Part *part)
{
  for (char **trigger = part->package->triggers; trigger != NULL && *trigger != NULL; trigger++)
    {
      g_autofree char *text = expand (part, *trigger);
      if (*text != '\0')
        zante_strings_add (binary->triggers, text);
    }
  g_ptr_array_sort (binary->triggers, zante_strings_compare);
}

static gboolean
merge (ZanteBinary *binary, const Part *part, GError **error)
{
  const ZantePackage *package = part->package;
  const char *given = strcmp (part->distribution, "fedora") == 0 ? package->fedora : NULL;
  if (!merge_text (&binary->summary, part, "summary", package->summary, error)
      || !merge_text (&binary->description, part, "description", package->description, error)
      || !merge_text (&binary->fedora_summary, part, "fedora-summary", package->fedora_summary,
                      error)
      || !merge_text (&binary->section, part, "section", package->section, error)
      || !merge_text (&binary->name, part, "fedora", given, error))
    return FALSE;
  binary->all = binary->all || package->architecture == 1;
  add_patterns (binary, part);
  add_triggers (binary, part);
  return TRUE;
}

static gboolean
declare_component (ZanteSourcePackage *source, const ZanteRecipe *recipe,
                   const ZanteComponent *component, const char *distribution, GError **error)
{
  g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
  g_autofree char **keys = zante_strings_keys (component->packages);
  for (char **key = keys; *key != NULL; key++)
    {
      Part part = {.component = component,
                   .key = *key,
                   .package = g_hash_table_lookup (component->packages, *key),
                   .variables = variables,
                   .distribution = distribution};
      g_autofree char *name = expand (&part, *key);
      if (!merge (find_or_add (source, name), &part, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
zante_source_declare (ZanteSourcePackage *source, const ZanteRecipe *recipe,
                      const char *distribution, GError **error)
{
  for (guint i = 0; i < source->components->len; i++)
    if (!declare_component (source, recipe, source->components->pdata[i], distribution, error))
      return FALSE;
  for (guint i = 0; i < source->binaries->len; i++)
    {
      ZanteBinary *binary = source->binaries->pdata[i];
      binary->meta = binary->patterns->len == 0;
      if (binary->name == NULL)
        binary->name = g_strdup (binary->debian_name);
    }
  zante_strings_sort_by (source->binaries, ZanteBinary, name);
  return TRUE;
}
