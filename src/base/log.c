/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/json.h"
#include "base/meter.h"
#include "base/show.h"

enum { REDRAW_US = 100 * 1000 };

struct _ZanteLog {
  GMutex mutex;
  FILE *text;
  FILE *json;
  gboolean progress;
  ZanteLogLevel level;
  ZanteMeter meter;
  gboolean drawn; /* the progress line is on the screen */
  gboolean ended;
  GCond wake;
  GThread *clock; /* draws the line again while nothing happens; NULL: there is none */
  gint64 drawn_at;
};

static const char *const level_names[] = {"error", "warning", "notice", "info"};

/* The progress line -------------------------------------------------------------------------- */

static void
erase (ZanteLog *log)
{
  if (!log->drawn)
    return;
  fputs ("\r\033[K", log->text);
  fflush (log->text);
  log->drawn = FALSE;
}

static int
terminal_width (FILE *stream)
{
  struct winsize size = {0};
  if (ioctl (fileno (stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;
  return size.ws_col;
}

static void
draw (ZanteLog *log, const ZanteEvent *event)
{
  gint64 now = g_get_monotonic_time ();
  if (!log->progress || (log->drawn && now - log->drawn_at < REDRAW_US))
    return;
  g_autofree char *line = zante_meter_line (&log->meter, event, now);
  g_autofree char *shown = zante_show_name (line);
  g_autofree char *cut = g_utf8_substring (
      shown, 0, MIN (g_utf8_strlen (shown, -1), terminal_width (log->text) - 1));
  fprintf (log->text, "\r\033[K%s", cut);
  fflush (log->text);
  log->drawn = *cut != '\0';
  log->drawn_at = now;
}

/* Time passes on the screen too. */
static gpointer
tick (gpointer user_data)
{
  ZanteLog *log = user_data;
  g_mutex_lock (&log->mutex);
  while (!log->ended)
    {
      g_cond_wait_until (&log->wake, &log->mutex, g_get_monotonic_time () + G_TIME_SPAN_SECOND);
      if (log->drawn && !log->ended && log->meter.total > 0)
        draw (log, NULL);
    }
  g_mutex_unlock (&log->mutex);
  return NULL;
}

ZanteLog *
zante_log_new (FILE *text, gboolean progress, ZanteLogLevel level, FILE *json)
{
  ZanteLog *log = g_new0 (ZanteLog, 1);
  g_mutex_init (&log->mutex);
  log->text = text;
  log->json = json;
  log->level = level;
  zante_meter_init (&log->meter);
  g_cond_init (&log->wake);
  log->progress = progress && text != NULL;
  if (log->progress)
    log->clock = g_thread_try_new ("clock", tick, log, NULL);
  return log;
}

void
zante_log_pause (ZanteLog *log)
{
  if (log == NULL)
    return;
  g_mutex_lock (&log->mutex);
  erase (log);
  g_mutex_unlock (&log->mutex);
}

/* The clock's thread is told to end. */
static void
stop_clock (ZanteLog *log)
{
  if (log->clock == NULL)
    return;
  g_mutex_lock (&log->mutex);
  log->ended = TRUE;
  g_cond_signal (&log->wake);
  g_mutex_unlock (&log->mutex);
  g_thread_join (log->clock);
}

void
zante_log_free (ZanteLog *log)
{
  if (log == NULL)
    return;
  stop_clock (log);
  erase (log);
  zante_meter_clear (&log->meter);
  g_cond_clear (&log->wake);
  g_mutex_clear (&log->mutex);
  g_free (log);
}

/* Lines for people --------------------------------------------------------------------------- */

static ZanteLogLevel
level_of (const ZanteEvent *event)
{
  if (strcmp (event->event, "message") == 0)
    for (guint i = 0; i < G_N_ELEMENTS (level_names); i++)
      if (g_strcmp0 (event->status, level_names[i]) == 0)
        return (ZanteLogLevel)i;
  if (g_str_has_suffix (event->event, "-progress") || g_str_has_prefix (event->event, "phase-"))
    return ZANTE_LOG_INFO;
  return ZANTE_LOG_NOTICE;
}

/* The line for a person, or NULL when the event is not worth one. */
static char *
describe (const ZanteEvent *event)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const char *kind = event->event;
  if (strcmp (kind, "message") == 0)
    {
      gboolean marked = level_of (event) <= ZANTE_LOG_WARNING;
      return g_strdup_printf ("%s%s%s", marked ? event->status : "", marked ? ": " : "",
                              event->message != NULL ? event->message : "");
    }
  if (strcmp (kind, "component-start") == 0 || strcmp (kind, "plan") == 0
      || g_str_has_prefix (kind, "package-") || g_str_has_suffix (kind, "-progress"))
    return NULL;
  if (event->component != NULL)
    g_string_append_printf (line, "%s: ", event->component);
  if (event->phase != NULL)
    g_string_append_printf (line, "%s ", event->phase);
  g_string_append (line, event->status != NULL               ? event->status
                         : strcmp (kind, "fetch-start") == 0 ? "downloading"
                                                             : "");
  if (event->seconds >= 0)
    g_string_append_printf (line, " (%.1f s)", event->seconds);
  /* why a component failed is the error that the run ends with */
  if (event->message != NULL && g_strcmp0 (event->status, "failed") != 0)
    g_string_append_printf (line, "%s%s", event->status != NULL ? ": " : "", event->message);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
emit_text (ZanteLog *log, const ZanteEvent *event)
{
  g_autofree char *line = level_of (event) <= log->level ? describe (event) : NULL;
  if (line != NULL)
    {
      erase (log);
      g_autofree char *shown = zante_show (line);
      fprintf (log->text, "%s\n", shown);
      fflush (log->text);
    }
  draw (log, event);
}

/* Events for programs ------------------------------------------------------------------------ */

static void
emit_json (ZanteLog *log, const ZanteEvent *event)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *message = zante_show_redact (event->message);
  g_autofree char *path = zante_show_redact (event->path);
  json_builder_begin_object (builder);
  zante_json_add_double (builder, "time", (double)g_get_real_time () / G_USEC_PER_SEC);
  zante_json_add_text (builder, "event", event->event);
  zante_json_add_text (builder, "component", event->component);
  zante_json_add_text (builder, "phase", event->phase);
  zante_json_add_text (builder, "status", event->status);
  zante_json_add_text (builder, "message", message);
  zante_json_add_text (builder, "path", path);
  zante_json_add_int (builder, "done", event->done);
  zante_json_add_int (builder, "total", event->total);
  zante_json_add_double (builder, "seconds", event->seconds);
  zante_json_add_double (builder, "expected", event->expected);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *line = json_to_string (root, FALSE);
  fprintf (log->json, "%s\n", line);
  fflush (log->json);
}

void
zante_log_emit (ZanteLog *log, const ZanteEvent *event)
{
  if (log == NULL)
    return;
  g_mutex_lock (&log->mutex);
  zante_meter_take (&log->meter, event, g_get_monotonic_time ());
  if (log->text != NULL)
    emit_text (log, event);
  if (log->json != NULL)
    emit_json (log, event);
  g_mutex_unlock (&log->mutex);
}

void
zante_log_message (ZanteLog *log, ZanteLogLevel level, const char *format, ...)
{
  va_list args;
  if (log == NULL)
    return;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  ZanteEvent event
      = ZANTE_EVENT (.event = "message", .status = level_names[level], .message = message);
  zante_log_emit (log, &event);
}
