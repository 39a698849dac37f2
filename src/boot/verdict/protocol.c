/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/verdict/protocol.h"

#include <string.h>

enum { MAX_LINE = 4096, MAX_NAME = 64 };

void
zante_line_clear (ZanteLine *line)
{
  g_free (line->name);
  g_free (line->step);
  g_free (line->text);
  *line = (ZanteLine){0};
}

/* A copy that is one line of UTF-8 without control characters. */
static char *
clean_copy (const char *data, gsize size)
{
  g_autofree char *valid = g_utf8_make_valid (data, (gssize)MIN (size, MAX_LINE));
  g_autoptr (GString) text = g_string_new (NULL);
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      g_string_append_unichar (text, g_unichar_iscntrl (character) ? '?' : character);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The next word, "" at the end; REST moves behind it and one blank. Owned by the caller. */
static char *
next_word (const char **rest)
{
  gsize length = strcspn (*rest, " ");
  char *word = g_strndup (*rest, length);
  *rest += length + ((*rest)[length] == ' ');
  return word;
}

/* Names go into file names and reports. */
static gboolean
is_name (const char *word)
{
  if (*word == '\0' || strlen (word) > MAX_NAME || !g_ascii_isalnum (*word))
    return FALSE;
  for (const char *c = word; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("+._-~", *c) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_seconds (const char *word, double *seconds)
{
  char *end = NULL;
  *seconds = g_ascii_strtod (word, &end);
  return g_ascii_isdigit (*word) && *end == '\0' && *seconds >= 0 && *seconds < 1e9;
}

static gboolean
read_status (ZanteLine *line, const char *rest)
{
  g_autofree char *status = next_word (&rest);
  g_autofree char *seconds = next_word (&rest);
  guint64 number;
  if (!g_ascii_string_to_unsigned (status, 10, 0, 255, &number, NULL)
      || !read_seconds (seconds, &line->seconds))
    return FALSE;
  line->status = (int)number;
  return TRUE;
}

/* "ok" or "failed", "pass" or "fail". */
static gboolean
read_outcome (ZanteLine *line, const char *good, const char *bad, const char **rest)
{
  g_autofree char *word = next_word (rest);
  line->ok = strcmp (word, good) == 0;
  return line->ok || strcmp (word, bad) == 0;
}

static gboolean
read_step (ZanteLine *line, const char **rest)
{
  line->step = next_word (rest);
  return is_name (line->step) && read_outcome (line, "ok", "failed", rest);
}

static gboolean
read_word (ZanteLine *line, const char **rest)
{
  line->step = next_word (rest);
  return is_name (line->step);
}

static ZanteLineKind
read_guest (ZanteLine *line, const char **rest)
{
  g_autofree char *verb = next_word (rest);
  if (strcmp (verb, "begin") == 0)
    return ZANTE_LINE_BEGIN;
  if (strcmp (verb, "create") == 0)
    return read_status (line, *rest) ? ZANTE_LINE_CREATE : ZANTE_LINE_OTHER;
  if (strcmp (verb, "ran") == 0)
    return read_status (line, *rest) ? ZANTE_LINE_RAN : ZANTE_LINE_OTHER;
  if (strcmp (verb, "marker") == 0)
    return read_seconds (*rest, &line->seconds) ? ZANTE_LINE_MARKER : ZANTE_LINE_OTHER;
  if (strcmp (verb, "step") == 0)
    return read_step (line, rest) ? ZANTE_LINE_STEP : ZANTE_LINE_OTHER;
  if (strcmp (verb, "outcome") == 0)
    return read_word (line, rest) ? ZANTE_LINE_OUTCOME : ZANTE_LINE_OTHER;
  if (strcmp (verb, "pass") == 0)
    return ZANTE_LINE_PASS;
  if (strcmp (verb, "fail") == 0)
    return ZANTE_LINE_FAIL;
  return strcmp (verb, "skip") == 0 ? ZANTE_LINE_SKIP : ZANTE_LINE_OTHER;
}

static ZanteLineKind
read_named (ZanteLine *line, const char *kind, const char **rest)
{
  line->name = next_word (rest);
  if (!is_name (line->name))
    return ZANTE_LINE_OTHER;
  if (strcmp (kind, "stage") == 0)
    return ZANTE_LINE_STAGE;
  if (strcmp (kind, "fact") == 0)
    return ZANTE_LINE_FACT;
  if (strcmp (kind, "log") == 0)
    return ZANTE_LINE_LOG;
  return strcmp (kind, "guest") == 0 ? read_guest (line, rest) : ZANTE_LINE_OTHER;
}

static ZanteLineKind
read_kind (ZanteLine *line, const char **rest)
{
  g_autofree char *kind = next_word (rest);
  if (strcmp (kind, "alive") == 0)
    return ZANTE_LINE_ALIVE;
  if (strcmp (kind, "verdict") == 0)
    return read_outcome (line, "pass", "fail", rest) ? ZANTE_LINE_VERDICT : ZANTE_LINE_OTHER;
  return read_named (line, kind, rest);
}

ZanteLine
zante_line_parse (const char *data, gsize size, const char *nonce)
{
  ZanteLine line = {0};
  while (size > 0 && (data[size - 1] == '\r' || data[size - 1] == '\n'))
    size--;
  g_autofree char *text = clean_copy (data, size);
  const char *rest = text;
  g_autofree char *greeting = next_word (&rest);
  g_autofree char *number = next_word (&rest);
  if (strcmp (greeting, "zante") == 0 && *nonce != '\0' && strcmp (number, nonce) == 0)
    line.kind = read_kind (&line, &rest);
  if (line.kind == ZANTE_LINE_OTHER)
    zante_line_clear (&line);
  line.text = g_strdup (line.kind == ZANTE_LINE_OTHER ? text : rest);
  return line;
}
