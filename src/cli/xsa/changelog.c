/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/xsa/tell.h"

#include <stdio.h>

#include "base/json.h"
#include "base/show.h"

static void
print_commit (const ZanteXsaCommit *commit)
{
  g_autofree char *subject = zante_show_name (commit->subject);
  const char *by = commit->reverted_by;
  printf ("    %.12s %s", commit->id, subject);
  if (by != NULL)
    printf (" (reverted by %.12s)", by);
  else if (!commit->stated)
    printf (" (speaks of it)");
  putchar ('\n');
}

char *
zante_xsa_heading (guint number, const GPtrArray *cves, const char *title)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "XSA-%u", number);
  for (guint i = 0; i < cves->len; i++)
    g_string_append_printf (text, " %s", (const char *)cves->pdata[i]);
  if (title != NULL)
    g_string_append_printf (text, ": %s", title);
  return zante_show_name (text->str);
}

static void
print_entry (const ZanteXsaEntry *entry)
{
  g_autofree char *heading = zante_xsa_heading (entry->number, entry->cves, entry->title);
  puts (heading);
  for (guint i = 0; i < entry->commits->len; i++)
    print_commit (entry->commits->pdata[i]);
}

static guint
print_entries (const ZanteXsaChangelog *changelog, gboolean fixed, const char *heading)
{
  guint n = 0;
  for (guint i = 0; i < changelog->entries->len; i++)
    {
      const ZanteXsaEntry *entry = changelog->entries->pdata[i];
      if (entry->fixed != fixed)
        continue;
      if (n++ == 0 && heading != NULL)
        printf ("%s\n", heading);
      print_entry (entry);
    }
  return n;
}

void
zante_xsa_print_changelog (const ZanteXsaChangelog *changelog)
{
  guint n = print_entries (changelog, TRUE, NULL);
  n += print_entries (changelog, FALSE,
                      "Undecided: named, but no commit that stays says it is a fix");
  if (n == 0)
    puts ("no advisory is named that was not named before");
}

static void
add_commit (JsonBuilder *json, const ZanteXsaCommit *commit)
{
  json_builder_begin_object (json);
  zante_json_add_text (json, "commit", commit->id);
  zante_json_add_text (json, "subject", commit->subject);
  zante_json_add_bool (json, "stated", commit->stated);
  zante_json_add_text (json, "reverted-by", commit->reverted_by);
  json_builder_end_object (json);
}

void
zante_xsa_add_cves (JsonBuilder *json, const GPtrArray *cves)
{
  json_builder_set_member_name (json, "cve");
  json_builder_begin_array (json);
  for (guint i = 0; i < cves->len; i++)
    zante_json_add_text (json, NULL, cves->pdata[i]);
  json_builder_end_array (json);
}

void
zante_xsa_add_commits (JsonBuilder *json, const GPtrArray *commits)
{
  json_builder_set_member_name (json, "commits");
  json_builder_begin_array (json);
  for (guint i = 0; i < commits->len; i++)
    add_commit (json, commits->pdata[i]);
  json_builder_end_array (json);
}

void
zante_xsa_print_json (JsonBuilder *json)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, TRUE);
  puts (text);
}

static void
add_entry (JsonBuilder *json, const ZanteXsaEntry *entry)
{
  json_builder_begin_object (json);
  zante_json_add_int (json, "xsa", entry->number);
  zante_json_add_text (json, "state", entry->fixed ? "fixed" : "undecided");
  zante_json_add_text (json, "title", entry->title);
  zante_xsa_add_cves (json, entry->cves);
  zante_xsa_add_commits (json, entry->commits);
  json_builder_end_object (json);
}

void
zante_xsa_print_changelog_json (const ZanteXsaChangelog *changelog)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_array (json);
  for (guint i = 0; i < changelog->entries->len; i++)
    add_entry (json, changelog->entries->pdata[i]);
  json_builder_end_array (json);
  zante_xsa_print_json (json);
}
