/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/rpm/rpm.h"

/* Debian's Replaces has no counterpart: rpm lets a file move where both packages are of one
 * transaction, and Obsoletes would remove the other. */
static const char *const tags[ZANTE_N_RELATIONS] = {
    [ZANTE_RELATION_DEPENDS] = "Requires",    [ZANTE_RELATION_RECOMMENDS] = "Recommends",
    [ZANTE_RELATION_SUGGESTS] = "Suggests",   [ZANTE_RELATION_PROVIDES] = "Provides",
    [ZANTE_RELATION_CONFLICTS] = "Conflicts", [ZANTE_RELATION_BREAKS] = "Conflicts",
};

static const char *const operators[] = {
    [ZANTE_COMPARE_LESS] = "<",    [ZANTE_COMPARE_LESS_EQUAL] = "<=",
    [ZANTE_COMPARE_EQUAL] = "=",   [ZANTE_COMPARE_GREATER_EQUAL] = ">=",
    [ZANTE_COMPARE_GREATER] = ">",
};

void
zante_rpm_tag (ZanteRpm *rpm, const char *tag, const char *value)
{
  g_autofree char *label = g_strconcat (tag, ":", NULL);
  g_string_append_printf (rpm->spec, "%-15s %s\n", label, value);
}

static char *
value_of (const ZanteRpm *rpm, const ZanteRelation *relation)
{
  g_autofree char *name = zante_rpm_name (rpm, relation->name);
  const ZanteRpmPackage *own
      = relation->own == NULL ? NULL : zante_rpm_package_of (rpm, relation->own);
  const char *isa = own != NULL && !own->noarch ? "%{?_isa}" : "";
  if (relation->comparison == ZANTE_COMPARE_SAME_BUILD)
    return g_strconcat (name, isa, " = %{version}-%{release}", NULL);
  if (relation->comparison == ZANTE_COMPARE_NONE)
    return g_strdup (name);
  g_autofree char *version
      = relation->version != NULL ? zante_rpm_escape (relation->version) : g_strdup ("%{version}");
  return g_strdup_printf ("%s %s %s", name, operators[relation->comparison], version);
}

/* A package that became part of this one, or that rpm itself makes, is not needed by name. */
static gboolean
is_told (const ZanteRpm *rpm, const ZanteRpmPackage *package, const ZanteRelation *relation)
{
  if (tags[relation->kind] == NULL)
    return FALSE;
  if (relation->own == NULL || relation->own->source != rpm->source)
    return TRUE;
  const ZanteRpmPackage *own = zante_rpm_package_of (rpm, relation->own);
  return own != NULL && own != package;
}

static void
add_relations (ZanteRpm *rpm, const ZanteRpmPackage *package, ZanteRelationKind kind,
               GPtrArray *values)
{
  for (guint i = 0; i < package->binaries->len; i++)
    {
      const ZanteBinary *binary = package->binaries->pdata[i];
      for (guint j = 0; j < binary->relations->len; j++)
        {
          const ZanteRelation *relation = binary->relations->pdata[j];
          if (relation->kind == kind && is_told (rpm, package, relation))
            zante_strings_take (values, value_of (rpm, relation));
        }
    }
}

void
zante_rpm_relations (ZanteRpm *rpm, const ZanteRpmPackage *package)
{
  for (ZanteRelationKind kind = 0; kind < ZANTE_N_RELATIONS; kind++)
    {
      g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
      add_relations (rpm, package, kind, values);
      g_ptr_array_sort (values, zante_strings_compare);
      for (guint i = 0; i < values->len; i++)
        zante_rpm_tag (rpm, tags[kind], values->pdata[i]);
    }
}
