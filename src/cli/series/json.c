/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bases of a series for programs. */
#include <stdio.h>

#include "base/json.h"
#include "cli/series/tell.h"

static void
add_match (JsonBuilder *json, const ZanteBaseMatch *match)
{
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "refs");
  json_builder_begin_array (json);
  zante_json_add_text (json, NULL, match->ref);
  for (guint i = 0; i < match->others->len; i++)
    zante_json_add_text (json, NULL, match->others->pdata[i]);
  json_builder_end_array (json);
  zante_json_add_text (json, "commit", match->chosen);
  zante_json_add_int (json, "date", match->chosen_date);
  zante_json_add_int (json, "behind", match->chosen_back);
  zante_json_add_text (json, "newest", match->newest);
  zante_json_add_text (json, "oldest", match->oldest);
  zante_json_add_int (json, "commits", match->count);
  zante_json_add_int (json, "stretches", match->stretches);
  json_builder_end_object (json);
}

static void
add_missing (JsonBuilder *json, const ZanteBaseMissing *missing)
{
  json_builder_begin_object (json);
  zante_json_add_text (json, "path", missing->path);
  zante_json_add_text (json, "blob", missing->id);
  zante_json_add_text (json, "made-by", missing->made_by);
  zante_json_add_text (json, "file", missing->where);
  json_builder_end_object (json);
}

void
zante_json_add_bases (JsonBuilder *json, const ZanteSeries *series, const ZanteBase *base)
{
  json_builder_begin_object (json);
  zante_json_add_text (json, "title", series->title);
  zante_json_add_int (json, "version", series->version);
  zante_json_add_int (json, "patches", series->patches->len);
  zante_json_add_text (json, "target", series->target);
  zante_json_add_text (json, "stated", series->base);
  if (series->base != NULL)
    zante_json_add_bool (json, "stated-applies", base->stated_is_right);
  json_builder_set_member_name (json, "bases");
  json_builder_begin_array (json);
  for (guint i = 0; i < base->matches->len; i++)
    add_match (json, base->matches->pdata[i]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "missing");
  json_builder_begin_array (json);
  for (guint i = 0; i < base->missing->len; i++)
    add_missing (json, base->missing->pdata[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
}

void
zante_print_json (JsonBuilder *json)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, TRUE);
  puts (text);
}
