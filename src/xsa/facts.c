/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/facts.h"

#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/outside.h"
#include "base/strings.h"
#include "xsa/numbers.h"

static void
fact_free (ZanteXsaFact *fact)
{
  g_free (fact->title);
  g_ptr_array_unref (fact->cves);
  g_free (fact);
}

GHashTable *
zante_xsa_facts_new (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)fact_free);
}

/* Objects ------------------------------------------------------------------------------------ */

typedef struct {
  GHashTable *facts;
  const char *label;
  gint64 now;
  GError **error;
} Reading;

static gboolean take_node (const Reading *reading, JsonNode *node);

/* "2026-11-28 12:00" or "2026-11-28", UTC; -1 for another. */
static gint64
time_of (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (
      "^(\\d{4})-(\\d{2})-(\\d{2})(?:[ T](\\d{2}):(\\d{2})(?::[\\d.]+)?)?\\s*(?:Z|UTC)?$", 0, 0,
      NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int part[6] = {0};
  if (!g_regex_match (regex, text, 0, &match))
    return -1;
  for (int i = 1; i < 6; i++)
    {
      g_autofree char *digits = g_match_info_fetch (match, i);
      part[i] = digits == NULL ? 0 : (int)g_ascii_strtoll (digits, NULL, 10);
    }
  g_autoptr (GDateTime) time = g_date_time_new_utc (part[1], part[2], part[3], part[4], part[5], 0);
  return time == NULL ? -1 : g_date_time_to_unix (time);
}

/* When OBJECT is to be public, 0: it does not say; -1 for what is no time. */
static gint64
public_time (JsonObject *object)
{
  const char *text = zante_json_string (object, "public_time");
  JsonNode *node = json_object_get_member (object, "public_time");
  return text != NULL ? time_of (text) : node == NULL || JSON_NODE_HOLDS_NULL (node) ? 0 : -1;
}

/* Whether "embargoed" is something other than true, false or null. */
static gboolean
is_embargo_unclear (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "embargoed");
  return node != NULL && !JSON_NODE_HOLDS_NULL (node)
         && (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN);
}

static void
take_cves (ZanteXsaFact *fact, JsonNode *node)
{
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint length = array == NULL ? 0 : json_array_get_length (array);
  for (guint i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      if (json_node_get_value_type (element) == G_TYPE_STRING)
        zante_strings_add (fact->cves, json_node_get_string (element));
    }
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    zante_strings_add (fact->cves, json_node_get_string (node));
}

static gboolean
take_fact (const Reading *reading, JsonObject *object, guint number)
{
  const char *title = zante_json_string (object, "title");
  gint64 time = public_time (object);
  if (time < 0)
    {
      zante_error_set (reading->error, ZANTE_ERROR_INPUT,
                       "%s: the public_time of XSA-%u is no time (2026-11-28 12:00)",
                       reading->label, number);
      return FALSE;
    }
  if (is_embargo_unclear (object))
    return zante_error_set (reading->error, ZANTE_ERROR_INPUT,
                            "%s: 'embargoed' of XSA-%u is neither true nor false", reading->label,
                            number);
  ZanteXsaFact *fact = g_hash_table_lookup (reading->facts, GUINT_TO_POINTER (number));
  if (fact == NULL)
    {
      fact = g_new0 (ZanteXsaFact, 1);
      fact->number = number;
      fact->cves = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (reading->facts, GUINT_TO_POINTER (number), fact);
    }
  if (fact->title == NULL)
    fact->title = g_strdup (title);
  take_cves (fact, json_object_get_member (object, "cve"));
  fact->public_time = time > fact->public_time ? time : fact->public_time;
  fact->embargoed |= time > reading->now || zante_json_true (object, "embargoed");
  return TRUE;
}

static gboolean
take_members (const Reading *reading, JsonObject *object)
{
  JsonObjectIter iter;
  JsonNode *node;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &node))
    if (!take_node (reading, node))
      return FALSE;
  return TRUE;
}

/* Nested no deeper than zante_json_parse_any takes. */
static gboolean
take_node (const Reading *reading, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!take_node (reading, json_array_get_element (array, i)))
          return FALSE;
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  JsonObject *object = json_node_get_object (node);
  guint number = zante_xsa_number_of_json (json_object_get_member (object, "xsa"));
  if (number > 0)
    return take_fact (reading, object, number);
  gint64 time = json_object_has_member (object, "xsa") ? public_time (object) : 0;
  if (time < 0 || time > reading->now || zante_json_true (object, "embargoed"))
    return zante_error_set (reading->error, ZANTE_ERROR_INPUT,
                            "%s: an advisory under embargo whose 'xsa' is no number",
                            reading->label);
  return take_members (reading, object);
}

/* Files -------------------------------------------------------------------------------------- */

gboolean
zante_xsa_facts_parse (GHashTable *facts, const char *data, gsize size, const char *label,
                       gint64 now, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (JsonNode) root = zante_json_parse_any (data, size, &reason);
  if (root == NULL)
    return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: %s", label, reason->message);
  const Reading reading = {facts, label, now, error};
  return take_node (&reading, root);
}

static GPtrArray *
json_files (const char *folder, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &reason);
  if (dir == NULL)
    return zante_error_null (error, ZANTE_ERROR_INPUT, "cannot read the folder '%s' (--meta): %s",
                             folder, reason->message);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, zante_strings_compare);
  return paths;
}

GHashTable *
zante_xsa_facts_load (const char *folder, gint64 now, GError **error)
{
  g_autoptr (GHashTable) facts = zante_xsa_facts_new ();
  g_autoptr (GPtrArray) paths = json_files (folder, error);
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    {
      gsize size;
      g_autofree char *data = zante_outside_read (paths->pdata[i], &size, error);
      if (data == NULL || !zante_xsa_facts_parse (facts, data, size, paths->pdata[i], now, error))
        return NULL;
    }
  return paths == NULL ? NULL : g_steal_pointer (&facts);
}
