/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/xtf/expect.h"

#include "boot/xtf/known.h"

gboolean
zante_xtf_expect (ZanteBootSetup *setup, GError **error)
{
  ZanteBootReport *report = setup->report;
  if (report->level != ZANTE_BOOT_XTF || g_strcmp0 (report->accelerator, "tcg") != 0)
    return TRUE;
  g_autofree char *path = g_build_filename (setup->input->data, "xtf-known.yaml", NULL);
  g_autoptr (ZanteKnownTable) table = zante_known_load (path, error);
  if (table == NULL)
    return FALSE;
  for (guint i = 0; i < report->guests->len; i++)
    {
      ZanteBootGuest *guest = report->guests->pdata[i];
      const ZanteKnown *known
          = zante_known_find (table, guest->name, setup->recipe.xen_version, report->qemu_version);
      guest->expected = known == NULL ? ZANTE_OUTCOME_SUCCESS
                                      : (ZanteBootOutcome)(known->result + ZANTE_OUTCOME_SUCCESS);
      guest->reason = known == NULL ? NULL : g_strdup (known->reason);
    }
  return TRUE;
}
