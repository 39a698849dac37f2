/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/deb/deb.h"

gboolean
zante_deb_watch (ZanteDeb *deb, GError **error)
{
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      if (component->watch == NULL)
        continue;
      zante_emission_add (deb->emission, "debian/watch",
                          g_strdup_printf ("version=4\n%s\n", component->watch), FALSE);
      return TRUE;
    }
  return TRUE;
}
