/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/deb/deb.h"
#include "package/parts.h"
#include "package/wrap.h"

static void
append_changes (const ZanteDeb *deb, GString *text)
{
  g_autofree char *said = zante_package_changes (deb->input, deb->source);
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      {
        const char *item = g_str_has_prefix (*line, "* ") ? *line + 2 : *line;
        zante_wrap_append (text, item, "  * ", "    ");
      }
}

gboolean
zante_deb_changelog (ZanteDeb *deb, GError **error)
{
  const char *suite = deb->recipe->packaging->distribution;
  const char *urgency = deb->recipe->packaging->urgency;
  /* RFC 5322, as dpkg-parsechangelog(1) wants it. */
  g_autofree char *date
      = zante_package_format_date (deb->input->date, "%a, %d %b %Y %H:%M:%S +0000");
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "%s (%s) %s; urgency=%s\n\n", deb->source->name, deb->version,
                          suite != NULL ? suite : "unstable", urgency != NULL ? urgency : "medium");
  append_changes (deb, text);
  g_string_append_printf (text, "\n -- %s  %s\n", deb->maintainer, date);
  zante_emission_add (deb->emission, "debian/changelog",
                      g_string_free (g_steal_pointer (&text), FALSE), FALSE);
  return TRUE;
}
