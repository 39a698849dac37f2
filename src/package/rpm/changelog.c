/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/parts.h"
#include "package/rpm/rpm.h"
#include "package/wrap.h"

gboolean
zante_rpm_changelog (ZanteRpm *rpm, GError **error)
{
  g_autofree char *date = zante_package_format_date (rpm->input->date, "%a %b %d %Y");
  g_autofree char *said = zante_package_changes (rpm->input, rpm->source);
  g_autofree char *escaped = zante_rpm_escape (said);
  g_auto (GStrv) lines = g_strsplit (escaped, "\n", -1);
  (void)error;
  g_string_append_printf (rpm->spec, "%%changelog\n* %s %s - %s-%s\n", date, rpm->maintainer,
                          rpm->version, rpm->release);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      {
        gboolean item = g_str_has_prefix (*line, "* ") || g_str_has_prefix (*line, "- ");
        zante_wrap_append (rpm->spec, item ? *line + 2 : *line, "- ", "  ");
      }
  return TRUE;
}
