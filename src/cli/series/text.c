/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bases of a series for people. */
#include <stdio.h>
#include <string.h>

#include "base/show.h"
#include "cli/series/tell.h"

static const char *
short_ref (const char *ref)
{
  return g_str_has_prefix (ref, "refs/heads/")     ? ref + strlen ("refs/heads/")
         : g_str_has_prefix (ref, "refs/remotes/") ? ref + strlen ("refs/remotes/")
                                                   : ref;
}

static char *
day (gint64 date)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);
  return time == NULL ? g_strdup ("?") : g_date_time_format (time, "%Y-%m-%d");
}

static void
print_match (const ZanteBaseMatch *match, gboolean first)
{
  g_autofree char *ref = zante_show_name (short_ref (match->ref));
  g_autofree char *date = day (match->chosen_date);
  printf ("  %s %.12s  %s~%u of %s\n", first ? "base" : "also", match->chosen, ref,
          match->chosen_back, date);
  for (guint i = 0; i < match->others->len; i++)
    {
      g_autofree char *other = zante_show_name (short_ref (match->others->pdata[i]));
      printf ("%s%s%s", i == 0 ? "       on " : ", ", other,
              i + 1 == match->others->len ? " too\n" : "");
    }
  if (match->count > 1)
    printf ("       any of %u commits, %.12s to %.12s%s, gives the same files\n", match->count,
            match->oldest, match->newest, match->whole ? "" : " (and older ones)");
  if (match->stretches > 1)
    printf ("       (the newest of %u stretches of the branch)\n", match->stretches);
}

static void
print_missing (const ZanteBaseMissing *missing)
{
  g_autofree char *path = zante_show_name (missing->path);
  g_autofree char *title = missing->made_by == NULL ? NULL : zante_show_name (missing->made_by);
  g_autofree char *where = missing->where == NULL ? NULL : zante_show_name (missing->where);
  printf ("  %s: no branch has it as the series has it%s%s", path, missing->id != NULL ? ", " : "",
          missing->id != NULL ? missing->id : "");
  if (title != NULL)
    printf ("; made by '%s' in %s", title, where);
  putchar ('\n');
}

void
zante_print_bases (const ZanteSeries *series, const ZanteBase *base)
{
  g_autofree char *title = zante_show_name (series->title);
  printf ("%s (v%u, %u of %u patches)\n", title, series->version, series->patches->len,
          MAX (series->total, series->patches->len));
  for (guint i = 0; i < base->matches->len; i++)
    print_match (base->matches->pdata[i], i == 0);
  if (base->matches->len == 0)
    puts (base->missing->len == 0 ? "  no base: no commit has all of its files together"
                                  : "  no base");
  for (guint i = 0; i < base->missing->len; i++)
    print_missing (base->missing->pdata[i]);
  if (series->base != NULL)
    printf ("  it states %.12s, %s\n", series->base,
            base->stated_is_right ? "to which it applies" : "to which it does not apply here");
}
