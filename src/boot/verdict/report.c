/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/verdict/report.h"

static const char *const class_names[]
    = {"pass", "fail", "died", "hang", "qemu-error", "skipped", "known"};

const char *const zante_boot_level_names[]
    = {"dom0", "guest", "suite", "tools-tests", "xtf", "migration", NULL};

const char *
zante_boot_class_name (ZanteBootClass class)
{
  return class_names[class];
}

static void
free_stage (ZanteBootStage *stage)
{
  g_free (stage->name);
  g_free (stage);
}

static void
free_step (ZanteBootStep *step)
{
  g_free (step->name);
  g_free (step->text);
  g_free (step);
}

static void
free_fact (ZanteBootFact *fact)
{
  g_free (fact->name);
  g_free (fact->expected);
  g_free (fact->seen);
  g_free (fact);
}

static void
free_file (ZanteBootFile *file)
{
  g_free (file->path);
  g_free (file->sha256);
  g_free (file);
}

static void
free_all (GPtrArray *array, GDestroyNotify free_one)
{
  for (guint i = 0; i < array->len; i++)
    free_one (array->pdata[i]);
  g_ptr_array_unref (array);
}

static void
empty (GPtrArray *array, GDestroyNotify free_one)
{
  for (guint i = 0; i < array->len; i++)
    free_one (array->pdata[i]);
  g_ptr_array_set_size (array, 0);
}

ZanteBootReport *
zante_boot_report_new (ZanteBootLevel level, const char *folder)
{
  ZanteBootReport *report = g_new0 (ZanteBootReport, 1);
  report->level = level;
  report->stages = g_ptr_array_new ();
  report->guests = g_ptr_array_new ();
  report->facts = g_ptr_array_new ();
  report->files = g_ptr_array_new ();
  report->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  report->warnings = g_ptr_array_new_with_free_func (g_free);
  report->logs = g_ptr_array_new_with_free_func (g_free);
  report->folder = g_strdup (folder);
  report->machines = 1;
  return report;
}

guint
zante_boot_report_count (const ZanteBootReport *report, ZanteBootClass class)
{
  guint n = 0;
  for (guint i = 0; i < report->guests->len; i++)
    n += ((const ZanteBootGuest *)report->guests->pdata[i])->class == class;
  return n;
}

const char *
zante_boot_report_nothing (const ZanteBootReport *report)
{
  switch (report->level)
    {
    case ZANTE_BOOT_TOOLS_TESTS:
      return "no test ran to its end";
    case ZANTE_BOOT_XTF:
      return "no test succeeded, which proves nothing";
    default:
      return "no guest was started, which proves nothing of the tools";
    }
}

char *
zante_boot_report_tally (const ZanteBootReport *report)
{
  guint passed = zante_boot_report_count (report, ZANTE_BOOT_PASS);
  guint known = zante_boot_report_count (report, ZANTE_BOOT_KNOWN);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_printf (text, "%u %s%s passed", passed,
                   report->level == ZANTE_BOOT_TOOLS_TESTS ? "test" : "guest",
                   passed == 1 ? "" : "s");
  if (known > 0)
    g_string_append_printf (text, ", %u known", known);
  g_string_append_printf (text, ", %u skipped",
                          zante_boot_report_count (report, ZANTE_BOOT_SKIPPED));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
zante_boot_guest_restart (ZanteBootGuest *guest)
{
  empty (guest->steps, (GDestroyNotify)free_step);
  guest->class = ZANTE_BOOT_HANG;
  guest->create_status = guest->exit_status = -1;
  guest->create_seconds = guest->marker_seconds = -1;
  guest->began = guest->seconds = -1;
  guest->outcome = ZANTE_OUTCOME_NONE;
  g_clear_pointer (&guest->text, g_free);
}

void
zante_boot_report_restart (ZanteBootReport *report)
{
  g_ptr_array_add (report->warnings, g_strdup_printf ("booted twice: %s", report->text));
  empty (report->stages, (GDestroyNotify)free_stage);
  for (guint i = 0; i < report->guests->len; i++)
    {
      ZanteBootGuest *guest = report->guests->pdata[i];
      if (guest->class != ZANTE_BOOT_SKIPPED || !guest->skipped_here)
        zante_boot_guest_restart (guest);
    }
  for (guint i = 0; i < report->facts->len; i++)
    g_clear_pointer (&((ZanteBootFact *)report->facts->pdata[i])->seen, g_free);
  g_hash_table_remove_all (report->told);
  g_ptr_array_set_size (report->logs, 0);
  g_clear_pointer (&report->stage, g_free);
  g_clear_pointer (&report->text, g_free);
}

static void
free_guest (ZanteBootGuest *guest)
{
  free_all (guest->steps, (GDestroyNotify)free_step);
  g_free (guest->name);
  g_free (guest->summary);
  g_free (guest->reason);
  g_free (guest->text);
  g_free (guest);
}

void
zante_boot_report_free (ZanteBootReport *report)
{
  if (report == NULL)
    return;
  free_all (report->stages, (GDestroyNotify)free_stage);
  free_all (report->guests, (GDestroyNotify)free_guest);
  free_all (report->facts, (GDestroyNotify)free_fact);
  free_all (report->files, (GDestroyNotify)free_file);
  g_hash_table_unref (report->told);
  g_ptr_array_unref (report->warnings);
  g_ptr_array_unref (report->logs);
  g_free (report->text);
  g_free (report->stage);
  g_free (report->qemu_version);
  g_free (report->accelerator);
  g_free (report->command);
  g_free (report->folder);
  g_free (report->kernel);
  g_free (report->tree);
  zante_boot_report_free (report->saved);
  g_free (report);
}
