/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Members of JSON objects whose value may be absent, and text that may be anything. */
#pragma once

#include <json-glib/json-glib.h>

/* The member NAME (NULL: the next of an array) with the text VALUE, what is not UTF-8 in it
 * replaced; nothing when VALUE is NULL. */
void zante_json_add_text (JsonBuilder *builder, const char *name, const char *value);
/* The member NAME; nothing when VALUE is negative. */
void zante_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void zante_json_add_double (JsonBuilder *builder, const char *name, double value);
