/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <locale.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/fs.h"
#include "package/parts.h"

static gboolean
parse_seconds (const char *text, gint64 *date)
{
  if (*text == '\0' || strlen (text) > 12 || strspn (text, "0123456789") != strlen (text))
    return FALSE;
  gint64 seconds = g_ascii_strtoll (text, NULL, 10);
  if (seconds > ZANTE_PACKAGE_DATE_LAST)
    return FALSE;
  *date = seconds;
  return TRUE;
}

static gboolean
parse_date (const char *text, gint64 *date)
{
  if (parse_seconds (text, date))
    return TRUE;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL || g_date_time_to_unix (time) < 0)
    return FALSE;
  *date = g_date_time_to_unix (time);
  return TRUE;
}

static gboolean
newest_file (const char *tree, gint64 *date, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (tree, error);
  *date = 0;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (S_ISREG (entry->st.st_mode))
        *date = MAX (*date, (gint64)entry->st.st_mtime);
    }
  return entries != NULL;
}

gboolean
zante_package_tree_date (const char *tree, gint64 *date, GError **error)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  return (epoch != NULL && parse_seconds (epoch, date)) || newest_file (tree, date, error);
}

gboolean
zante_package_date (const ZanteRecipe *recipe, gint64 *date, GError **error)
{
  const char *given = recipe->packaging->date;
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  *date = -1;
  if (given == NULL)
    {
      if (epoch != NULL)
        parse_seconds (epoch, date);
      return TRUE;
    }
  if (parse_date (given, date))
    return TRUE;
  g_autofree char *where = zante_yaml_locate (recipe->packaging_file, "/packaging/date");
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "%s: date '%s' is neither of the form 2026-11-22T01:00:00Z nor seconds since 1970", where,
      given);
}

char *
zante_package_format_date (gint64 date, const char *format)
{
  char text[64];
  struct tm fields;
  time_t seconds = date;
  locale_t english = newlocale (LC_TIME_MASK, "C", NULL);
  strftime_l (text, sizeof text, format, gmtime_r (&seconds, &fields), english);
  freelocale (english);
  return g_strdup (text);
}
