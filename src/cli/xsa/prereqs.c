/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "base/json.h"
#include "base/show.h"
#include "cli/xsa/tell.h"

static void
print_commits (const ZanteXsaPrereqs *prereqs)
{
  if (prereqs->state != ZANTE_XSA_OTHER)
    return;
  if (!prereqs->found)
    {
      puts ("no commits were found with which it applies");
      return;
    }
  g_autofree char *way = zante_show_name (prereqs->way);
  if (prereqs->commits->len == 0)
    {
      printf ("nothing: in the files that it changes, %s applies\n", way);
      return;
    }
  printf ("before %s, in this order:\n", way);
  for (guint i = 0; i < prereqs->commits->len; i++)
    {
      const ZanteXsaCommit *commit = prereqs->commits->pdata[i];
      g_autofree char *subject = zante_show_name (commit->subject);
      printf ("    %.12s %s\n", commit->id, subject);
    }
}

void
zante_xsa_print_prereqs (const ZanteXsaPrereqs *prereqs)
{
  g_autofree char *why = zante_show_name (prereqs->why);
  printf ("%s (%s)\n", zante_xsa_state_name (prereqs->state), why);
  for (guint i = 0; i < prereqs->advisories->len; i++)
    {
      const ZanteXsaNeeded *needed = &g_array_index (prereqs->advisories, ZanteXsaNeeded, i);
      printf ("XSA-%u comes before it: %s\n", needed->number, zante_xsa_state_name (needed->state));
    }
  print_commits (prereqs);
}

void
zante_xsa_print_prereqs_json (const ZanteXsaPrereqs *prereqs)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_object (json);
  zante_json_add_text (json, "state", zante_xsa_state_name (prereqs->state));
  zante_json_add_text (json, "why", prereqs->why);
  zante_json_add_bool (json, "found", prereqs->found);
  zante_json_add_text (json, "fix", prereqs->way);
  zante_xsa_add_commits (json, prereqs->commits);
  json_builder_set_member_name (json, "advisories");
  json_builder_begin_array (json);
  for (guint i = 0; i < prereqs->advisories->len; i++)
    {
      const ZanteXsaNeeded *needed = &g_array_index (prereqs->advisories, ZanteXsaNeeded, i);
      json_builder_begin_object (json);
      zante_json_add_int (json, "xsa", needed->number);
      zante_json_add_text (json, "state", zante_xsa_state_name (needed->state));
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  zante_xsa_print_json (json);
}
