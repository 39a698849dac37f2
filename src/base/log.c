/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/json-add.h"
#include "base/show.h"

enum { REDRAW_US = 100 * 1000 };

struct _ZanteLog {
  GMutex mutex;
  FILE *text;
  FILE *json;
  gboolean progress;
  ZanteLogLevel level;
  GPtrArray *running; /* char*: "tools build" of every component at work, in order of start */
  gint64 done, total; /* components */
  gboolean drawn;     /* the progress line is on the screen */
  gint64 drawn_at;
};

static const char *const level_names[] = {"error", "warning", "notice", "info"};

ZanteLog *
zante_log_new (FILE *text, gboolean progress, ZanteLogLevel level, FILE *json)
{
  ZanteLog *log = g_new0 (ZanteLog, 1);
  g_mutex_init (&log->mutex);
  log->text = text;
  log->json = json;
  log->progress = progress && text != NULL;
  log->level = level;
  log->running = g_ptr_array_new_with_free_func (g_free);
  return log;
}

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
draw (ZanteLog *log, const char *extra)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gint64 now = g_get_monotonic_time ();
  if (!log->progress || (log->drawn && now - log->drawn_at < REDRAW_US))
    return;
  if (log->total > 0)
    g_string_append_printf (line, "[%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "] ", log->done,
                            log->total);
  for (guint i = 0; i < log->running->len; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? " | " : "", (char *)log->running->pdata[i]);
  if (extra != NULL)
    g_string_append_printf (line, "  %s", extra);
  g_autofree char *shown = zante_show_name (line->str);
  g_autofree char *cut = g_utf8_substring (
      shown, 0, MIN (g_utf8_strlen (shown, -1), terminal_width (log->text) - 1));
  fprintf (log->text, "\r\033[K%s", cut);
  fflush (log->text);
  log->drawn = *cut != '\0';
  log->drawn_at = now;
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

void
zante_log_free (ZanteLog *log)
{
  if (log == NULL)
    return;
  erase (log);
  g_ptr_array_unref (log->running);
  g_mutex_clear (&log->mutex);
  g_free (log);
}

/* Components that run ------------------------------------------------------------------------ */

static void
forget_running (ZanteLog *log, const char *component)
{
  for (guint i = 0; i < log->running->len; i++)
    {
      const char *entry = log->running->pdata[i];
      gsize length = strlen (component);
      if (strncmp (entry, component, length) == 0
          && (entry[length] == ' ' || entry[length] == '\0'))
        {
          g_ptr_array_remove_index (log->running, i);
          return;
        }
    }
}

static void
track (ZanteLog *log, const ZanteEvent *event)
{
  if (strcmp (event->event, "component-end") == 0)
    {
      forget_running (log, event->component);
      log->done++;
    }
  else if (strcmp (event->event, "phase-start") == 0)
    {
      forget_running (log, event->component);
      g_ptr_array_add (log->running, g_strdup_printf ("%s %s", event->component, event->phase));
    }
  else if (strcmp (event->event, "plan") == 0)
    {
      log->done = MAX (event->done, 0);
      log->total = MAX (event->total, 0);
    }
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
      || g_str_has_suffix (kind, "-progress"))
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

static char *
describe_download (const ZanteEvent *event)
{
  if (!g_str_has_suffix (event->event, "-progress"))
    return NULL;
  g_autofree char *done = g_format_size ((guint64)MAX (event->done, 0));
  g_autofree char *total = event->total > 0 ? g_format_size ((guint64)event->total) : NULL;
  return g_strdup_printf ("%s %s%s%s", event->component != NULL ? event->component : "", done,
                          total != NULL ? "/" : "", total != NULL ? total : "");
}

static void
emit_text (ZanteLog *log, const ZanteEvent *event)
{
  g_autofree char *extra = describe_download (event);
  g_autofree char *line = level_of (event) <= log->level ? describe (event) : NULL;
  if (line != NULL)
    {
      erase (log);
      g_autofree char *shown = zante_show (line);
      fprintf (log->text, "%s\n", shown);
      fflush (log->text);
    }
  draw (log, extra);
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
  track (log, event);
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
