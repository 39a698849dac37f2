/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json.h"

#include <string.h>

#include "base/error.h"

enum { MAX_SIZE = 4 << 20, MAX_DEPTH = 16 };

/* Reading ------------------------------------------------------------------------------------ */

/* json-glib recurses, so the depth is bounded before it sees the text. */
static gboolean
is_shallow (const char *data, gsize size)
{
  int depth = 0;
  gboolean in_string = FALSE;
  for (gsize i = 0; i < size; i++)
    {
      char c = data[i];
      if (in_string && c == '\\')
        i++;
      else if (c == '"')
        in_string = !in_string;
      else if (!in_string && (c == '[' || c == '{') && ++depth > MAX_DEPTH)
        return FALSE;
      else if (!in_string && (c == ']' || c == '}'))
        depth--;
    }
  return TRUE;
}

JsonNode *
zante_json_parse_any (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (size > MAX_SIZE || memchr (data, '\0', size) != NULL
      || !g_utf8_validate_len (data, size, NULL) || !is_shallow (data, size))
    return zante_error_null (error, ZANTE_ERROR_INPUT, "not a JSON file of zante");
  if (!json_parser_load_from_data (parser, data, (gssize)size, error))
    return NULL;
  JsonNode *root = json_parser_steal_root (parser);
  if (root == NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT, "there is no JSON in it");
  return root;
}

JsonNode *
zante_json_parse (const char *data, gsize size, GError **error)
{
  JsonNode *root = zante_json_parse_any (data, size, error);
  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root))
    return root;
  json_node_unref (root);
  return zante_error_null (error, ZANTE_ERROR_INPUT, "not a JSON object");
}

static JsonNode *
member (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  return node != NULL && json_node_get_value_type (node) == type ? node : NULL;
}

const char *
zante_json_string (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_STRING);
  const char *text = node != NULL ? json_node_get_string (node) : NULL;
  /* Half a surrogate pair is read, and makes none. */
  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : NULL;
}

gint64
zante_json_int (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_INT64);
  return node != NULL ? json_node_get_int (node) : -1;
}

gboolean
zante_json_true (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_BOOLEAN);
  return node != NULL && json_node_get_boolean (node);
}

JsonObject *
zante_json_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
zante_json_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
zante_json_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Writing ------------------------------------------------------------------------------------ */

char *
zante_json_format (JsonNode *node)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 1);
  json_generator_set_root (generator, node);
  gsize size = 0;
  g_autofree char *text = json_generator_to_data (generator, &size);
  return g_strconcat (text, "\n", NULL);
}

void
zante_json_add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, valid);
}

void
zante_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  if (value < 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
zante_json_add_double (JsonBuilder *builder, const char *name, double value)
{
  if (value < 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
zante_json_add_bool (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}
