/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of the subject and of what a commit says. */
#include <string.h>

#include "series/check/checks.h"

/* Columns: what `git log --oneline` shows in a terminal, and docs/process asks for a body. */
enum { MAX_SUBJECT = 80, MAX_BODY = 75 };

/* Subject ------------------------------------------------------------------------------------ */

static void
subject_stop (ZanteCheckRun *run)
{
  const char *title = run->patch->subject.title;
  if (g_str_has_suffix (title, ".") && !g_str_has_suffix (title, ".."))
    zante_check_patch (run, "the subject ends with a full stop");
}

static void
subject_length (ZanteCheckRun *run)
{
  glong length = g_utf8_strlen (run->patch->subject.title, -1);
  if (length > MAX_SUBJECT)
    zante_check_patch (run, "the subject has %ld characters; %d are enough", length, MAX_SUBJECT);
}

static void
subject_component (ZanteCheckRun *run)
{
  const char *title = run->patch->subject.title;
  const char *colon = strchr (title, ':');
  if (!g_str_has_prefix (title, "Revert \"")
      && (colon == NULL || colon == title || colon[1] != ' '))
    zante_check_patch (run,
                       "the subject does not say which part it is about (\"part: what it does\")");
}

static void
subject_tag (ZanteCheckRun *run)
{
  const char *close = strchr (run->patch->mail->subject, ']');
  const char *second = close == NULL ? NULL : close + 1 + strspn (close + 1, " ");
  if (second != NULL && *second == '[' && strchr (second, ']') != NULL)
    zante_check_patch (run, "git am drops what stands in brackets before the subject");
}

/* Message ------------------------------------------------------------------------------------ */

/* UTF-8 that was taken for Latin-1 and encoded again: a letter of that begins so, and what follows
 * is no letter. */
static gboolean
is_mojibake (const char *text)
{
  for (const char *at = strstr (text, "\u00c3"); at != NULL; at = strstr (at + 2, "\u00c3"))
    {
      gunichar next = g_utf8_get_char_validated (at + 2, -1);
      if (next >= 0x80 && next <= 0xbf)
        return TRUE;
    }
  return strstr (text, "\xc3\xa2\xc2\x80") != NULL
         || strstr (text, "\xc3\xaf\xc2\xbf\xc2\xbd") != NULL || strstr (text, "\uFFFD") != NULL;
}

static void
encoding (ZanteCheckRun *run)
{
  const char *subject = run->patch->mail->subject;
  if (!g_utf8_validate (subject, -1, NULL) || is_mojibake (subject))
    zante_check_patch (run, "the subject is no UTF-8, or was encoded twice");
  for (guint i = 0; i < run->words->lines->len; i++)
    {
      const ZanteWord *word = &g_array_index (run->words->lines, ZanteWord, i);
      if (!g_utf8_validate (word->text, -1, NULL) || is_mojibake (word->text))
        zante_check_word (run, word, "it is no UTF-8, or was encoded twice");
    }
}

static void
message_space (ZanteCheckRun *run)
{
  for (guint i = 0; i < run->words->lines->len; i++)
    {
      const ZanteWord *word = &g_array_index (run->words->lines, ZanteWord, i);
      gsize length = strlen (word->text);
      if (length > 0 && g_ascii_isspace (word->text[length - 1]))
        zante_check_word (run, word, "space at the end of a line of the message");
    }
}

static gboolean
is_of_tag (const ZanteWords *words, const ZanteWord *word)
{
  for (guint i = 0; i < words->tags->len; i++)
    if (g_array_index (words->tags, ZanteTag, i).word.line == word->line)
      return TRUE;
  return FALSE;
}

static gboolean
is_wide (const ZanteWords *words, const ZanteWord *word)
{
  return !is_of_tag (words, word) && strchr (" \t>|\"", *word->text) == NULL
         && strstr (word->text, "://") == NULL && g_utf8_strlen (word->text, -1) > MAX_BODY;
}

static void
message_width (ZanteCheckRun *run)
{
  const ZanteWord *first = NULL;
  guint wide = 0;
  for (guint i = 0; i < run->words->lines->len; i++)
    {
      const ZanteWord *word = &g_array_index (run->words->lines, ZanteWord, i);
      if (!is_wide (run->words, word))
        continue;
      first = first == NULL ? word : first;
      wide++;
    }
  if (first != NULL)
    zante_check_word (run, first, "%u line%s of the message %s wider than %d columns", wide,
                      wide == 1 ? "" : "s", wide == 1 ? "is" : "are", MAX_BODY);
}

static void
message_empty (ZanteCheckRun *run)
{
  for (guint i = 0; i < run->words->lines->len; i++)
    {
      const ZanteWord *word = &g_array_index (run->words->lines, ZanteWord, i);
      if (*word->text != '\0' && !is_of_tag (run->words, word))
        return;
    }
  zante_check_patch (run, "the message says nothing but the subject");
}

/* "v2:", "Changes in v3:", "Changes since v1": of use to those who saw the other version. */
static void
message_notes (ZanteCheckRun *run)
{
  static const char pattern[] = "^(changes (in|since|from) )?v[1-9][0-9]?( changes)?\\s*:?\\s*$"
                                "|^v[1-9][0-9]?: "
                                "|^changes (in|since|from) v[1-9]";
  for (guint i = 0; i < run->words->lines->len; i++)
    {
      const ZanteWord *word = &g_array_index (run->words->lines, ZanteWord, i);
      if (g_regex_match_simple (pattern, word->text, G_REGEX_CASELESS | G_REGEX_RAW, 0))
        zante_check_word (run, word, "notes on versions belong below the \"---\"");
    }
}

static void
message_gerrit (ZanteCheckRun *run)
{
  for (guint i = 0; i < run->words->tags->len; i++)
    {
      const ZanteTag *tag = &g_array_index (run->words->tags, ZanteTag, i);
      if (zante_tag_is (tag, "Change-Id"))
        zante_check_word (run, &tag->word, "an id of Gerrit means nothing here");
    }
}

const ZanteCheckKind zante_checks_message[] = {
    {"encoding", ZANTE_CHECK_ERROR, "subject and message are UTF-8, encoded once",
     .patch = encoding},
    {"subject-stop", ZANTE_CHECK_WARNING, "no full stop ends the subject", .patch = subject_stop},
    {"subject-length", ZANTE_CHECK_WARNING, "the subject has at most 80 characters",
     .patch = subject_length},
    {"subject-component", ZANTE_CHECK_HINT, "the subject begins with the part that it is about",
     .patch = subject_component},
    {"subject-tag", ZANTE_CHECK_HINT, "nothing in brackets stands before the subject",
     .patch = subject_tag},
    {"message-space", ZANTE_CHECK_WARNING, "no line of the message ends with space",
     .patch = message_space},
    {"message-notes", ZANTE_CHECK_WARNING, "what changed since the last version is no message",
     .patch = message_notes},
    {"message-gerrit", ZANTE_CHECK_WARNING, "there is no Change-Id", .patch = message_gerrit},
    {"message-width", ZANTE_CHECK_HINT,
     "the message has at most 75 columns, but for tags, quotes and addresses",
     .patch = message_width},
    {"message-empty", ZANTE_CHECK_HINT, "the message says more than the subject",
     .patch = message_empty},
    {NULL},
};
