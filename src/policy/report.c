/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/json.h"
#include "base/show.h"
#include "policy/rules.h"

static void
count_findings (const ZantePolicyResult *result, guint counts[ZANTE_N_RULES])
{
  for (guint i = 0; i < result->findings->len; i++)
    counts[((const ZanteFinding *)result->findings->pdata[i])->rule]++;
}

/* The table ---------------------------------------------------------------------------------- */

static void
append_padded (GString *out, const char *text, glong width)
{
  g_string_append (out, text);
  for (glong length = g_utf8_strlen (text, -1); length < width + 2; length++)
    g_string_append_c (out, ' ');
}

static void
append_findings (GString *out, const GPtrArray *findings)
{
  glong rule_width = 0, path_width = 0;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      char *path = zante_show_name (finding->path);
      g_ptr_array_add (paths, path);
      rule_width = MAX (rule_width, g_utf8_strlen (zante_rule_name (finding->rule), -1));
      path_width = MAX (path_width, g_utf8_strlen (path, -1));
    }
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      g_autofree char *message = zante_show_name (finding->message);
      append_padded (out, zante_rule_name (finding->rule), rule_width);
      append_padded (out, paths->pdata[i], path_width);
      g_string_append_printf (out, "%s\n", message);
    }
  if (findings->len > 0)
    g_string_append_c (out, '\n');
}

static void
append_rules (GString *out, const ZantePolicyResult *result)
{
  guint counts[ZANTE_N_RULES] = {0};
  count_findings (result, counts);
  for (int rule = 0; rule < ZANTE_N_RULES; rule++)
    g_string_append_printf (out, "%-10s  %6u checked  %6u %-8s  %s\n", zante_rules[rule].name,
                            result->checked[rule], counts[rule],
                            counts[rule] == 1 ? "finding" : "findings", zante_rules[rule].about);
}

static void
append_system_libraries (GString *out, const GPtrArray *libraries)
{
  if (libraries->len == 0)
    return;
  g_string_append (out, "\nsystem libraries:");
  for (guint i = 0; i < libraries->len; i++)
    {
      g_autofree char *name = zante_show_name (libraries->pdata[i]);
      g_string_append_printf (out, " %s", name);
    }
  g_string_append_c (out, '\n');
}

char *
zante_policy_table (const ZantePolicyResult *result)
{
  GString *out = g_string_new (NULL);
  append_findings (out, result->findings);
  append_rules (out, result);
  append_system_libraries (out, result->system_libraries);
  g_string_append_printf (
      out, "\n%s: %u %s, %u of them ELF, %u %s\n", result->findings->len == 0 ? "pass" : "FAIL",
      result->files, result->files == 1 ? "entry" : "entries", result->elf_files,
      result->findings->len, result->findings->len == 1 ? "finding" : "findings");
  return g_string_free (out, FALSE);
}

/* JSON --------------------------------------------------------------------------------------- */

static void
add_number (JsonBuilder *json, const char *name, guint value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

static void
add_rules (JsonBuilder *json, const ZantePolicyResult *result)
{
  guint counts[ZANTE_N_RULES] = {0};
  count_findings (result, counts);
  json_builder_set_member_name (json, "rules");
  json_builder_begin_array (json);
  for (int rule = 0; rule < ZANTE_N_RULES; rule++)
    {
      json_builder_begin_object (json);
      zante_json_add_text (json, "rule", zante_rules[rule].name);
      add_number (json, "checked", result->checked[rule]);
      add_number (json, "findings", counts[rule]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_findings (JsonBuilder *json, const GPtrArray *findings)
{
  json_builder_set_member_name (json, "findings");
  json_builder_begin_array (json);
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      json_builder_begin_object (json);
      zante_json_add_text (json, "rule", zante_rule_name (finding->rule));
      zante_json_add_text (json, "path", finding->path);
      zante_json_add_text (json, "message", finding->message);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_libraries (JsonBuilder *json, const GPtrArray *libraries)
{
  json_builder_set_member_name (json, "system-libraries");
  json_builder_begin_array (json);
  for (guint i = 0; i < libraries->len; i++)
    zante_json_add_text (json, NULL, libraries->pdata[i]);
  json_builder_end_array (json);
}

char *
zante_policy_json (const ZantePolicyResult *result)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_object (json);
  zante_json_add_text (json, "verdict", result->findings->len == 0 ? "pass" : "fail");
  add_number (json, "files", result->files);
  add_number (json, "elf-files", result->elf_files);
  add_rules (json, result);
  add_findings (json, result->findings);
  add_libraries (json, result->system_libraries);
  json_builder_end_object (json);
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}
