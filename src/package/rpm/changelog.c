/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/rpm/rpm.h"
#include "package/wrap.h"

/* rpm counts days, and always in English. */
static char *
format_date (gint64 date)
{
  static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static const char *const months[]
      = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);
  return g_strdup_printf ("%s %s %02d %d", days[g_date_time_get_day_of_week (time) - 1],
                          months[g_date_time_get_month (time) - 1],
                          g_date_time_get_day_of_month (time), g_date_time_get_year (time));
}

gboolean
zante_rpm_changelog (ZanteRpm *rpm, GError **error)
{
  g_autofree char *date = format_date (rpm->input->date);
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
