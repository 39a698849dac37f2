/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/mentions.h"

#include <string.h>

#include "base/strings.h"

/* Not any word: "this is not XSA-1", "these reintroduce XSA-1". */
#define WHICH "( (security|first|second|third|next|last|final|another|other|further))?"
/* A line, or a sentence in one, that says what the commit is: CVE ids may come first, and it may be
 * a part; and what is spoken of further on ("or XSA-93 re-born") is not it. */
#define STATED                                                                                     \
  "(^\\W*|[.;] +)(this|these|all|everything)( together)?( is| are)?( also)?( a| the)?" WHICH       \
  "( problem,?)?( part( of)?)?"                                                                    \
  "[ /,&+]*(cve-\\d+-\\d+[ /,&+]*(and )?)*(part of )?xsa-?\\d{1,4}"                                \
  "([ /,&+]+(and )?(cve-\\d+-\\d+|xsa-?\\d{1,4})(?!\\d))*"

#define NUMBER "\\bxsa[- ]?([0-9]{1,4})(?![0-9])"

static void
clear_mention (gpointer mention)
{
  g_ptr_array_unref (((ZanteXsaMention *)mention)->cves);
}

/* Every match of PATTERN in LINE: what its brackets hold. */
static GPtrArray *
matches (const char *line, const char *pattern)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_regex_match (regex, line, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    zante_strings_take (found, g_match_info_fetch (match, 1));
  return found;
}

static ZanteXsaMention *
mention_of (GArray *mentions, guint number)
{
  guint at = 0;
  while (at < mentions->len && g_array_index (mentions, ZanteXsaMention, at).number < number)
    at++;
  if (at == mentions->len || g_array_index (mentions, ZanteXsaMention, at).number != number)
    {
      ZanteXsaMention mention = {number, FALSE, FALSE, g_ptr_array_new_with_free_func (g_free)};
      g_array_insert_val (mentions, at, mention);
    }
  return &g_array_index (mentions, ZanteXsaMention, at);
}

/* What LINE says that the commit is, "" for nothing. Owned by the caller. */
static char *
stated_in (const char *line)
{
  g_autoptr (GPtrArray) found = matches (line, "(" STATED ")");
  g_ptr_array_add (found, NULL);
  return g_strjoinv (" ", (char **)found->pdata);
}

static gboolean
has_word (const char *text, const char *word)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  return strstr (lower, word) != NULL;
}

/* NEXT: the line after LINE, on which an id may stand that belongs to a "/" at the end of this. */
static void
take_line (GArray *mentions, const char *line, const char *next)
{
  if (strpbrk (line, "xX") == NULL) /* most lines of most messages */
    return;
  g_autoptr (GPtrArray) numbers = matches (line, NUMBER);
  if (numbers->len == 0)
    return;
  g_autofree char *stripped = g_strchomp (g_strdup (line));
  g_autofree char *both = next != NULL && g_str_has_suffix (stripped, "/")
                              ? g_strjoin (" ", stripped, next, NULL)
                              : g_strdup (stripped);
  g_autoptr (GPtrArray) cves = matches (both, "\\b(CVE-[0-9]{4}-[0-9]{4,7})(?![0-9])");
  g_autofree char *stated = stated_in (line);
  g_autoptr (GPtrArray) of = matches (stated, NUMBER);
  gboolean part = has_word (stated, "part");
  for (guint i = 0; i < numbers->len; i++)
    {
      guint number = (guint)g_ascii_strtoull (numbers->pdata[i], NULL, 10);
      ZanteXsaMention *mention = mention_of (mentions, number);
      gboolean is = zante_strings_has (of, numbers->pdata[i]);
      mention->stated |= is;
      mention->part |= is && part;
      /* Beside two advisories nobody knows whose it is. */
      for (guint j = 0; j < cves->len && numbers->len == 1; j++)
        zante_strings_take (mention->cves, g_ascii_strup (cves->pdata[j], -1));
    }
}

GArray *
zante_xsa_mentions (const char *message)
{
  GArray *mentions = g_array_new (FALSE, FALSE, sizeof (ZanteXsaMention));
  g_array_set_clear_func (mentions, clear_mention);
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    take_line (mentions, *line, line[1]);
  return mentions;
}

GPtrArray *
zante_xsa_reverts (const char *message)
{
  return matches (message, "\\breverts\\s+commit\\s+([0-9a-f]{7,64})\\b");
}
