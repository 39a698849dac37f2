/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/yaml/object.h"

#include <string.h>

#include "base/strings.h"

gpointer
zante_yaml_new (const ZanteFieldTable *table)
{
  gpointer object = g_malloc0 (table->size);
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    {
      gpointer place = G_STRUCT_MEMBER_P (object, field->offset);
      if (field->type == ZANTE_FIELD_CHOICE)
        *(int *)place = -1;
      else if (field->type == ZANTE_FIELD_BOOL)
        *(gboolean *)place = field->initial != 0;
      else if (field->type == ZANTE_FIELD_UINT)
        *(guint64 *)place = field->initial;
    }
  return object;
}

void
zante_yaml_map_free (GHashTable *map)
{
  if (map != NULL)
    g_hash_table_unref (map);
}

/* The table says how to free; a free function of the container's own is not called. */
static void
free_structs (const ZanteFieldTable *table, GPtrArray *array)
{
  if (array == NULL)
    return;
  for (guint i = 0; i < array->len; i++)
    zante_yaml_free (table, array->pdata[i]);
  g_ptr_array_set_free_func (array, NULL);
  g_ptr_array_unref (array);
}

static void
free_struct_map (const ZanteFieldTable *table, GHashTable *map)
{
  GHashTableIter iter;
  gpointer key = NULL, value = NULL;
  if (map == NULL)
    return;
  g_hash_table_iter_init (&iter, map);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_hash_table_iter_steal (&iter);
      zante_yaml_free (table, value);
      g_free (key);
    }
  g_hash_table_unref (map);
}

static void
free_field (const ZanteField *field, gpointer place)
{
  switch (field->type)
    {
    case ZANTE_FIELD_STRING:
    case ZANTE_FIELD_LINE:
    case ZANTE_FIELD_NAME:
      g_free (*(char **)place);
      break;
    case ZANTE_FIELD_BOOL:
    case ZANTE_FIELD_UINT:
    case ZANTE_FIELD_CHOICE:
      break;
    case ZANTE_FIELD_STRINGS:
      g_strfreev (*(char ***)place);
      break;
    case ZANTE_FIELD_STRING_MAP:
    case ZANTE_FIELD_STRINGS_MAP:
    case ZANTE_FIELD_MAP_MAP:
      zante_yaml_map_free (*(GHashTable **)place);
      break;
    case ZANTE_FIELD_STRUCT:
      zante_yaml_free (field->table, *(gpointer *)place);
      break;
    case ZANTE_FIELD_STRUCT_MAP:
      free_struct_map (field->table, *(GHashTable **)place);
      break;
    case ZANTE_FIELD_STRUCTS:
      free_structs (field->table, *(GPtrArray **)place);
      break;
    }
}

void
zante_yaml_free (const ZanteFieldTable *table, gpointer object)
{
  if (object == NULL)
    return;
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    free_field (field, G_STRUCT_MEMBER_P (object, field->offset));
  g_free (object);
}

GPtrArray *
zante_yaml_sorted_keys (GHashTable *map)
{
  GPtrArray *keys = g_ptr_array_sized_new (g_hash_table_size (map));
  GHashTableIter iter;
  gpointer key = NULL;
  g_hash_table_iter_init (&iter, map);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort (keys, zante_strings_compare);
  return keys;
}

gboolean
zante_yaml_is_unset (const ZanteField *field, gconstpointer object)
{
  gconstpointer place = G_STRUCT_MEMBER_P (object, field->offset);
  switch (field->type)
    {
    case ZANTE_FIELD_BOOL:
      return (*(const gboolean *)place != 0) == (field->initial != 0);
    case ZANTE_FIELD_UINT:
      return *(const guint64 *)place == field->initial;
    case ZANTE_FIELD_CHOICE:
      return *(const int *)place < 0;
    default:
      return *(const gconstpointer *)place == NULL;
    }
}
