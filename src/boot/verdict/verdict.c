/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/verdict/verdict.h"

#include <string.h>

#include "boot/verdict/report.h"

static void decide (ZanteBootReport *report, ZanteBootClass class, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
decide (ZanteBootReport *report, ZanteBootClass class, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_free (report->text);
  report->text = g_strdup_vprintf (format, args);
  va_end (args);
  report->class = class;
}

/* The last stage before the verdict. */
static const char *
last_stage (const ZanteBootReport *report)
{
  const char *last = "start";
  for (guint i = 0; i < report->stages->len; i++)
    {
      const ZanteBootStage *stage = report->stages->pdata[i];
      if (strcmp (stage->name, "verdict") != 0)
        last = stage->name;
    }
  return last;
}

/* A guest that was still at work when the machine ended. */
static void
close_guests (ZanteBootReport *report)
{
  for (guint i = 0; i < report->guests->len; i++)
    {
      ZanteBootGuest *guest = report->guests->pdata[i];
      if (guest->class != ZANTE_BOOT_HANG || guest->text != NULL)
        continue;
      guest->text
          = g_strdup (guest->began >= 0 ? "it was not heard of to the end" : "it was not reached");
    }
}

static const ZanteBootGuest *
first_failed (const ZanteBootReport *report)
{
  for (guint i = 0; i < report->guests->len; i++)
    {
      const ZanteBootGuest *guest = report->guests->pdata[i];
      if (guest->class != ZANTE_BOOT_PASS && guest->class != ZANTE_BOOT_SKIPPED
          && guest->class != ZANTE_BOOT_KNOWN)
        return guest;
    }
  return NULL;
}

static const ZanteBootFact *
first_wrong (const ZanteBootReport *report)
{
  for (guint i = 0; i < report->facts->len; i++)
    {
      const ZanteBootFact *fact = report->facts->pdata[i];
      if (g_strcmp0 (fact->expected, fact->seen) != 0)
        return fact;
    }
  return NULL;
}

static const char *
kind_of (const ZanteBootGuest *guest)
{
  return guest->is_program ? "test" : "guest";
}

/* A guest that was at work when the machine ended: a test may take the hypervisor down. */
static const char *
guest_at_work (const ZanteBootReport *report)
{
  for (guint i = 0; i < report->guests->len; i++)
    {
      const ZanteBootGuest *guest = report->guests->pdata[i];
      if (guest->class == ZANTE_BOOT_HANG && guest->began >= 0)
        return guest->name;
    }
  return NULL;
}

static void
decide_fatal (ZanteProgress *progress)
{
  ZanteBootReport *report = progress->report;
  const char *guest = report->level == ZANTE_BOOT_XTF ? guest_at_work (report) : NULL;
  if (guest != NULL)
    decide (report, ZANTE_BOOT_DIED, "%s (while %s ran)", progress->fatal, guest);
  else
    decide (report, ZANTE_BOOT_DIED, "%s (after stage %s)", progress->fatal, last_stage (report));
}

/* Dom0 says pass in both ways; is it so? */
static void
decide_pass (ZanteProgress *progress)
{
  ZanteBootReport *report = progress->report;
  const ZanteBootFact *wrong = first_wrong (report);
  const ZanteBootGuest *failed = first_failed (report);
  guint passed = zante_boot_report_count (report, ZANTE_BOOT_PASS);
  if (wrong != NULL)
    decide (report, ZANTE_BOOT_FAIL, "%s is '%s' and should be '%s'", wrong->name,
            wrong->seen != NULL ? wrong->seen : "not told", wrong->expected);
  else if (failed != NULL)
    decide (report, ZANTE_BOOT_FAIL, "%s '%s': %s", kind_of (failed), failed->name, failed->text);
  else if (report->level != ZANTE_BOOT_DOM0 && passed == 0 && progress->machine == 0)
    decide (report, ZANTE_BOOT_FAIL, "%s", zante_boot_report_nothing (report));
  else if (report->level == ZANTE_BOOT_DOM0)
    decide (report, ZANTE_BOOT_PASS, "dom0 runs what was built");
  else
    {
      g_autofree char *tally = zante_boot_report_tally (report);
      decide (report, ZANTE_BOOT_PASS, "%s", tally);
    }
}

static void
decide_fail (ZanteProgress *progress)
{
  ZanteBootReport *report = progress->report;
  const ZanteBootGuest *failed = first_failed (report);
  const ZanteBootFact *wrong = first_wrong (report);
  gboolean told = progress->verdict != NULL && *progress->verdict != '\0';
  if (wrong != NULL && wrong->seen != NULL)
    decide (report, ZANTE_BOOT_FAIL, "%s is '%s' and should be '%s'", wrong->name, wrong->seen,
            wrong->expected);
  else if (failed != NULL && (failed->create_seconds >= 0 || failed->exit_status >= 0))
    decide (report, ZANTE_BOOT_FAIL, "%s '%s': %s", kind_of (failed), failed->name, failed->text);
  else
    decide (report, ZANTE_BOOT_FAIL, "%s (after stage %s)",
            told ? progress->verdict : "dom0 says so without a reason", last_stage (report));
}

static void
decide_died (ZanteProgress *progress, const ZanteEnding *ending)
{
  ZanteBootReport *report = progress->report;
  if (progress->fatal != NULL)
    decide_fatal (progress);
  else if (ending->status != 0 || (!progress->xen_spoke && ending->message != NULL))
    decide (report, ZANTE_BOOT_QEMU_ERROR, "QEMU ended with status %d%s%s", ending->status,
            ending->message != NULL ? ": " : "", ending->message != NULL ? ending->message : "");
  else
    decide (report, ZANTE_BOOT_DIED, "the machine ended without a verdict (after stage %s)",
            last_stage (report));
}

static void
decide_exited (ZanteProgress *progress, const ZanteEnding *ending)
{
  ZanteBootReport *report = progress->report;
  gboolean says_pass = ending->status == ZANTE_QEMU_STATUS_PASS;
  if (!says_pass && ending->status != ZANTE_QEMU_STATUS_FAIL)
    decide_died (progress, ending);
  else if (progress->fatal != NULL)
    decide_died (progress, ending);
  else if (!progress->has_verdict || progress->verdict_ok != says_pass)
    decide (report, ZANTE_BOOT_FAIL,
            "the exit status says %s, but dom0's own line does not: neither is believed",
            says_pass ? "pass" : "fail");
  else if (says_pass)
    decide_pass (progress);
  else
    decide_fail (progress);
}

void
zante_verdict_decide (ZanteProgress *progress, const ZanteEnding *ending)
{
  ZanteBootReport *report = progress->report;
  close_guests (report);
  if (ending->end == ZANTE_END_EXITED)
    decide_exited (progress, ending);
  else if (progress->fatal != NULL)
    decide_died (progress, ending);
  else if (ending->end == ZANTE_END_SILENT)
    decide (report, ZANTE_BOOT_HANG, "no sign of life for %u s (after stage %s)", ending->limit,
            last_stage (report));
  else
    decide (report, ZANTE_BOOT_HANG, "not at its end after %u s (after stage %s)", ending->limit,
            last_stage (report));
  if (report->class != ZANTE_BOOT_PASS && progress->unsuitable != NULL)
    g_ptr_array_add (report->warnings,
                     g_strdup_printf ("the emulated processor is unsuitable, which says nothing of "
                                      "the build: %s",
                                      progress->unsuitable));
}
