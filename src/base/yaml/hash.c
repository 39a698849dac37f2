/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/yaml/object.h"

/* Every list, map and struct starts with its number of members or ends with NULL, and every string
 * carries its length, so that no two structs feed the same bytes. Unset fields are left out: a
 * field that a later version adds does not change the keys of files without it. */

static void
hash_number (ZanteHash *hash, guint64 number)
{
  guint64 little_endian = GUINT64_TO_LE (number);
  zante_hash_update (hash, &little_endian, sizeof little_endian);
}

static void
hash_strings (ZanteHash *hash, char **strings)
{
  hash_number (hash, strings == NULL ? 0 : g_strv_length (strings));
  for (; strings != NULL && *strings != NULL; strings++)
    zante_hash_update_string (hash, *strings);
}

static void hash_map (ZanteHash *hash, const ZanteField *field, GHashTable *map);

static void
hash_string_map (ZanteHash *hash, GHashTable *map)
{
  hash_map (hash, &(const ZanteField){.type = ZANTE_FIELD_STRING_MAP}, map);
}

static void
hash_map (ZanteHash *hash, const ZanteField *field, GHashTable *map)
{
  g_autoptr (GPtrArray) keys = zante_yaml_sorted_keys (map);
  hash_number (hash, keys->len);
  for (guint i = 0; i < keys->len; i++)
    {
      gpointer value = g_hash_table_lookup (map, keys->pdata[i]);
      zante_hash_update_string (hash, keys->pdata[i]);
      if (field->type == ZANTE_FIELD_STRING_MAP)
        zante_hash_update_string (hash, value);
      else if (field->type == ZANTE_FIELD_STRINGS_MAP)
        hash_strings (hash, value);
      else if (field->type == ZANTE_FIELD_MAP_MAP)
        hash_string_map (hash, value);
      else
        zante_yaml_hash (field->table, value, hash);
    }
}

static void
hash_structs (ZanteHash *hash, const ZanteField *field, const GPtrArray *array)
{
  hash_number (hash, array->len);
  for (guint i = 0; i < array->len; i++)
    zante_yaml_hash (field->table, array->pdata[i], hash);
}

static void
hash_field (ZanteHash *hash, const ZanteField *field, gconstpointer place)
{
  switch (field->type)
    {
    case ZANTE_FIELD_STRING:
    case ZANTE_FIELD_LINE:
    case ZANTE_FIELD_NAME:
      zante_hash_update_string (hash, *(char *const *)place);
      break;
    case ZANTE_FIELD_BOOL:
      hash_number (hash, *(const gboolean *)place ? 1 : 0);
      break;
    case ZANTE_FIELD_UINT:
      hash_number (hash, *(const guint64 *)place);
      break;
    case ZANTE_FIELD_CHOICE:
      zante_hash_update_string (hash, field->choices[*(const int *)place]);
      break;
    case ZANTE_FIELD_STRINGS:
      hash_strings (hash, *(char **const *)place);
      break;
    case ZANTE_FIELD_STRUCT:
      zante_yaml_hash (field->table, *(const gconstpointer *)place, hash);
      break;
    case ZANTE_FIELD_STRUCTS:
      hash_structs (hash, field, *(GPtrArray *const *)place);
      break;
    case ZANTE_FIELD_STRING_MAP:
    case ZANTE_FIELD_STRINGS_MAP:
    case ZANTE_FIELD_STRUCT_MAP:
    case ZANTE_FIELD_MAP_MAP:
      hash_map (hash, field, *(GHashTable *const *)place);
      break;
    }
}

void
zante_yaml_hash (const ZanteFieldTable *table, gconstpointer object, ZanteHash *hash)
{
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    {
      if ((field->flags & ZANTE_FIELD_KEY) == 0 || zante_yaml_is_unset (field, object))
        continue;
      zante_hash_update_string (hash, field->name);
      hash_field (hash, field, G_STRUCT_MEMBER_P (object, field->offset));
    }
  zante_hash_update_string (hash, NULL);
}
