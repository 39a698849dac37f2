/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json.h"
#include "base/strings.h"
#include "boot/boot.h"
#include "boot/xtf/outcome.h"

/* To the thousandth. */
static void
add_seconds (JsonBuilder *builder, const char *name, double seconds)
{
  zante_json_add_double (builder, name,
                         seconds < 0 ? -1 : (double)(gint64)(seconds * 1000 + 0.5) / 1000);
}

typedef void (*AddMembers) (JsonBuilder *builder, gconstpointer item);

static void
add_array (JsonBuilder *builder, const char *name, const GPtrArray *items, AddMembers add)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    {
      json_builder_begin_object (builder);
      add (builder, items->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_texts (JsonBuilder *builder, const char *name, const GPtrArray *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < texts->len; i++)
    zante_json_add_text (builder, NULL, texts->pdata[i]);
  json_builder_end_array (builder);
}

static void
add_stage (JsonBuilder *builder, gconstpointer item)
{
  const ZanteBootStage *stage = item;
  zante_json_add_text (builder, "stage", stage->name);
  add_seconds (builder, "seconds", stage->seconds);
}

static void
add_step (JsonBuilder *builder, gconstpointer item)
{
  const ZanteBootStep *step = item;
  zante_json_add_text (builder, "step", step->name);
  zante_json_add_text (builder, "verdict", step->ok ? "pass" : "fail");
  zante_json_add_text (builder, "text", step->text);
}

static void
add_guest (JsonBuilder *builder, gconstpointer item)
{
  const ZanteBootGuest *guest = item;
  zante_json_add_text (builder, "guest", guest->name);
  zante_json_add_text (builder, "summary", guest->summary);
  zante_json_add_text (builder, "verdict", zante_boot_class_name (guest->class));
  zante_json_add_text (builder, "text", guest->text);
  if (guest->is_program)
    zante_json_add_int (builder, "exit-status", guest->exit_status);
  if (guest->outcome != ZANTE_OUTCOME_NONE)
    zante_json_add_text (builder, "outcome", zante_outcome_names[guest->outcome]);
  if (guest->expected != ZANTE_OUTCOME_NONE)
    zante_json_add_text (builder, "expected", zante_outcome_names[guest->expected]);
  zante_json_add_text (builder, "reason", guest->reason);
  zante_json_add_int (builder, "create-status", guest->create_status);
  add_seconds (builder, "create-seconds", guest->create_seconds);
  add_seconds (builder, "marker-seconds", guest->marker_seconds);
  add_seconds (builder, "seconds", guest->seconds);
  add_array (builder, "steps", guest->steps, add_step);
}

static void
add_fact (JsonBuilder *builder, gconstpointer item)
{
  const ZanteBootFact *fact = item;
  zante_json_add_text (builder, "fact", fact->name);
  zante_json_add_text (builder, "expected", fact->expected);
  zante_json_add_text (builder, "seen", fact->seen);
}

static void
add_file (JsonBuilder *builder, gconstpointer item)
{
  const ZanteBootFile *file = item;
  zante_json_add_text (builder, "file", file->path);
  zante_json_add_text (builder, "sha256", file->sha256);
}

static void
add_told (JsonBuilder *builder, GHashTable *told)
{
  g_autofree char **keys = zante_strings_keys (told);
  json_builder_set_member_name (builder, "told");
  json_builder_begin_object (builder);
  for (char **key = keys; *key != NULL; key++)
    zante_json_add_text (builder, *key, g_hash_table_lookup (told, *key));
  json_builder_end_object (builder);
}

static void
add_report (JsonBuilder *builder, const ZanteBootReport *report)
{
  zante_json_add_text (builder, "verdict", zante_boot_class_name (report->class));
  zante_json_add_text (builder, "text", report->text);
  zante_json_add_text (builder, "level", zante_boot_level_names[report->level]);
  zante_json_add_text (builder, "stage", report->stage != NULL ? report->stage : "start");
  add_seconds (builder, "seconds", report->seconds);
  zante_json_add_int (builder, "machines", report->machines);
  add_array (builder, "stages", report->stages, add_stage);
  add_array (builder, "facts", report->facts, add_fact);
  add_array (builder, "guests", report->guests, add_guest);
  add_texts (builder, "warnings", report->warnings);
  add_told (builder, report->told);
  zante_json_add_text (builder, "qemu", report->qemu_version);
  zante_json_add_text (builder, "accelerator", report->accelerator);
  zante_json_add_text (builder, "kernel", report->kernel);
  zante_json_add_text (builder, "tree", report->tree);
  zante_json_add_text (builder, "folder", report->folder);
  zante_json_add_text (builder, "command", report->command);
  add_texts (builder, "logs", report->logs);
  add_array (builder, "files", report->files, add_file);
  if (report->saved == NULL)
    return;
  json_builder_set_member_name (builder, "saved");
  json_builder_begin_object (builder);
  add_report (builder, report->saved);
  json_builder_end_object (builder);
}

char *
zante_boot_report_json (const ZanteBootReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_report (builder, report);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
