/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/verdict/report.h"

/* The first that did not pass: its facts and stages tell why. */
static ZanteBootReport *
find_speaker (ZanteBootReport *const *machines, guint n)
{
  for (guint i = 0; i < n; i++)
    if (machines[i]->class != ZANTE_BOOT_PASS)
      return machines[i];
  return machines[0];
}

static void
append (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_strdup (from->pdata[i]));
}

static void
take (ZanteBootReport *report, ZanteBootReport *speaker)
{
  ZanteBootReport own = *report;
  report->class = speaker->class;
  report->text = g_steal_pointer (&speaker->text);
  report->stage = g_steal_pointer (&speaker->stage);
  report->stages = speaker->stages;
  report->facts = speaker->facts;
  report->told = speaker->told;
  speaker->stages = own.stages;
  speaker->facts = own.facts;
  speaker->told = own.told;
}

/* A machine may have got only guests that were skipped; all of them may not. */
static void
judge (ZanteBootReport *report)
{
  guint passed = zante_boot_report_count (report, ZANTE_BOOT_PASS);
  g_free (report->text);
  if (passed == 0)
    {
      report->class = ZANTE_BOOT_FAIL;
      report->text = g_strdup (zante_boot_report_nothing (report));
    }
  else
    {
      g_autofree char *tally = zante_boot_report_tally (report);
      report->text = g_strdup_printf ("%s, in %u machines", tally, report->machines);
    }
}

void
zante_boot_report_combine (ZanteBootReport *report, ZanteBootReport *const *machines, guint n)
{
  g_autoptr (GString) commands = g_string_new (NULL);
  report->machines = n;
  for (guint i = 0; i < n; i++)
    {
      report->seconds = MAX (report->seconds, machines[i]->seconds);
      append (report->warnings, machines[i]->warnings);
      append (report->logs, machines[i]->logs);
      g_string_append_printf (commands, "%s%s", i > 0 ? "\n" : "", machines[i]->command);
    }
  report->command = g_string_free (g_steal_pointer (&commands), FALSE);
  take (report, find_speaker (machines, n));
  if (n > 1 && report->class == ZANTE_BOOT_PASS)
    judge (report);
}

void
zante_boot_report_follow (ZanteBootReport *report, ZanteBootReport *saved)
{
  report->saved = saved;
  if (report->class != ZANTE_BOOT_PASS || saved->class == ZANTE_BOOT_PASS)
    return;
  report->class = saved->class;
  g_free (report->text);
  report->text = g_strdup_printf ("where it was saved: %s", saved->text);
}
