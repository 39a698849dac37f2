/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/meter.h"

#include <string.h>

enum { BAR_WIDTH = 16, HOUR = 3600 };

/* A part that takes longer than expected is not done for all that, and of a run that has hardly
 * begun nothing can be foretold. */
static const double most_of_a_part = 0.95, least_to_foretell = 0.03;

typedef struct {
  char *name;
  char *phase; /* or NULL */
  gint64 started;
  double expected; /* seconds; 0: not known */
} Part;

static void
part_free (Part *part)
{
  g_free (part->name);
  g_free (part->phase);
  g_free (part);
}

void
zante_meter_init (ZanteMeter *meter)
{
  *meter = (ZanteMeter){.running = g_ptr_array_new_with_free_func ((GDestroyNotify)part_free)};
}

void
zante_meter_clear (ZanteMeter *meter)
{
  g_ptr_array_unref (meter->running);
}

/* Events ------------------------------------------------------------------------------------- */

static Part *
find_part (const ZanteMeter *meter, const char *name)
{
  for (guint i = 0; name != NULL && i < meter->running->len; i++)
    {
      Part *part = meter->running->pdata[i];
      if (strcmp (part->name, name) == 0)
        return part;
    }
  return NULL;
}

static Part *
begin_part (ZanteMeter *meter, const ZanteEvent *event, gint64 now)
{
  Part *part = find_part (meter, event->component);
  if (part != NULL || event->component == NULL)
    return part;
  part = g_new0 (Part, 1);
  part->name = g_strdup (event->component);
  part->started = now;
  part->expected = MAX (event->expected, 0);
  g_ptr_array_add (meter->running, part);
  meter->has_parts = TRUE;
  return part;
}

static void
end_part (ZanteMeter *meter, const ZanteEvent *event)
{
  Part *part = find_part (meter, event->component);
  meter->done++;
  if (part == NULL)
    return;
  meter->worked += part->expected;
  g_ptr_array_remove (meter->running, part);
}

static void
set_phase (Part *part, const char *phase)
{
  if (part == NULL)
    return;
  g_free (part->phase);
  part->phase = g_strdup (phase);
}

void
zante_meter_take (ZanteMeter *meter, const ZanteEvent *event, gint64 now)
{
  const char *kind = event->event;
  if (strcmp (kind, "plan") == 0)
    {
      zante_meter_clear (meter);
      zante_meter_init (meter);
      meter->started = now;
      meter->done = MAX (event->done, 0);
      meter->total = MAX (event->total, 0);
      meter->work = MAX (event->expected, 0);
    }
  else if (strcmp (kind, "component-start") == 0 || strcmp (kind, "package-start") == 0)
    begin_part (meter, event, now);
  else if (strcmp (kind, "phase-start") == 0)
    set_phase (begin_part (meter, event, now), event->phase);
  else if (strcmp (kind, "component-end") == 0 || strcmp (kind, "package-end") == 0
           || strcmp (kind, "boot-guest") == 0)
    end_part (meter, event);
  else if (strcmp (kind, "fetch-start") == 0 && meter->started == 0)
    meter->started = now;
}

/* The line ----------------------------------------------------------------------------------- */

static double
seconds_between (gint64 from, gint64 to)
{
  return (double)(to - from) / G_USEC_PER_SEC;
}

/* How much of all is done, from 0 to 1; -1: not known. */
static double
fraction (const ZanteMeter *meter, gint64 now)
{
  double worked = meter->worked;
  if (meter->total > 0 && meter->done >= meter->total)
    return 1;
  if (meter->work > 0 && !meter->has_parts)
    return MIN (1, seconds_between (meter->started, now) / meter->work);
  if (meter->work <= 0)
    return meter->total > 0 ? (double)meter->done / (double)meter->total : -1;
  for (guint i = 0; i < meter->running->len; i++)
    {
      const Part *part = meter->running->pdata[i];
      worked += MIN (seconds_between (part->started, now), part->expected * most_of_a_part);
    }
  return MIN (1, worked / meter->work);
}

static void
append_bar (GString *line, double done)
{
  int full = (int)(done * BAR_WIDTH);
  g_string_append_c (line, '[');
  for (int i = 0; i < BAR_WIDTH; i++)
    g_string_append_c (line, i < full ? '#' : '-');
  g_string_append (line, "] ");
}

/* "1:05", "2:00:10". */
static void
append_time (GString *line, double seconds)
{
  long whole = (long)(MAX (seconds, 0) + 0.5);
  if (whole >= HOUR)
    g_string_append_printf (line, "%ld:%02ld:%02ld", whole / HOUR, whole / 60 % 60, whole % 60);
  else
    g_string_append_printf (line, "%ld:%02ld", whole / 60, whole % 60);
}

static void
append_times (GString *line, double elapsed, double done)
{
  append_time (line, elapsed);
  if (done >= least_to_foretell && done < 1)
    {
      g_string_append (line, ", ");
      append_time (line, elapsed * (1 - done) / done);
      g_string_append (line, " left");
    }
  g_string_append (line, "  ");
}

static void
append_parts (GString *line, const ZanteMeter *meter)
{
  for (guint i = 0; i < meter->running->len; i++)
    {
      const Part *part = meter->running->pdata[i];
      g_string_append_printf (line, "%s%s%s%s", i > 0 ? " | " : "", part->name,
                              part->phase != NULL ? " " : "",
                              part->phase != NULL ? part->phase : "");
    }
}

static void
append_download (GString *line, gboolean beside_parts, const ZanteEvent *event)
{
  g_autofree char *done = g_format_size ((guint64)MAX (event->done, 0));
  g_autofree char *total = event->total > 0 ? g_format_size ((guint64)event->total) : NULL;
  g_string_append_printf (line, "%s%s %s%s%s", beside_parts ? "  " : "",
                          event->component != NULL ? event->component : "", done,
                          total != NULL ? "/" : "", total != NULL ? total : "");
}

char *
zante_meter_line (const ZanteMeter *meter, const ZanteEvent *event, gint64 now)
{
  GString *line = g_string_new (NULL);
  gboolean download = event != NULL && g_str_has_suffix (event->event, "-progress");
  double done = fraction (meter, now);
  if (meter->total == 0 && download && event->total > 0)
    done = MIN (1, (double)event->done / (double)event->total);
  if (done >= 0)
    append_bar (line, done);
  if (meter->total > 0)
    g_string_append_printf (line, "%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " ", meter->done,
                            meter->total);
  if (meter->started != 0 && (meter->total > 0 || download))
    append_times (line, seconds_between (meter->started, now), done);
  append_parts (line, meter);
  if (download)
    append_download (line, meter->running->len > 0, event);
  return g_string_free (line, FALSE);
}
