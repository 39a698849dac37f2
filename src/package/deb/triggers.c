/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/deb/deb.h"

/* deb-triggers(5): noawait, because nothing that others need comes of it. */
gboolean
zante_deb_triggers (ZanteDeb *deb, GError **error)
{
  (void)error;
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint j = 0; j < binary->triggers->len; j++)
        g_string_append_printf (text, "interest-noawait %s\n", (char *)binary->triggers->pdata[j]);
      g_autofree char *path = g_strconcat ("debian/", binary->name, ".triggers", NULL);
      if (text->len > 0)
        zante_emission_add (deb->emission, path, g_strdup (text->str), FALSE);
    }
  return TRUE;
}
