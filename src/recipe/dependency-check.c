/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything of a component that becomes a word of a command line or a field of an emitted file,
 * and is no one-line text for people. */
#include <string.h>

#include "base/strings.h"
#include "recipe/parts.h"

/* An item of the list at POINTER. */
static gboolean
check_item (const ZanteComponent *component, const char *pointer, gsize i, const char *distribution,
            const char *text, GError **error)
{
  const char *wrong = NULL;
  g_autoptr (GPtrArray) item = zante_dependency_parse (distribution, text, &wrong);
  if (item != NULL)
    return TRUE;
  g_autofree char *where = g_strdup_printf ("%s/%" G_GSIZE_FORMAT, pointer, i);
  return zante_complain (error, component->file, where, "build-depends: '%s' %s", text, wrong);
}

/* The map `build-depends` below the node at ABOVE ("" for the component's own). */
static gboolean
check_map (const ZanteComponent *component, const char *above, GHashTable *map, GError **error)
{
  g_autofree char **names = zante_strings_keys (map);
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *last = zante_pointer ("build-depends", *name, NULL);
      g_autofree char *pointer = g_strconcat (above, last, NULL);
      char **texts = g_hash_table_lookup (map, *name);
      for (gsize i = 0; texts[i] != NULL; i++)
        if (!check_item (component, pointer, i, *name, texts[i], error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
check_option_maps (const ZanteComponent *component, GError **error)
{
  g_autofree char **names = zante_strings_keys (component->options);
  for (char **name = names; *name != NULL; name++)
    {
      const ZanteOption *option = g_hash_table_lookup (component->options, *name);
      g_autofree char *above = zante_pointer ("options", *name, NULL);
      if (!check_map (component, above, option->build_depends, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_system_packages (const ZanteComponent *component, GError **error)
{
  if (component->provider_spec == NULL)
    return TRUE;
  g_autofree char **names = zante_strings_keys (component->provider_spec->system);
  for (char **name = names; *name != NULL; name++)
    {
      const ZanteSystemCopy *copy = g_hash_table_lookup (component->provider_spec->system, *name);
      const char *wrong
          = copy->package == NULL ? NULL : zante_check_package_name (*name, copy->package);
      if (wrong == NULL)
        continue;
      g_autofree char *pointer = zante_pointer ("provider", "system", *name, "package", NULL);
      return zante_complain (error, component->file, pointer, "package '%s' %s", copy->package,
                             wrong);
    }
  return TRUE;
}

/* Debian's sections are "admin" or "contrib/admin" (Policy 2.4). */
static gboolean
check_sections (const ZanteComponent *component, GError **error)
{
  static const char allowed[] = G_CSET_a_2_z G_CSET_DIGITS "-/";
  g_autofree char **names = zante_strings_keys (component->packages);
  for (char **name = names; *name != NULL; name++)
    {
      const ZantePackage *package = g_hash_table_lookup (component->packages, *name);
      if (package->section == NULL
          || (*package->section != '\0'
              && strspn (package->section, allowed) == strlen (package->section)))
        continue;
      g_autofree char *pointer = zante_pointer ("packages", *name, "section", NULL);
      return zante_complain (error, zante_component_file (component, pointer), pointer,
                             "'%s' is no section, such as libs or contrib/admin", package->section);
    }
  return TRUE;
}

/* One line each of a .spec, and of debian/copyright or debian/control. */
static gboolean
check_tags (const ZanteComponent *component, GError **error)
{
  static const char expression[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".+-() ";
  if (component->licence != NULL
      && strspn (component->licence, expression) != strlen (component->licence))
    return zante_complain (error, component->file, "/licence", "'%s' is no SPDX expression",
                           component->licence);
  const char *wrong
      = component->homepage == NULL ? NULL : zante_check_archive_url (component->homepage);
  return wrong == NULL
         || zante_complain (error, component->file, "/homepage", "homepage '%s' %s",
                            component->homepage, wrong);
}

gboolean
zante_component_check_dependencies (const ZanteComponent *component, GError **error)
{
  return check_map (component, "", component->build_depends, error)
         && check_option_maps (component, error) && check_system_packages (component, error)
         && check_sections (component, error) && check_tags (component, error);
}
