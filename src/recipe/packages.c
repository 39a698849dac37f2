/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What packages have in common, and those in a file of their own beside component.yaml. */
#include <string.h>
#include <unistd.h>

#include "base/strings.h"
#include "recipe/parts.h"

typedef struct {
  GHashTable *kinds, *packages; /* as in ZanteComponent */
} Packages;

static const ZanteField packages_fields[] = {
    {"kinds", ZANTE_FIELD_STRUCT_MAP, offsetof (Packages, kinds), .table = &zante_kind_table},
    {"packages", ZANTE_FIELD_STRUCT_MAP, offsetof (Packages, packages), ZANTE_FIELD_REQUIRED,
     .table = &zante_package_table},
    {NULL},
};
static const ZanteFieldTable packages_table
    = {"set of packages", sizeof (Packages), packages_fields};

static gboolean
read_file (ZanteComponent *component, GError **error)
{
  Packages *packages = zante_yaml_load (component->packages_file, &packages_table, error);
  if (packages == NULL)
    return FALSE;
  component->kinds = g_steal_pointer (&packages->kinds);
  component->packages = g_steal_pointer (&packages->packages);
  zante_yaml_free (&packages_table, packages);
  return TRUE;
}

static gboolean
find_file (ZanteComponent *component, GPtrArray *inputs, GError **error)
{
  g_autofree char *file = g_strconcat (component->folder, "/packages.yaml", NULL);
  const char *pointer = component->packages != NULL ? "/packages#" : "/kinds#";
  g_ptr_array_add (inputs, g_strdup (file));
  if (access (file, F_OK) != 0)
    return TRUE;
  if (component->packages != NULL || component->kinds != NULL)
    return zante_complain (error, component->file, pointer,
                           "there is a packages.yaml beside it: say all of this in one of the two");
  component->packages_file = g_steal_pointer (&file);
  return read_file (component, error);
}

/* Kinds -------------------------------------------------------------------------------------- */

static void
fall_back (char **value, const char *common)
{
  if (*value == NULL)
    *value = g_strdup (common);
}

/* OWN goes on where that of the kind, COMMON, ends: in a new line. */
static char *
go_on (const char *common, const char *own)
{
  return g_strconcat (common, g_str_has_suffix (common, "\n") ? "" : "\n", own, NULL);
}

static void
take_kind (ZantePackage *package, const ZantePackageKind *kind)
{
  if (kind->description != NULL && package->description != NULL)
    {
      g_autofree char *own = package->description;
      package->description = go_on (kind->description, own);
    }
  fall_back (&package->description, kind->description);
  fall_back (&package->section, kind->section);
  fall_back (&package->fedora, kind->fedora);
  fall_back (&package->fedora_summary, kind->fedora_summary);
}

static gboolean
fail_kind (const ZanteComponent *component, const char *name, const char *kind, GError **error)
{
  g_autofree char *pointer = zante_pointer ("packages", name, "kind", NULL);
  g_autofree char *hint = zante_hint (kind, component->kinds);
  return zante_complain (error, zante_component_file (component, pointer), pointer,
                         "'kinds' has no '%s'%s", kind, hint);
}

static gboolean
take_kinds (const ZanteComponent *component, GError **error)
{
  g_autofree char **names = zante_strings_keys (component->packages);
  for (char **name = names; *name != NULL; name++)
    {
      ZantePackage *package = g_hash_table_lookup (component->packages, *name);
      const ZantePackageKind *kind = package->kind == NULL || component->kinds == NULL
                                         ? NULL
                                         : g_hash_table_lookup (component->kinds, package->kind);
      if (kind != NULL)
        take_kind (package, kind);
      else if (package->kind != NULL)
        return fail_kind (component, *name, package->kind, error);
    }
  return TRUE;
}

gboolean
zante_component_load_packages (ZanteComponent *component, GPtrArray *inputs, GError **error)
{
  return find_file (component, inputs, error) && take_kinds (component, error);
}

/* Files -------------------------------------------------------------------------------------- */

const char *
zante_component_file (const ZanteComponent *component, const char *pointer)
{
  gboolean packages = component->packages_file != NULL && g_str_has_prefix (pointer, "/packages");
  return packages ? component->packages_file : component->file;
}

gboolean
zante_component_is_description (const char *name)
{
  return strcmp (name, "component.yaml") == 0 || strcmp (name, "packages.yaml") == 0;
}
