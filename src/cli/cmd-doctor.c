/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante doctor: tell before any compile what would fail. */
#include <stdio.h>

#include "base/error.h"
#include "base/show.h"
#include "cli/command.h"
#include "raise/raise.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  static const char *const words[] = {"ok", "warning", "bad"};
  guint bad = 0;
  g_auto (GStrv) none = zante_command_parse (&zante_command_doctor, NULL, argc, argv, 0, 0, error);
  if (none == NULL)
    return FALSE;
  for (const ZanteCheckup *checkup = zante_checkups; checkup->name != NULL; checkup++)
    {
      g_autofree char *text = NULL;
      ZanteHealth health = checkup->look (session->raise, &text);
      g_autofree char *shown = zante_show (text);
      printf ("%-8s %-8s %s\n", words[health], checkup->name, shown);
      bad += health == ZANTE_HEALTH_BAD;
    }
  if (bad == 0)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_HOST, "%u of the checks would make a build fail", bad);
}

const ZanteCommand zante_command_doctor
    = {"doctor", NULL, "Tell before any compile what would fail", run};
