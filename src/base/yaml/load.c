/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/yaml/yaml.h"

#include <string.h>

#include "base/error.h"
#include "base/yaml/object.h"
#include "base/yaml/read.h"

enum { MAX_KEY = 256 };

static gboolean read_struct (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                             const ZanteFieldTable *table, gpointer object);

static gboolean
check_key (const ZanteYamlReading *reading, const ZanteYamlNode *key, const char *name)
{
  if (*key->text != '\0' && strlen (key->text) <= MAX_KEY && !zante_yaml_has_control (key->text))
    return TRUE;
  return zante_yaml_fail (reading, key, "a key of '%s' must be a line of 1 to %d bytes", name,
                          MAX_KEY);
}

static gboolean
read_string_map (const ZanteYamlReading *reading, const ZanteYamlNode *node, const char *name,
                 ZanteFieldType type, GHashTable **map)
{
  if (!zante_yaml_expect (reading, node, ZANTE_YAML_MAP, name, type))
    return FALSE;
  *map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const ZanteYamlNode *value = node->first; value != NULL; value = value->next)
    {
      if (!check_key (reading, value->key, name)
          || !zante_yaml_expect (reading, value, ZANTE_YAML_SCALAR, value->key->text,
                                 ZANTE_FIELD_STRING))
        return FALSE;
      g_hash_table_insert (*map, g_strdup (value->key->text), g_strdup (value->text));
    }
  return TRUE;
}

static gboolean
read_strings_map (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                  const ZanteField *field, GHashTable **map)
{
  *map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
  for (const ZanteYamlNode *value = node->first; value != NULL; value = value->next)
    {
      char **strings = NULL;
      gboolean ok = check_key (reading, value->key, field->name)
                    && zante_yaml_read_strings (reading, value, value->key->text, &strings);
      g_hash_table_insert (*map, g_strdup (value->key->text), strings);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_map_map (const ZanteYamlReading *reading, const ZanteYamlNode *node, const ZanteField *field,
              GHashTable **map)
{
  *map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify)zante_yaml_map_free);
  for (const ZanteYamlNode *value = node->first; value != NULL; value = value->next)
    {
      GHashTable *inner = NULL;
      gboolean ok
          = check_key (reading, value->key, field->name)
            && read_string_map (reading, value, value->key->text, ZANTE_FIELD_STRING_MAP, &inner);
      g_hash_table_insert (*map, g_strdup (value->key->text), inner);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

/* With EMPTY_STRUCT_FROM_STRING a scalar sets the first field alone. */
static gboolean
read_element (const ZanteYamlReading *reading, const ZanteYamlNode *node, const ZanteField *field,
              const char *name, gpointer object)
{
  const ZanteField *first = &field->table->fields[0];
  if ((field->flags & ZANTE_FIELD_EMPTY_STRUCT_FROM_STRING) != 0 && node->kind == ZANTE_YAML_SCALAR
      && !node->nothing)
    return zante_yaml_read_scalar (reading, node, first, G_STRUCT_MEMBER_P (object, first->offset));
  return zante_yaml_expect (reading, node, ZANTE_YAML_MAP, name, ZANTE_FIELD_STRUCT)
         && read_struct (reading, node, field->table, object);
}

static gboolean
read_struct_map (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                 const ZanteField *field, GHashTable **map)
{
  /* Freed by table (zante_yaml_free), which a destroy notify could not know. */
  *map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (const ZanteYamlNode *value = node->first; value != NULL; value = value->next)
    {
      gpointer object = zante_yaml_new (field->table);
      g_hash_table_insert (*map, g_strdup (value->key->text), object);
      if (!check_key (reading, value->key, field->name)
          || !read_element (reading, value, field, value->key->text, object))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_structs (const ZanteYamlReading *reading, const ZanteYamlNode *node, const ZanteField *field,
              GPtrArray **array)
{
  if (!zante_yaml_expect (reading, node, ZANTE_YAML_LIST, field->name, field->type))
    return FALSE;
  *array = g_ptr_array_new ();
  for (const ZanteYamlNode *item = node->first; item != NULL; item = item->next)
    {
      gpointer object = zante_yaml_new (field->table);
      g_ptr_array_add (*array, object);
      if (!read_element (reading, item, field, field->name, object))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_maps (const ZanteYamlReading *reading, const ZanteYamlNode *node, const ZanteField *field,
           gpointer place)
{
  if (!zante_yaml_expect (reading, node, ZANTE_YAML_MAP, field->name, field->type))
    return FALSE;
  switch (field->type)
    {
    case ZANTE_FIELD_STRINGS_MAP:
      return read_strings_map (reading, node, field, place);
    case ZANTE_FIELD_MAP_MAP:
      return read_map_map (reading, node, field, place);
    case ZANTE_FIELD_STRUCT_MAP:
      return read_struct_map (reading, node, field, place);
    case ZANTE_FIELD_STRING_MAP:
      return read_string_map (reading, node, field->name, field->type, place);
    default:
      *(gpointer *)place = zante_yaml_new (field->table);
      return read_struct (reading, node, field->table, *(gpointer *)place);
    }
}

static gboolean
read_field (const ZanteYamlReading *reading, const ZanteYamlNode *node, const ZanteField *field,
            gpointer object)
{
  gpointer place = G_STRUCT_MEMBER_P (object, field->offset);
  switch (field->type)
    {
    case ZANTE_FIELD_STRINGS:
      return zante_yaml_read_strings (reading, node, field->name, place);
    case ZANTE_FIELD_STRUCTS:
      return read_structs (reading, node, field, place);
    case ZANTE_FIELD_STRING_MAP:
    case ZANTE_FIELD_STRINGS_MAP:
    case ZANTE_FIELD_STRUCT:
    case ZANTE_FIELD_STRUCT_MAP:
    case ZANTE_FIELD_MAP_MAP:
      return read_maps (reading, node, field, place);
    default:
      return zante_yaml_read_scalar (reading, node, field, place);
    }
}

static gboolean
fail_unknown (const ZanteYamlReading *reading, const ZanteYamlNode *key,
              const ZanteFieldTable *table)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    g_ptr_array_add (names, (gpointer)field->name);
  g_ptr_array_add (names, NULL);
  g_autofree char *quoted = zante_yaml_shown (key->text);
  g_autofree char *all = g_strjoinv (", ", (char **)names->pdata);
  g_autofree char *has = g_strdup_printf (" (a %s has: %s)", table->what, all);
  g_autofree char *hint = zante_error_hint (key->text, (const char *const *)names->pdata, has);
  return zante_yaml_fail (reading, key, "unknown field '%s'%s", quoted, hint);
}

/* "key:" with nothing behind it: as if the field were not there, where a map or list is wanted. */
static gboolean
is_left_out (const ZanteYamlNode *node, const ZanteField *field)
{
  return node->nothing && field->type >= ZANTE_FIELD_STRINGS;
}

static gboolean
check_required (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                const ZanteFieldTable *table, const gboolean *present)
{
  for (gsize i = 0; table->fields[i].name != NULL; i++)
    if ((table->fields[i].flags & ZANTE_FIELD_REQUIRED) != 0 && !present[i])
      return zante_yaml_fail (reading, node, "missing field '%s' in this %s", table->fields[i].name,
                              table->what);
  return TRUE;
}

static gboolean
read_struct (const ZanteYamlReading *reading, const ZanteYamlNode *node,
             const ZanteFieldTable *table, gpointer object)
{
  gboolean present[ZANTE_YAML_MAX_FIELDS] = {FALSE};
  for (const ZanteYamlNode *value = node->first; value != NULL; value = value->next)
    {
      gsize i = 0;
      while (table->fields[i].name != NULL && strcmp (table->fields[i].name, value->key->text) != 0)
        i++;
      if (table->fields[i].name == NULL)
        return fail_unknown (reading, value->key, table);
      if (is_left_out (value, &table->fields[i]))
        continue;
      present[i] = TRUE;
      if (!read_field (reading, value, &table->fields[i], object))
        return FALSE;
    }
  return check_required (reading, node, table, present);
}

gpointer
zante_yaml_parse (const char *data, gsize size, const char *label, const ZanteFieldTable *table,
                  GError **error)
{
  g_autoptr (ZanteYamlTree) tree = zante_yaml_tree_new (data, size, label, error);
  if (tree == NULL)
    return NULL;
  const ZanteYamlReading reading = {.label = label, .error = error};
  const ZanteYamlNode *root = zante_yaml_tree_root (tree);
  if (root->kind != ZANTE_YAML_MAP)
    {
      zante_yaml_fail (&reading, root, "a %s must be a map of fields, not %s", table->what,
                       zante_yaml_kind_name (root));
      return NULL;
    }
  gpointer object = zante_yaml_new (table);
  if (read_struct (&reading, root, table, object))
    return object;
  zante_yaml_free (table, object);
  return NULL;
}

gpointer
zante_yaml_load (const char *path, const ZanteFieldTable *table, GError **error)
{
  gsize size = 0;
  g_autofree char *data = zante_yaml_read_file (path, &size, error);
  return data == NULL ? NULL : zante_yaml_parse (data, size, path, table, error);
}
