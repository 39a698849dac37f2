/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/boot.h"
#include "boot/xtf/outcome.h"

static void
add_facts (GString *text, const ZanteBootReport *report)
{
  for (guint i = 0; i < report->facts->len; i++)
    {
      const ZanteBootFact *fact = report->facts->pdata[i];
      gboolean same = g_strcmp0 (fact->expected, fact->seen) == 0;
      g_string_append_printf (text, "%-9s %-12s %s", same ? "same" : "DIFFERENT", fact->name,
                              fact->seen != NULL ? fact->seen : "was not told");
      if (!same)
        g_string_append_printf (text, " (expected %s)", fact->expected);
      g_string_append_c (text, '\n');
    }
}

static void
add_seconds (GString *text, const char *what, double seconds)
{
  if (seconds >= 0)
    g_string_append_printf (text, ", %s %.1f s", what, seconds);
}

/* Tests are many: those that succeeded are counted. */
static void
add_outcomes (GString *text, const ZanteBootReport *report)
{
  guint counts[ZANTE_OUTCOME_CRASH + 1] = {0};
  for (guint i = 0; i < report->guests->len; i++)
    counts[((const ZanteBootGuest *)report->guests->pdata[i])->outcome]++;
  g_string_append (text, "results  ");
  for (int i = ZANTE_OUTCOME_SUCCESS; i <= ZANTE_OUTCOME_CRASH; i++)
    g_string_append_printf (text, " %u %s%s", counts[i], zante_outcome_names[i],
                            i < ZANTE_OUTCOME_CRASH ? "," : "");
  if (counts[ZANTE_OUTCOME_NONE] > 0)
    g_string_append_printf (text, "; %u without one", counts[ZANTE_OUTCOME_NONE]);
  g_string_append_c (text, '\n');
}

static void
add_guests (GString *text, const ZanteBootReport *report)
{
  const char *verb = report->saved != NULL ? "restore" : "create";
  for (guint i = 0; i < report->guests->len; i++)
    {
      const ZanteBootGuest *guest = report->guests->pdata[i];
      if (guest->outcome == ZANTE_OUTCOME_SUCCESS)
        continue;
      g_string_append_printf (text, "%-9s %s: %s", zante_boot_class_name (guest->class),
                              guest->name, guest->summary);
      if (guest->create_status > 0)
        g_string_append_printf (text, ", %s ended with %d", verb, guest->create_status);
      if (guest->is_program)
        add_seconds (text, "ran", guest->seconds);
      add_seconds (text, verb, guest->create_seconds);
      add_seconds (text, "marker", guest->marker_seconds);
      if (guest->text != NULL && *guest->text != '\0')
        g_string_append_printf (text, ": %s", guest->text);
      if (guest->class == ZANTE_BOOT_KNOWN)
        g_string_append_printf (text, " (%s)", guest->reason);
      g_string_append_c (text, '\n');
      for (guint j = 0; j < guest->steps->len; j++)
        {
          const ZanteBootStep *step = guest->steps->pdata[j];
          g_string_append_printf (text, "%-9s %s: %s %s\n", step->ok ? "  ok" : "  FAILED",
                                  guest->name, step->name, step->text);
        }
    }
}

/* The machine before this one. */
static void
add_origin (GString *text, const ZanteBootReport *report)
{
  if (report->saved == NULL)
    return;
  g_autofree char *saved = zante_boot_report_text (report->saved);
  g_string_append_printf (text, "saved by '%s':\n%srestored by '%s':\n", report->saved->tree, saved,
                          report->tree);
}

char *
zante_boot_report_text (const ZanteBootReport *report)
{
  GString *text = g_string_new (NULL);
  add_origin (text, report);
  add_facts (text, report);
  add_guests (text, report);
  if (report->level == ZANTE_BOOT_XTF)
    add_outcomes (text, report);
  for (guint i = 0; i < report->warnings->len; i++)
    g_string_append_printf (text, "warning   %s\n", (const char *)report->warnings->pdata[i]);
  g_string_append_printf (text, "%s: %s (%.1f s, %s)\n", zante_boot_class_name (report->class),
                          report->text, report->seconds, report->accelerator);
  return g_string_free (text, FALSE);
}
