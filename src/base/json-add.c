/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json-add.h"

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
