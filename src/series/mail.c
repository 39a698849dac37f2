/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/mail.h"

#include <string.h>

#include "series/decode.h"

/* Parts in parts; nobody's mail has more, and a hostile one ends there. */
enum { MAX_DEPTH = 8 };

/* One line of the file, without its line end. */
typedef struct {
  const char *start;
  gsize length;
} Line;

typedef struct {
  const Line *lines; /* of the whole file */
  guint from, to;    /* those that are meant */
} Range;

/* Lines -------------------------------------------------------------------------------------- */

static GArray *
split_lines (const char *data, gsize size)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  for (gsize at = 0; at < size;)
    {
      const char *end = memchr (data + at, '\n', size - at);
      gsize length = end == NULL ? size - at : (gsize)(end - data) - at;
      g_array_append_val (lines, ((Line){data + at, length}));
      at += length + 1;
    }
  return lines;
}

static gboolean
begins (const Line *line, const char *prefix)
{
  gsize length = strlen (prefix);
  return line->length >= length && memcmp (line->start, prefix, length) == 0;
}

static gboolean
is_blank (const Line *line)
{
  return line->length == 0 || (line->length == 1 && line->start[0] == '\r');
}

/* mbox(5)'s separator, "From ADDRESS Mon Nov 20 11:22:33 2026": a sentence can begin so too, but
 * has no time and year. */
static gboolean
is_separator (const Line *line)
{
  if (!begins (line, "From ") || line->length > 200)
    return FALSE;
  g_autofree char *text = g_strndup (line->start, line->length);
  const char *colon = strrchr (text, ':');
  if (colon == NULL || colon - text < 8 || !g_ascii_isdigit (colon[-1])
      || !g_ascii_isdigit (colon[1]) || !g_ascii_isdigit (colon[2]))
    return FALSE;
  return g_ascii_strtoull (colon + 3, NULL, 10) > 1969;
}

/* Headers ------------------------------------------------------------------------------------ */

/* The header at AT of RANGE with the lines that go on with it; AT moves behind them. */
static char *
unfold (const Range *range, guint *at)
{
  g_autoptr (GString) text = g_string_new (NULL);
  do
    {
      const Line *line = &range->lines[*at];
      g_string_append_len (text, line->start, (gssize)line->length);
      while (text->len > 0 && text->str[text->len - 1] == '\r')
        g_string_truncate (text, text->len - 1);
      ++*at;
  } while (*at < range->to
           && (begins (&range->lines[*at], " ") || begins (&range->lines[*at], "\t")));
  g_strdelimit (text->str, "\t", ' ');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether LINE begins differences: a patch that was never a mail has no blank line before them. */
static gboolean
begins_differences (const Line *line)
{
  return begins (line, "diff --git ") || begins (line, "---") || begins (line, "Index: ");
}

/* The headers of RANGE by lower-case name, the first of each, raw; RANGE becomes the body. */
static GHashTable *
take_headers (Range *range)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (range->from < range->to && !is_blank (&range->lines[range->from]))
    {
      if (begins_differences (&range->lines[range->from]))
        return headers;
      g_autofree char *header = unfold (range, &range->from);
      char *colon = strchr (header, ':');
      if (colon == NULL)
        continue;
      g_autofree char *name = g_ascii_strdown (header, colon - header);
      if (!g_hash_table_contains (headers, name))
        g_hash_table_insert (headers, g_steal_pointer (&name), g_strstrip (g_strdup (colon + 1)));
    }
  if (range->from < range->to)
    range->from++;
  return headers;
}

/* The parameter NAME of a header "value; name=word; name="words"", or NULL. */
static char *
parameter (const char *value, const char *name)
{
  g_autofree char *pattern = g_strdup_printf (";\\s*%s\\s*=\\s*(\"([^\"]*)\"|[^;\\s]*)", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (value == NULL || !g_regex_match (regex, value, 0, &match))
    return NULL;
  g_autofree char *quoted = g_match_info_fetch (match, 2);
  return quoted != NULL && *quoted != '\0' ? g_steal_pointer (&quoted)
                                           : g_match_info_fetch (match, 1);
}

/* The first "<id>" of VALUE, without its brackets, or NULL. */
static char *
first_id (const char *value)
{
  const char *open = value == NULL ? NULL : strchr (value, '<');
  const char *close = open == NULL ? NULL : strchr (open, '>');
  return close == NULL ? NULL : zante_decode_charset (open + 1, close - open - 1, NULL);
}

/* RFC 5322's date, "Mon, 20 Nov 2026 11:22:33 +0100", as seconds since the epoch; 0 for another. */
static gint64
date_from (const char *value)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  g_autoptr (GRegex) regex
      = g_regex_new ("(\\d{1,2})\\s+([a-z]{3})[a-z]*\\s+(\\d{4})\\s+(\\d{1,2}):"
                     "(\\d{2})(?::(\\d{2}))?\\s*([+-]\\d{4})?",
                     G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  if (value == NULL || !g_regex_match (regex, value, 0, &match))
    return 0;
  int part[8] = {0};
  for (int i = 1; i < 8; i++)
    {
      g_autofree char *text = g_match_info_fetch (match, i);
      part[i] = text == NULL ? 0 : (int)g_ascii_strtoll (text, NULL, 10);
    }
  g_autofree char *month = g_match_info_fetch (match, 2);
  g_autofree char *lower = g_ascii_strdown (month, 3);
  const char *at = strstr (months, lower);
  if (at == NULL)
    return 0;
  g_autoptr (GDateTime) date = g_date_time_new_utc (part[3], (int)(at - months) / 3 + 1, part[1],
                                                    part[4], part[5], part[6]);
  int zone = part[7] / 100 * 3600 + part[7] % 100 * 60;
  return date == NULL ? 0 : g_date_time_to_unix (date) - zone;
}

/* Bodies ------------------------------------------------------------------------------------- */

typedef struct {
  ZanteMail *mail;
  const char *charset; /* of the part, or NULL */
  GString *text;       /* bytes of the line that is being put together */
  guint number;        /* where it began */
} Body;

static void
end_line (Body *body)
{
  char *text = zante_decode_charset (body->text->str, (gssize)body->text->len, body->charset);
  ZanteMailLine line = {text, body->number};
  g_array_append_val (body->mail->lines, line);
  body->mail->cut |= strlen (body->text->str) < body->text->len;
  g_string_truncate (body->text, 0);
}

/* Whether transport ended the lines with CR LF: then each has it, and none means it. */
static gboolean
has_line_ends (const Range *range)
{
  for (guint i = range->from; i < range->to; i++)
    if (range->lines[i].length == 0 || range->lines[i].start[range->lines[i].length - 1] != '\r')
      return FALSE;
  return range->from < range->to;
}

static void
add_plain (Body *body, const Range *range, gboolean quoted)
{
  gboolean carriage = has_line_ends (range);
  gboolean ended = TRUE;
  for (guint i = range->from; i < range->to; i++)
    {
      const Line *line = &range->lines[i];
      if (ended)
        body->number = i + 1;
      g_autofree char *text = g_strndup (line->start, line->length - (carriage ? 1 : 0));
      body->mail->cut |= memchr (line->start, '\0', line->length) != NULL;
      const char *from = text + strspn (text, ">");
      gboolean escaped = from > text && g_str_has_prefix (from, "From "); /* mboxrd */
      if (quoted)
        ended = zante_decode_quoted (text + escaped, body->text);
      else
        g_string_append (body->text, text + escaped);
      if (ended)
        end_line (body);
    }
  if (!ended)
    end_line (body);
}

/* Where the lines of what is decoded end, the file has none: all stand where the text began. */
static void
add_base64 (Body *body, const Range *range)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  int state = 0;
  guint save = 0;
  for (guint i = range->from; i < range->to; i++)
    {
      g_autofree char *text = g_strndup (range->lines[i].start, range->lines[i].length);
      zante_decode_base64 (text, &state, &save, bytes);
    }
  g_autoptr (GArray) lines = split_lines (bytes->str, bytes->len);
  body->number = range->from + 1;
  Range all = {(const Line *)lines->data, 0, lines->len};
  gboolean carriage = has_line_ends (&all);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      g_string_append_len (body->text, line->start, (gssize)line->length - (carriage ? 1 : 0));
      end_line (body);
    }
}

static void
add_text (ZanteMail *mail, GHashTable *headers, const Range *range)
{
  g_autofree char *charset = parameter (g_hash_table_lookup (headers, "content-type"), "charset");
  g_autoptr (GString) text = g_string_new (NULL);
  Body body = {mail, charset, text, range->from + 1};
  ZanteTransfer transfer
      = zante_transfer_from (g_hash_table_lookup (headers, "content-transfer-encoding"));
  if (transfer == ZANTE_TRANSFER_BASE64)
    add_base64 (&body, range);
  else
    add_plain (&body, range, transfer == ZANTE_TRANSFER_QUOTED_PRINTABLE);
}

/* Whether a part is to be read: text, but for HTML, and files that are called patches. */
static gboolean
is_text (GHashTable *headers)
{
  const char *type = g_hash_table_lookup (headers, "content-type");
  if (type == NULL)
    return TRUE;
  if (g_ascii_strncasecmp (type, "text/", 5) == 0)
    return g_ascii_strncasecmp (type, "text/html", 9) != 0;
  g_autofree char *name = parameter (type, "name");
  return name != NULL && (g_str_has_suffix (name, ".patch") || g_str_has_suffix (name, ".diff"));
}

/* Whether LINE is BOUNDARY's; END is set at the last. */
static gboolean
is_boundary (const Line *line, const char *boundary, gboolean *end)
{
  gsize length = strlen (boundary);
  if (!begins (line, "--") || line->length < length + 2
      || memcmp (line->start + 2, boundary, length) != 0)
    return FALSE;
  *end = line->length >= length + 4 && memcmp (line->start + 2 + length, "--", 2) == 0;
  return TRUE;
}

static void add_body (ZanteMail *mail, GHashTable *headers, const Range *range, int depth);

static void
add_parts (ZanteMail *mail, const Range *range, const char *boundary, int depth)
{
  gboolean inside = FALSE, end = FALSE;
  Range part = *range;
  for (guint i = range->from; i < range->to && !end; i++)
    {
      if (!is_boundary (&range->lines[i], boundary, &end))
        continue;
      part.to = i;
      if (inside)
        {
          g_autoptr (GHashTable) headers = take_headers (&part);
          add_body (mail, headers, &part, depth + 1);
        }
      inside = TRUE;
      part = (Range){range->lines, i + 1, range->to};
    }
  if (!inside || end || depth >= MAX_DEPTH)
    return;
  g_autoptr (GHashTable) headers = take_headers (&part); /* it was cut short */
  add_body (mail, headers, &part, depth + 1);
}

static void
add_body (ZanteMail *mail, GHashTable *headers, const Range *range, int depth)
{
  const char *type = g_hash_table_lookup (headers, "content-type");
  g_autofree char *boundary = type == NULL || g_ascii_strncasecmp (type, "multipart/", 10) != 0
                                  ? NULL
                                  : parameter (type, "boundary");
  if (boundary != NULL && *boundary != '\0')
    {
      if (depth < MAX_DEPTH)
        add_parts (mail, range, boundary, depth);
    }
  else if (is_text (headers))
    add_text (mail, headers, range);
}

/* Mails -------------------------------------------------------------------------------------- */

static void
clear_line (gpointer line)
{
  g_free (((ZanteMailLine *)line)->text);
}

void
zante_mail_free (ZanteMail *mail)
{
  if (mail == NULL)
    return;
  g_free (mail->subject);
  g_free (mail->from);
  g_free (mail->message_id);
  g_free (mail->thread);
  g_free (mail->recipients);
  g_free (mail->commit);
  g_array_unref (mail->lines);
  g_free (mail);
}

static char *
decoded (GHashTable *headers, const char *name)
{
  const char *value = g_hash_table_lookup (headers, name);
  return value == NULL ? g_strdup ("") : zante_decode_header (value);
}

/* To and Cc, or NULL. */
static char *
recipients_of (GHashTable *headers)
{
  g_autofree char *to = decoded (headers, "to");
  g_autofree char *cc = decoded (headers, "cc");
  if (*to == '\0' && *cc == '\0')
    return NULL;
  return g_strconcat (to, *to != '\0' && *cc != '\0' ? ", " : "", cc, NULL);
}

/* The id in "From 0123… Mon Sep 17 00:00:00 2001", or NULL. */
static char *
commit_of (const Line *separator)
{
  enum { ID = 40, AT = 5 };
  g_autofree char *id = g_strndup (separator->start, MIN (separator->length, AT + ID + 1));
  return strlen (id) > AT + ID && strspn (id + AT, "0123456789abcdef") == ID && id[AT + ID] == ' '
             ? g_strndup (id + AT, ID)
             : NULL;
}

/* The line of RANGE that begins the header "Subject", from 1, or that RANGE begins with. */
static guint
find_subject (const Range *range)
{
  for (guint i = range->from; i < range->to && !is_blank (&range->lines[i]); i++)
    if (range->lines[i].length >= 8
        && g_ascii_strncasecmp (range->lines[i].start, "subject:", 8) == 0)
      return i + 1;
  return range->from + 1;
}

static ZanteMail *
read_mail (Range range)
{
  ZanteMail *mail = g_new0 (ZanteMail, 1);
  mail->number = range.from + 1;
  mail->lines = g_array_new (FALSE, FALSE, sizeof (ZanteMailLine));
  g_array_set_clear_func (mail->lines, clear_line);
  if (is_separator (&range.lines[range.from]))
    mail->commit = commit_of (&range.lines[range.from++]);
  mail->titled = find_subject (&range);
  g_autoptr (GHashTable) headers = take_headers (&range);
  mail->recipients = recipients_of (headers);
  mail->subject = decoded (headers, "subject");
  mail->from = decoded (headers, "from");
  mail->date = date_from (g_hash_table_lookup (headers, "date"));
  mail->message_id = first_id (g_hash_table_lookup (headers, "message-id"));
  mail->thread = first_id (g_hash_table_lookup (headers, "references"));
  if (mail->thread == NULL)
    mail->thread = first_id (g_hash_table_lookup (headers, "in-reply-to"));
  add_body (mail, headers, &range, 0);
  return mail;
}

GPtrArray *
zante_mailbox_parse (const char *data, gsize size)
{
  GPtrArray *mails = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_mail_free);
  g_autoptr (GArray) array = split_lines (data, size);
  const Line *lines = (const Line *)array->data;
  guint start = 0;
  for (guint i = 1; i <= array->len; i++)
    {
      gboolean next = i == array->len || (is_separator (&lines[i]) && is_blank (&lines[i - 1]));
      if (!next)
        continue;
      /* The blank line before a separator is mbox's. */
      guint end = i < array->len ? i - 1 : i;
      if (end > start)
        g_ptr_array_add (mails, read_mail ((Range){lines, start, end}));
      start = i;
    }
  return mails;
}
