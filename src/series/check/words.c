/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/check/words.h"

#include <string.h>

static void
clear_tag (gpointer tag)
{
  g_free (((ZanteTag *)tag)->name);
}

void
zante_words_free (ZanteWords *words)
{
  if (words == NULL)
    return;
  g_free (words->author);
  g_array_unref (words->lines);
  g_array_unref (words->tags);
  g_array_unref (words->below);
  g_free (words);
}

/* Tags --------------------------------------------------------------------------------------- */

gboolean
zante_tag_is (const ZanteTag *tag, const char *name)
{
  return g_ascii_strcasecmp (tag->name, name) == 0;
}

gboolean
zante_tag_names_person (const ZanteTag *tag)
{
  gsize length = strlen (tag->name);
  return length > 3 && g_ascii_strcasecmp (tag->name + length - 3, "-by") == 0;
}

static gboolean
is_tag (const ZanteTag *tag)
{
  static const char *const others[]
      = {"Fixes", "Cc", "Link", "Closes", "Backport", "Origin", "Change-Id", "Message-Id"};
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (zante_tag_is (tag, others[i]))
      return TRUE;
  return zante_tag_names_person (tag);
}

static void
take_tag (GArray *tags, const ZanteWord *word)
{
  enum { MAX_NAME = 40 };
  gsize length = strspn (word->text, G_CSET_a_2_z G_CSET_A_2_Z "-");
  if (length == 0 || length > MAX_NAME || word->text[length] != ':')
    return;
  const char *value = word->text + length + 1;
  ZanteTag tag = {g_strndup (word->text, length), value + strspn (value, " \t"), *word};
  if (is_tag (&tag))
    g_array_append_val (tags, tag);
  else
    clear_tag (&tag);
}

/* Messages ----------------------------------------------------------------------------------- */

/* A header in the body stands for that of the mail (git-am(1)). */
static gboolean
is_header (const char *text)
{
  return g_str_has_prefix (text, "From: ") || g_str_has_prefix (text, "Subject: ")
         || g_str_has_prefix (text, "Date: ");
}

/* Whether the message ends here, as git-mailinfo(1) sees it; CUT: at a "---". */
static gboolean
is_end (const char *text, gboolean *cut)
{
  *cut = g_str_has_prefix (text, "---") && text[3 + strspn (text + 3, " \t\r")] == '\0';
  return *cut || g_str_has_prefix (text, "diff -") || g_str_has_prefix (text, "Index: ")
         || (g_str_has_prefix (text, "--- ") && text[4] != ' ');
}

static void
take_below (ZanteWords *words, const ZanteMailedPatch *patch, guint at)
{
  const ZanteMail *mail = patch->mail;
  guint first
      = patch->files->len == 0 ? G_MAXUINT : ((ZanteFileDiff *)patch->files->pdata[0])->line;
  for (guint i = at; i < mail->lines->len; i++)
    {
      const ZanteMailLine *line = &g_array_index (mail->lines, ZanteMailLine, i);
      ZanteWord word = {line->text, line->number, 0};
      if (line->number >= first)
        return;
      take_tag (words->below, &word);
    }
}

/* Blank lines at the end are none of the message's. */
static void
drop_blanks (GArray *lines)
{
  while (lines->len > 0 && *g_array_index (lines, ZanteWord, lines->len - 1).text == '\0')
    g_array_set_size (lines, lines->len - 1);
}

static void
take_message (ZanteWords *words, const ZanteMailedPatch *patch)
{
  const ZanteMail *mail = patch->mail;
  gboolean begun = FALSE, cut = FALSE, headers = FALSE;
  guint number = 3;
  for (guint i = 0; i < mail->lines->len; i++)
    {
      const ZanteMailLine *line = &g_array_index (mail->lines, ZanteMailLine, i);
      if (is_end (line->text, &cut))
        {
          if (cut)
            take_below (words, patch, i + 1);
          break;
        }
      headers = !begun && is_header (line->text);
      if (headers && g_str_has_prefix (line->text, "From: "))
        {
          g_free (words->author);
          words->author = g_strdup (line->text + strlen ("From: "));
        }
      if (headers || (!begun && *line->text == '\0'))
        continue;
      begun = TRUE;
      ZanteWord word = {line->text, line->number, number++};
      g_array_append_val (words->lines, word);
      take_tag (words->tags, &word);
    }
  drop_blanks (words->lines);
}

ZanteWords *
zante_words_read (const ZanteMailedPatch *patch)
{
  ZanteWords *words = g_new0 (ZanteWords, 1);
  words->author = g_strdup (patch->mail->from);
  words->lines = g_array_new (FALSE, FALSE, sizeof (ZanteWord));
  words->tags = g_array_new (FALSE, FALSE, sizeof (ZanteTag));
  words->below = g_array_new (FALSE, FALSE, sizeof (ZanteTag));
  g_array_set_clear_func (words->tags, clear_tag);
  g_array_set_clear_func (words->below, clear_tag);
  take_message (words, patch);
  return words;
}

/* Persons ------------------------------------------------------------------------------------ */

char *
zante_person_name (const char *text)
{
  char *name = g_strndup (text, strcspn (text, "<#("));
  g_strdelimit (name, "\"", ' ');
  return g_strstrip (name);
}

char *
zante_person_address (const char *text)
{
  const char *open = strrchr (text, '<');
  return open == NULL ? g_strdup ("") : g_strndup (open + 1, strcspn (open + 1, ">"));
}

static char *
fold (char *owned)
{
  g_autofree char *text = owned;
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = g_str_to_ascii (valid, "C");
  return g_ascii_strdown (plain, -1);
}

static gboolean
same (char *one, char *other)
{
  g_autofree char *here = one;
  g_autofree char *there = other;
  return *here != '\0' && strcmp (here, there) == 0;
}

gboolean
zante_person_equal (const char *one, const char *other)
{
  return same (fold (zante_person_address (one)), fold (zante_person_address (other)))
         || same (fold (zante_person_name (one)), fold (zante_person_name (other)));
}
