/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/verdict/progress.h"

#include <string.h>

#include "boot/verdict/protocol.h"
#include "boot/xtf/outcome.h"

/* Of a test that was skipped, as for Automake ("Scripts-based Testsuites") and meson. */
enum { STATUS_SKIPPED = 77 };

/* Xen's own last words (xen/common/shutdown.c, xen/arch/x86/traps.c), Linux's as dom0, QEMU's. */
static const char *const fatal[]
    = {"Panic on CPU", "Xen BUG at",  "Hardware Dom0 crashed", "Kernel panic - not syncing",
       "Triple fault", "FATAL TRAP:", "FATAL PAGE FAULT"};
/* Xen checks the emulator's decoding against its own; a real processor never does this. */
static const char *const unsuitable[] = {"Insn mismatch", "Insn len emulation failed"};

void
zante_progress_clear (ZanteProgress *progress)
{
  g_free (progress->fatal);
  g_free (progress->unsuitable);
  g_free (progress->verdict);
}

static void
reach (ZanteProgress *progress, const char *name, double seconds)
{
  ZanteBootReport *report = progress->report;
  for (guint i = 0; i < report->stages->len; i++)
    if (strcmp (((ZanteBootStage *)report->stages->pdata[i])->name, name) == 0)
      return;
  ZanteBootStage *stage = g_new0 (ZanteBootStage, 1);
  stage->name = g_strdup (name);
  stage->seconds = seconds;
  g_ptr_array_add (report->stages, stage);
  g_free (report->stage);
  report->stage = g_strdup (name);
  g_autofree char *machine = g_strdup_printf ("machine %u", progress->machine);
  ZanteEvent event
      = ZANTE_EVENT (.event = "boot-stage", .component = progress->machine > 0 ? machine : "boot",
                     .status = name, .seconds = seconds);
  zante_log_emit (progress->log, &event);
}

/* com1 --------------------------------------------------------------------------------------- */

/* The hypervisor marks what a guest made it print: "(XEN) (d3) …", or "(d3) …". That is nobody's
 * last word. */
static gboolean
is_of_guest (const char *line)
{
  const char *mark = strstr (line, "(d");
  return mark != NULL && g_ascii_isdigit (mark[2]) && mark[2] != '0'
         && mark[2 + strspn (mark + 2, "0123456789v")] == ')';
}

static void
remember (char **place, const char *line, const char *const *strings, gsize n)
{
  for (gsize i = 0; *place == NULL && i < n; i++)
    if (strstr (line, strings[i]) != NULL)
      *place = g_strdup (line);
}

/* Xen puts the reason of a panic below "Panic on CPU 0:", in a frame of stars. */
static void
take_reason (ZanteProgress *progress, const char *line)
{
  const char *text = g_str_has_prefix (line, "(XEN)") ? line + strlen ("(XEN)") : line;
  text += strspn (text, " ");
  if (!progress->wants_reason || *text == '\0' || *text == '*')
    return;
  char *whole = g_strdup_printf ("%s %s", progress->fatal, text);
  g_free (progress->fatal);
  progress->fatal = whole;
  progress->wants_reason = FALSE;
}

static void
note_fatal (ZanteProgress *progress, const char *line)
{
  take_reason (progress, line);
  if (progress->fatal != NULL)
    return;
  remember (&progress->fatal, line, fatal, G_N_ELEMENTS (fatal));
  progress->wants_reason = progress->fatal != NULL && g_str_has_suffix (progress->fatal, ":");
}

void
zante_progress_com1 (ZanteProgress *progress, const char *data, gsize size, double seconds)
{
  ZanteLine parsed = zante_line_parse (data, size, "");
  g_autofree char *line = g_steal_pointer (&parsed.text);
  zante_line_clear (&parsed);
  if (is_of_guest (line))
    return;
  g_strstrip (line);
  progress->xen_spoke |= strstr (line, "(XEN)") != NULL || strstr (line, "Xen ") != NULL;
  note_fatal (progress, line);
  remember (&progress->unsuitable, line, unsuitable, G_N_ELEMENTS (unsuitable));
  if (strstr (line, "Xen version ") != NULL)
    reach (progress, "xen", seconds);
  if (strstr (line, "(XEN)") != NULL && strstr (line, "Freed ") != NULL
      && strstr (line, "init memory") != NULL)
    reach (progress, "dom0", seconds);
}

/* com2 --------------------------------------------------------------------------------------- */

static ZanteBootGuest *
find_guest (const ZanteProgress *progress, const char *name)
{
  for (guint i = 0; i < progress->report->guests->len; i++)
    {
      ZanteBootGuest *guest = progress->report->guests->pdata[i];
      if (strcmp (guest->name, name) == 0)
        return guest;
    }
  return NULL;
}

static void
take_step (ZanteBootGuest *guest, const ZanteLine *line)
{
  ZanteBootStep *step = g_new0 (ZanteBootStep, 1);
  step->name = g_strdup (line->step);
  step->ok = line->ok;
  step->text = g_strdup (line->text);
  g_ptr_array_add (guest->steps, step);
}

static void
end_guest (ZanteProgress *progress, ZanteBootGuest *guest, ZanteBootClass class, const char *text,
           double seconds)
{
  guest->class = class;
  guest->seconds = guest->began >= 0 ? seconds - guest->began : -1;
  g_free (guest->text);
  guest->text = g_strdup (text);
  ZanteEvent event = ZANTE_EVENT (.event = "boot-guest", .component = guest->name,
                                  .status = zante_boot_class_name (class), .seconds = seconds,
                                  .message = *text != '\0' ? text : NULL);
  zante_log_emit (progress->log, &event);
}

/* The same of a program, by its exit status: what dom0 concludes of it is heard, and not more. */
static const char *
objection_to_program (const ZanteBootGuest *program, ZanteLineKind said)
{
  if (said == ZANTE_LINE_PASS && program->exit_status != 0)
    return "dom0 says pass, but the program did not end with 0";
  if (said == ZANTE_LINE_SKIP && program->exit_status != STATUS_SKIPPED)
    return "dom0 says skip, but the program did not end with 77";
  return NULL;
}

/* What has to be true of a guest of which dom0 says that it passed; else why not. */
static const char *
objection (const ZanteBootGuest *guest)
{
  if (guest->create_status != 0)
    return "dom0 says pass, but 'xl create' did not end with 0";
  if (guest->marker_seconds < 0)
    return "dom0 says pass, but the guest's marker was not seen";
  for (guint i = 0; i < guest->steps->len; i++)
    if (!((ZanteBootStep *)guest->steps->pdata[i])->ok)
      return "dom0 says pass, but a step failed";
  return NULL;
}

/* Whether it is good is said here, where it is known what can be expected; in which machine that
 * is, dom0 does not know. */
static void
take_outcome (ZanteProgress *progress, ZanteBootGuest *guest, const ZanteLine *line, double seconds)
{
  guest->outcome = zante_outcome_parse (line->step);
  const char *word
      = guest->outcome == ZANTE_OUTCOME_NONE ? line->step : zante_outcome_names[guest->outcome];
  g_autofree char *text
      = g_strdup_printf ("%s%s%s", word, *line->text != '\0' ? ": " : "", line->text);
  end_guest (progress, guest, zante_outcome_judge (guest->outcome, guest->expected), text, seconds);
  if (!zante_outcome_is_news (guest->outcome, guest->expected))
    return;
  g_ptr_array_add (progress->report->warnings,
                   g_strdup_printf ("%s: %s is news, %s was expected%s%s", guest->name, word,
                                    zante_outcome_names[guest->expected],
                                    guest->reason != NULL ? ": " : "",
                                    guest->reason != NULL ? guest->reason : ""));
}

static void
take_guest (ZanteProgress *progress, const ZanteLine *line, double seconds)
{
  ZanteBootGuest *guest = find_guest (progress, line->name);
  if (guest == NULL)
    return;
  reach (progress, "guests", seconds);
  if (line->kind == ZANTE_LINE_OUTCOME && progress->report->level != ZANTE_BOOT_XTF)
    {
      end_guest (progress, guest, ZANTE_BOOT_FAIL,
                 "dom0 tells of an outcome, and this is no test of XTF", seconds);
      return;
    }
  const char *wrong = guest->is_program               ? objection_to_program (guest, line->kind)
                      : line->kind == ZANTE_LINE_PASS ? objection (guest)
                                                      : NULL;
  switch (line->kind)
    {
    case ZANTE_LINE_BEGIN:
      guest->began = seconds;
      break;
    case ZANTE_LINE_OUTCOME:
      take_outcome (progress, guest, line, seconds);
      break;
    case ZANTE_LINE_CREATE:
      guest->create_status = line->status;
      guest->create_seconds = line->seconds;
      guest->began = seconds - line->seconds;
      break;
    case ZANTE_LINE_MARKER:
      guest->marker_seconds = line->seconds;
      break;
    case ZANTE_LINE_RAN:
      guest->exit_status = line->status;
      guest->began = seconds - line->seconds;
      break;
    case ZANTE_LINE_STEP:
      take_step (guest, line);
      break;
    case ZANTE_LINE_PASS:
      end_guest (progress, guest, wrong != NULL ? ZANTE_BOOT_FAIL : ZANTE_BOOT_PASS,
                 wrong != NULL ? wrong : line->text, seconds);
      break;
    case ZANTE_LINE_FAIL:
      end_guest (progress, guest, ZANTE_BOOT_FAIL, line->text, seconds);
      break;
    default:
      end_guest (progress, guest, wrong != NULL ? ZANTE_BOOT_FAIL : ZANTE_BOOT_SKIPPED,
                 wrong != NULL ? wrong : line->text, seconds);
    }
}

static void
take_fact (ZanteProgress *progress, const ZanteLine *line)
{
  g_hash_table_replace (progress->report->told, g_strdup (line->name), g_strdup (line->text));
  for (guint i = 0; i < progress->report->facts->len; i++)
    {
      ZanteBootFact *fact = progress->report->facts->pdata[i];
      if (strcmp (fact->name, line->name) != 0)
        continue;
      g_free (fact->seen);
      fact->seen = g_strdup (line->text);
    }
}

static void
take_verdict (ZanteProgress *progress, const ZanteLine *line, double seconds)
{
  reach (progress, "verdict", seconds);
  progress->has_verdict = TRUE;
  progress->verdict_ok = line->ok;
  g_free (progress->verdict);
  progress->verdict = g_strdup (line->text);
}

void
zante_progress_com2 (ZanteProgress *progress, const char *data, gsize size, double seconds)
{
  g_auto (ZanteLine) line = zante_line_parse (data, size, progress->nonce);
  switch (line.kind)
    {
    case ZANTE_LINE_OTHER:
    case ZANTE_LINE_LOG:
    case ZANTE_LINE_ALIVE:
      break;
    case ZANTE_LINE_STAGE:
      reach (progress, line.name, seconds);
      break;
    case ZANTE_LINE_FACT:
      take_fact (progress, &line);
      break;
    case ZANTE_LINE_VERDICT:
      take_verdict (progress, &line, seconds);
      break;
    default:
      take_guest (progress, &line, seconds);
    }
}
