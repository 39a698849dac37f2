/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/parts.h"

void
zante_relation_free (ZanteRelation *relation)
{
  g_free (relation->name);
  g_free (relation->version);
  g_free (relation);
}

/* One item of a list, and where it stands. */
typedef struct {
  const ZanteModel *model;
  ZanteBinary *binary;
  ZanteRelationKind kind;
  const ZanteComponent *component;
  const char *pointer;
  const char *text; /* variables expanded */
} Item;

static const char *const operators[] = {
    [ZANTE_COMPARE_LESS] = "<<",    [ZANTE_COMPARE_LESS_EQUAL] = "<=",
    [ZANTE_COMPARE_EQUAL] = "=",    [ZANTE_COMPARE_GREATER_EQUAL] = ">=",
    [ZANTE_COMPARE_GREATER] = ">>",
};

static gboolean
fail_item (const Item *item, GError **error)
{
  return zante_package_complain (error, item->component, item->pointer,
                                 "'%s' is no relation: write NAME, or \"NAME (OPERATOR VERSION)\" "
                                 "with one of << <= = >= >>",
                                 item->text);
}

/* "(>= 4.17)" */
static gboolean
parse_version (const char *distribution, ZanteRelation *relation, const char *text)
{
  gsize length = strlen (text);
  if (length < 3 || text[0] != '(' || text[length - 1] != ')')
    return FALSE;
  g_autofree char *inside = g_strndup (text + 1, length - 2);
  gsize n = strspn (inside, "<=>");
  for (guint i = ZANTE_COMPARE_LESS; i < G_N_ELEMENTS (operators); i++)
    if (strlen (operators[i]) == n && strncmp (operators[i], inside, n) == 0)
      {
        relation->comparison = i;
        relation->version = g_strdup (g_strstrip (inside + n));
        if (strcmp (relation->version, "this") == 0)
          g_free (g_steal_pointer (&relation->version));
        return relation->version == NULL
               || zante_check_package_version (distribution, relation->version) == NULL;
      }
  return FALSE;
}

static gboolean
is_requirement (ZanteRelationKind kind)
{
  return kind == ZANTE_RELATION_DEPENDS || kind == ZANTE_RELATION_RECOMMENDS
         || kind == ZANTE_RELATION_SUGGESTS;
}

static void
add (const Item *item, ZanteRelation *relation)
{
  relation->kind = item->kind;
  g_ptr_array_add (item->binary->relations, relation);
}

static void
refer_to_own (const Item *item, ZanteRelation *relation, const ZanteBinary *own)
{
  relation->own = own;
  g_free (relation->name);
  relation->name = g_strdup (own->name);
  if (relation->comparison == ZANTE_COMPARE_NONE && own->source == item->binary->source
      && is_requirement (item->kind))
    relation->comparison = ZANTE_COMPARE_SAME_BUILD;
}

/* A package that some component declares but that has no files this time is needed by nobody. */
static gboolean
is_left_out (const ZanteModel *model, const char *name)
{
  return zante_package_find (model, name) == NULL && g_hash_table_contains (model->declared, name);
}

static gboolean
relate_name (const Item *item, GError **error)
{
  const char *blank = strchr (item->text, ' ');
  ZanteRelation *relation = g_new0 (ZanteRelation, 1);
  relation->name
      = blank == NULL ? g_strdup (item->text) : g_strndup (item->text, (gsize)(blank - item->text));
  gboolean ok
      = zante_check_package_name (item->model->distribution, relation->name) == NULL
        && (blank == NULL
            || parse_version (item->model->distribution, relation, blank + strspn (blank, " ")));
  if (!ok || is_left_out (item->model, relation->name))
    {
      zante_relation_free (relation);
      return ok || fail_item (item, error);
    }
  const ZanteBinary *own = zante_package_find (item->model, relation->name);
  if (own != NULL)
    refer_to_own (item, relation, own);
  add (item, relation);
  return TRUE;
}

/* What provides a component: the distribution's package, ours, or none. */
static gboolean
relate_component (const Item *item, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  const ZanteComponent *component = zante_recipe_find (item->model->recipe, name, &local);
  if (component == NULL)
    return zante_package_complain (error, item->component, item->pointer, "%s", local->message);
  if (component->provider_spec == NULL)
    return zante_package_complain (error, item->component, item->pointer,
                                   "component '%s' has no provider: name its package instead",
                                   name);
  const ZanteBinary *own = NULL;
  const char *package = NULL;
  if (component->provider == ZANTE_PROVIDER_BUILD)
    own = zante_package_owner (item->model, component, component->provided_path);
  if (component->provider == ZANTE_PROVIDER_SYSTEM && component->provider_spec->system != NULL)
    {
      const ZanteSystemCopy *copy
          = g_hash_table_lookup (component->provider_spec->system, item->model->distribution);
      package = copy == NULL ? NULL : copy->package;
    }
  if (own == NULL && package == NULL)
    return TRUE;
  ZanteRelation *relation = g_new0 (ZanteRelation, 1);
  relation->name = g_strdup (package);
  if (own != NULL)
    refer_to_own (item, relation, own);
  add (item, relation);
  return TRUE;
}

static gboolean
relate_item (Item *item, GError **error)
{
  static const char *const distributions[] = {"debian:", "fedora:"};
  for (gsize i = 0; i < G_N_ELEMENTS (distributions); i++)
    {
      gsize length = strlen (distributions[i]);
      if (!g_str_has_prefix (item->text, distributions[i]))
        continue;
      if (strncmp (item->model->distribution, distributions[i], length - 1) != 0
          || strlen (item->model->distribution) != length - 1)
        return TRUE;
      item->text += length;
    }
  if (g_str_has_prefix (item->text, "component:"))
    return relate_component (item, item->text + strlen ("component:"), error);
  return relate_name (item, error);
}

static gboolean
relate_list (Item *item, const char *key, char **list, char **variables, GError **error)
{
  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    {
      g_autofree char *further
          = g_strdup_printf ("/%s/%" G_GSIZE_FORMAT, zante_relation_names[item->kind], i);
      g_autofree char *pointer = zante_package_pointer (key, further);
      g_autofree char *text = zante_recipe_expand (list[i], (const char *const *)variables, NULL);
      item->text = text;
      item->pointer = pointer;
      if (text != NULL && !relate_item (item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
relate_component_packages (const ZanteModel *model, const ZanteComponent *component,
                           ZanteRelationKind kind, GError **error)
{
  g_auto (GStrv) variables = zante_recipe_environment (model->recipe, component);
  g_autofree char **keys = zante_strings_keys (component->packages);
  for (char **key = keys; *key != NULL; key++)
    {
      const ZantePackage *package = g_hash_table_lookup (component->packages, *key);
      g_autofree char *name = zante_recipe_expand (*key, (const char *const *)variables, NULL);
      Item item = {.model = model,
                   .binary = (ZanteBinary *)zante_package_find (model, name),
                   .kind = kind,
                   .component = component};
      if (item.binary != NULL
          && !relate_list (&item, *key, package->relations[kind], variables, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
zante_model_relate (ZanteModel *model, GError **error)
{
  for (ZanteRelationKind kind = 0; kind < ZANTE_N_RELATIONS; kind++)
    for (guint i = 0; i < model->sources->len; i++)
      {
        const ZanteSourcePackage *source = model->sources->pdata[i];
        for (guint j = 0; j < source->components->len; j++)
          if (!relate_component_packages (model, source->components->pdata[j], kind, error))
            return FALSE;
      }
  return TRUE;
}
