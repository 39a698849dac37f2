/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON: careful reading of any small file of ours, in which what cannot be ours is refused before
 * it is used; and members of objects whose value may be absent, and text that may be anything. */
#pragma once

#include <json-glib/json-glib.h>

/* The JSON object in SIZE bytes of DATA: at most 4 MiB, UTF-8, nested at most 16 deep. */
JsonNode *zante_json_parse (const char *data, gsize size, GError **error);
/* The same, whatever the root is. */
JsonNode *zante_json_parse_any (const char *data, gsize size, GError **error);
/* The member NAME of OBJECT, which may be NULL, when it has that type, else NULL, -1 or FALSE.
 * Borrowed. */
const char *zante_json_string (JsonObject *object, const char *name);
gint64 zante_json_int (JsonObject *object, const char *name);
gboolean zante_json_true (JsonObject *object, const char *name);
JsonObject *zante_json_object (JsonObject *object, const char *name);
JsonArray *zante_json_array (JsonObject *object, const char *name);
/* The object in place I of ARRAY, or NULL. Borrowed. */
JsonObject *zante_json_element (JsonArray *array, guint i);
/* NODE as text: indented, members in the order they were set. Owned by the caller. */
char *zante_json_format (JsonNode *node);

/* The member NAME (NULL: the next of an array) with the text VALUE, what is not UTF-8 in it
 * replaced; nothing when VALUE is NULL. */
void zante_json_add_text (JsonBuilder *builder, const char *name, const char *value);
/* The member NAME; nothing when VALUE is negative. */
void zante_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void zante_json_add_double (JsonBuilder *builder, const char *name, double value);
void zante_json_add_bool (JsonBuilder *builder, const char *name, gboolean value);
