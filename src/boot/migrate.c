/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guests that are saved by one build and restored by another, each in a machine of its own. */
#include "base/error.h"
#include "base/fs.h"
#include "base/version.h"
#include "boot/setup.h"
#include "boot/streams.h"
#include "boot/verdict/report.h"

static ZanteBootReport *
save (const ZanteBootInput *input, const ZanteBootOrigin *origin, GError **error)
{
  ZanteBootInput there = *input;
  there.recipe = origin->recipe;
  there.root = NULL;
  there.dist = origin->root;
  there.packages = NULL;
  there.keep = FALSE;
  return zante_boot_do (&there, ZANTE_TASK_SAVE, NULL, error);
}

/* A machine that did not come to its end may have left half a stream. */
static gboolean
is_usable (const ZanteBootReport *saved)
{
  return (saved->class == ZANTE_BOOT_PASS || saved->class == ZANTE_BOOT_FAIL)
         && zante_boot_report_count (saved, ZANTE_BOOT_PASS) > 0;
}

/* There is no second machine. */
static ZanteBootReport *
give_up (const ZanteBootInput *input, const ZanteBootReport *saved)
{
  ZanteBootReport *report = zante_boot_report_new (input->level, saved->folder);
  report->accelerator = g_strdup (saved->accelerator);
  report->tree = g_strdup (zante_boot_tree (input));
  report->class = saved->class;
  report->text = g_strdup_printf ("nothing was saved: %s", saved->text);
  return report;
}

/* Of what Xen does not promise, a failure is no fault. */
static void
warn (ZanteBootReport *report, const char *from, const char *to)
{
  if (zante_version_compare_deb (from, to) <= 0)
    return;
  g_ptr_array_add (
      report->warnings,
      g_strdup_printf ("guests of Xen %s are restored by the earlier %s, which Xen does "
                       "not promise",
                       from, to));
}

ZanteBootReport *
zante_boot_restore (const ZanteBootInput *input, const ZanteBootOrigin *origin, GError **error)
{
  g_auto (ZanteFd) lock = zante_boot_hold (input, error);
  g_autoptr (ZanteBootReport) saved = lock < 0 ? NULL : save (input, origin, error);
  if (saved == NULL)
    return NULL;
  ZanteBootReport *report = is_usable (saved)
                                ? zante_boot_do (input, ZANTE_TASK_RESTORE, saved, error)
                                : give_up (input, saved);
  if (report == NULL)
    return NULL;
  warn (report, origin->recipe->xen_version, input->recipe->xen_version);
  zante_boot_report_follow (report, g_steal_pointer (&saved));
  if (report->class == ZANTE_BOOT_PASS)
    zante_streams_empty (input);
  return report;
}
