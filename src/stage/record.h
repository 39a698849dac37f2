/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON of a store record, and careful reading of any small JSON file of ours: what cannot be
 * ours is refused before it is used. */
#pragma once

#include <json-glib/json-glib.h>

#include "stage/stage.h"

/* The JSON object in SIZE bytes of DATA: at most 4 MiB, UTF-8, nested at most 16 deep. */
JsonNode *zante_json_parse (const char *data, gsize size, GError **error);
/* The member NAME of OBJECT when it has that type, else NULL or -1. Borrowed. */
const char *zante_json_string (JsonObject *object, const char *name);
gint64 zante_json_int (JsonObject *object, const char *name);
JsonArray *zante_json_array (JsonObject *object, const char *name);
/* The object in place I of ARRAY, or NULL. Borrowed. */
JsonObject *zante_json_element (JsonArray *array, guint i);
/* NODE as text: indented, members in the order they were set. Owned by the caller. */
char *zante_json_format (JsonNode *node);

/* The record in DATA; ZANTE_ERROR_INPUT when it is not a whole one. */
ZanteRecord *zante_record_parse (const char *data, gsize size, GError **error);
/* RECORD as JSON text, owned by the caller. */
char *zante_record_format (const ZanteRecord *record);
