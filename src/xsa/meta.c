/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/meta.h"

#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "xsa/numbers.h"

static void
recipe_free (ZanteXsaRecipe *recipe)
{
  g_free (recipe->version);
  g_free (recipe->tree);
  g_free (recipe->stable_ref);
  g_array_unref (recipe->prereqs);
  g_ptr_array_unref (recipe->patterns);
  g_free (recipe);
}

static gboolean
bad (GError **error, const char *label, const char *what)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "%s: %s", label, what);
  return FALSE;
}

static gboolean
take_prereqs (ZanteXsaRecipe *recipe, JsonObject *object, const char *label, GError **error)
{
  JsonArray *array = zante_json_array (object, "Prereqs");
  if (array == NULL && json_object_has_member (object, "Prereqs"))
    return bad (error, label, "'Prereqs' is no array of advisories");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      guint number = zante_xsa_number_of_json (json_array_get_element (array, i));
      if (number == 0)
        return bad (error, label, "'Prereqs' has what is no advisory's number");
      g_array_append_val (recipe->prereqs, number);
    }
  return TRUE;
}

static gboolean
take_patterns (ZanteXsaRecipe *recipe, JsonObject *object, const char *label, GError **error)
{
  JsonArray *array = zante_json_array (object, "Patches");
  if (array == NULL)
    return bad (error, label, "a recipe without an array 'Patches'");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return bad (error, label, "'Patches' has what is no file name");
      g_ptr_array_add (recipe->patterns, g_strdup (json_node_get_string (element)));
    }
  return TRUE;
}

/* A tree's part of a version: {"StableRef": …, "Prereqs": […], "Patches": […]}. */
static gboolean
take_tree (GPtrArray *recipes, guint number, const char *version, const char *tree, JsonNode *node,
           const char *label, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return bad (error, label, "a tree of a recipe is no object");
  JsonObject *object = json_node_get_object (node);
  ZanteXsaRecipe *recipe = g_new0 (ZanteXsaRecipe, 1);
  *recipe = (ZanteXsaRecipe){number,
                             g_strdup (version),
                             g_strdup (tree),
                             g_strdup (zante_json_string (object, "StableRef")),
                             g_array_new (FALSE, FALSE, sizeof (guint)),
                             g_ptr_array_new_with_free_func (g_free)};
  g_ptr_array_add (recipes, recipe);
  return take_prereqs (recipe, object, label, error)
         && take_patterns (recipe, object, label, error);
}

static gboolean
take_version (GPtrArray *recipes, guint number, const char *version, JsonNode *node,
              const char *label, GError **error)
{
  JsonObject *trees = JSON_NODE_HOLDS_OBJECT (node)
                          ? zante_json_object (json_node_get_object (node), "Recipes")
                          : NULL;
  if (trees == NULL)
    return bad (error, label, "a version without an object 'Recipes'");
  JsonObjectIter iter;
  const char *tree;
  JsonNode *value;
  json_object_iter_init_ordered (&iter, trees);
  while (json_object_iter_next_ordered (&iter, &tree, &value))
    if (!take_tree (recipes, number, version, tree, value, label, error))
      return FALSE;
  return TRUE;
}

GPtrArray *
zante_xsa_meta_parse (const char *data, gsize size, const char *label, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (JsonNode) root = zante_json_parse (data, size, &reason);
  if (root == NULL)
    {
      bad (error, label, reason->message);
      return NULL;
    }
  JsonObject *object = json_node_get_object (root);
  guint number = zante_xsa_number_of_json (json_object_get_member (object, "XSA"));
  JsonObject *versions = zante_json_object (object, "Recipes");
  if (number == 0 || versions == NULL)
    {
      bad (error, label, "it has no number 'XSA' and no object 'Recipes'");
      return NULL;
    }
  g_autoptr (GPtrArray) recipes = g_ptr_array_new_with_free_func ((GDestroyNotify)recipe_free);
  JsonObjectIter iter;
  const char *version;
  JsonNode *value;
  json_object_iter_init_ordered (&iter, versions);
  while (json_object_iter_next_ordered (&iter, &version, &value))
    if (!take_version (recipes, number, version, value, label, error))
      return NULL;
  return g_steal_pointer (&recipes);
}
