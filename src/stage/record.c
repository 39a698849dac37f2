/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/record.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/yaml/yaml.h"

enum { FORMAT = 1 };

void
zante_record_free (ZanteRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->component);
  g_free (record->output);
  g_free (record->signer);
  g_clear_pointer (&record->inputs, g_ptr_array_unref);
  g_free (record);
}

/* The "inputs" array; NULL when one of them is malformed. */
static GPtrArray *
parse_inputs (JsonObject *object)
{
  JsonArray *array = zante_json_array (object, "inputs");
  if (array == NULL)
    return NULL;
  g_autoptr (GPtrArray) inputs
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_key_input_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = zante_json_element (array, i);
      const char *name = zante_json_string (element, "name");
      const char *value = zante_json_string (element, "value");
      if (name == NULL || value == NULL)
        return NULL;
      g_ptr_array_add (inputs, zante_key_input_new (name, value));
    }
  return g_steal_pointer (&inputs);
}

static double
parse_seconds (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "seconds");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return -1;
  return json_node_get_double (node); /* also of an integer */
}

ZanteRecord *
zante_record_parse (const char *data, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = zante_json_parse (data, size, error);
  if (root == NULL)
    return NULL;
  JsonObject *object = json_node_get_object (root);
  gint64 bytes = zante_json_int (object, "size");
  const char *component = zante_json_string (object, "component");
  double seconds = parse_seconds (object);
  const char *signer = zante_json_string (object, "signer");
  g_autoptr (GPtrArray) inputs = parse_inputs (object);
  if (zante_json_int (object, "format") != FORMAT || bytes < 0 || !(seconds >= 0) || inputs == NULL
      || component == NULL || !zante_yaml_is_name (component) /* it goes into file names */
      || (json_object_has_member (object, "signer") && signer == NULL)
      || !zante_hash_is_valid (zante_json_string (object, "output")))
    return zante_error_null (error, ZANTE_ERROR_INPUT, "not a record of the store");
  ZanteRecord *record = g_new0 (ZanteRecord, 1);
  record->component = g_strdup (component);
  record->output = g_strdup (zante_json_string (object, "output"));
  record->size = (guint64)bytes;
  record->seconds = seconds;
  record->plain = g_strcmp0 (zante_json_string (object, "sandbox"), "plain") == 0;
  record->signer = g_strdup (signer);
  record->inputs = g_steal_pointer (&inputs);
  return record;
}

static JsonArray *
format_inputs (GPtrArray *inputs)
{
  JsonArray *array = json_array_new ();
  for (guint i = 0; inputs != NULL && i < inputs->len; i++)
    {
      const ZanteKeyInput *input = inputs->pdata[i];
      JsonObject *element = json_object_new ();
      json_object_set_string_member (element, "name", input->name);
      json_object_set_string_member (element, "value", input->value);
      json_array_add_object_element (array, element);
    }
  return array;
}

char *
zante_record_format (const ZanteRecord *record)
{
  JsonObject *object = json_object_new ();
  json_object_set_int_member (object, "format", FORMAT);
  json_object_set_string_member (object, "component", record->component);
  json_object_set_string_member (object, "output", record->output);
  json_object_set_int_member (object, "size", (gint64)record->size);
  json_object_set_double_member (object, "seconds", record->seconds);
  json_object_set_string_member (object, "sandbox", record->plain ? "plain" : "bwrap");
  if (record->signer != NULL)
    json_object_set_string_member (object, "signer", record->signer);
  json_object_set_array_member (object, "inputs", format_inputs (record->inputs));
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  return zante_json_format (root);
}
