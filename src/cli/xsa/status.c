/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/show.h"
#include "cli/xsa/tell.h"

static const ZanteXsaVerdict *
verdict_of (const ZanteXsaRow *row, guint release)
{
  return row->verdicts->pdata[release];
}

static gboolean
is_wanted (const ZanteXsaRow *row, const ZanteXsaView *view)
{
  gboolean wanted = view->states == NULL;
  for (guint i = 0; !wanted && i < row->verdicts->len; i++)
    wanted = g_strv_contains ((const char *const *)view->states,
                              zante_xsa_state_name (verdict_of (row, i)->state));
  return wanted;
}

/* One release -------------------------------------------------------------------------------- */

void
zante_xsa_print_status (const ZanteXsaStatus *status, const ZanteXsaView *view)
{
  for (guint i = 0; i < status->rows->len; i++)
    {
      const ZanteXsaRow *row = status->rows->pdata[i];
      if (!is_wanted (row, view))
        continue;
      const ZanteXsaVerdict *verdict = verdict_of (row, 0);
      g_autofree char *heading = zante_xsa_heading (row->number, row->cves, row->title);
      g_autofree char *why = zante_show_name (verdict->why);
      printf ("%s%s\n    %s (%s)\n", heading, row->embargoed ? " [under embargo]" : "",
              zante_xsa_state_name (verdict->state), why);
      for (guint j = 0; j < verdict->commits->len; j++)
        {
          const ZanteXsaCommit *commit = verdict->commits->pdata[j];
          g_autofree char *subject = zante_show_name (commit->subject);
          printf ("      %.12s %s\n", commit->id, subject);
        }
    }
}

/* Several ------------------------------------------------------------------------------------ */

/* What stands in a cell; the legend says what it is short for. */
static const char *
cell_of (ZanteXsaState state)
{
  static const char *const cells[] = {"contained", "applies", "version", "elsewhere", "unknown"};
  return cells[state];
}

static void
print_heading (const ZanteXsaView *view, guint *widths)
{
  printf ("%-8s", "");
  for (guint i = 0; i < view->releases->len; i++)
    {
      g_autofree char *name
          = zante_show_name (((const ZanteXsaRelease *)view->releases->pdata[i])->name);
      widths[i] = (guint)MAX (strlen ("contained"), strlen (name));
      printf (" %-*s", (int)widths[i], name);
    }
  putchar ('\n');
}

void
zante_xsa_print_matrix (const ZanteXsaStatus *status, const ZanteXsaView *view)
{
  g_autofree guint *widths = g_new0 (guint, view->releases->len + 1);
  print_heading (view, widths);
  for (guint i = 0; i < status->rows->len; i++)
    {
      const ZanteXsaRow *row = status->rows->pdata[i];
      if (!is_wanted (row, view))
        continue;
      printf ("XSA-%-4u", row->number);
      for (guint j = 0; j < row->verdicts->len; j++)
        printf (" %-*s", (int)widths[j], cell_of (verdict_of (row, j)->state));
      g_autofree char *title = zante_show_name (row->title != NULL ? row->title : "");
      printf (" %s%s\n", title, row->embargoed ? " [under embargo]" : "");
    }
  puts ("version: needs another version; elsewhere: not in this tree");
}

/* JSON --------------------------------------------------------------------------------------- */

static void
add_release (JsonBuilder *json, const ZanteXsaRelease *release, const ZanteXsaVerdict *verdict)
{
  json_builder_begin_object (json);
  zante_json_add_text (json, "release", release->name);
  zante_json_add_text (json, "commit", release->commit);
  zante_json_add_text (json, "state", zante_xsa_state_name (verdict->state));
  zante_json_add_text (json, "why", verdict->why);
  zante_xsa_add_commits (json, verdict->commits);
  json_builder_end_object (json);
}

void
zante_xsa_print_status_json (const ZanteXsaStatus *status, const ZanteXsaView *view)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_array (json);
  for (guint i = 0; i < status->rows->len; i++)
    {
      const ZanteXsaRow *row = status->rows->pdata[i];
      if (!is_wanted (row, view))
        continue;
      json_builder_begin_object (json);
      zante_json_add_int (json, "xsa", row->number);
      zante_json_add_text (json, "title", row->title);
      zante_xsa_add_cves (json, row->cves);
      zante_json_add_bool (json, "embargoed", row->embargoed);
      json_builder_set_member_name (json, "releases");
      json_builder_begin_array (json);
      for (guint j = 0; j < row->verdicts->len; j++)
        add_release (json, view->releases->pdata[j], row->verdicts->pdata[j]);
      json_builder_end_array (json);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  zante_xsa_print_json (json);
}
