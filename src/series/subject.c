/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tags of a subject: "[RFC PATCH for-4.20 v3 02/10] component: what it does". */
#include "series/subject.h"

#include <string.h>

void
zante_subject_clear (ZanteSubject *subject)
{
  g_free (subject->title);
  g_free (subject->target);
}

/* "v3", "V3". */
static gboolean
take_version (const char *word, ZanteSubject *subject)
{
  if (g_ascii_tolower (word[0]) != 'v' || !g_ascii_isdigit (word[1]))
    return FALSE;
  guint64 version = g_ascii_strtoull (word + 1, NULL, 10);
  subject->version = (guint)CLAMP (version, 1, 10000);
  return TRUE;
}

/* "02/10". */
static gboolean
take_number (const char *word, ZanteSubject *subject)
{
  char *slash;
  guint64 number = g_ascii_strtoull (word, &slash, 10);
  if (slash == word || *slash != '/' || !g_ascii_isdigit (slash[1]))
    return FALSE;
  guint64 total = g_ascii_strtoull (slash + 1, NULL, 10);
  subject->total = (guint)CLAMP (total, 1, 100000);
  subject->number = (guint)MIN (number, 100000);
  return TRUE;
}

/* "4.20", "for-4.20", "stable-4.20", "XEN-4.20": the branch. */
static gboolean
take_target (const char *word, ZanteSubject *subject)
{
  const char *digits = word + strcspn (word, "0123456789");
  gsize length = strspn (digits, "0123456789.");
  gboolean whole = digits[length] == '\0' || digits[length] == '-';
  if (length < 3 || memchr (digits, '.', length) == NULL || !whole
      || (digits > word && digits[-1] != '-'))
    return FALSE;
  g_free (subject->target);
  subject->target = g_strndup (digits, length);
  return TRUE;
}

static void
take_tags (char *tags, ZanteSubject *subject)
{
  g_strdelimit (tags, ",;", ' ');
  g_auto (GStrv) words = g_strsplit (tags, " ", -1);
  for (char **word = words; *word != NULL; word++)
    if (!take_version (*word, subject) && !take_number (*word, subject))
      take_target (*word, subject);
}

void
zante_subject_read (const char *text, ZanteSubject *subject)
{
  *subject = (ZanteSubject){.version = 1, .number = 1, .total = 1};
  const char *rest = text + strspn (text, " ");
  while (g_ascii_strncasecmp (rest, "re:", 3) == 0)
    rest += 3 + strspn (rest + 3, " ");
  while (*rest == '[' && strchr (rest, ']') != NULL)
    {
      const char *close = strchr (rest, ']');
      g_autofree char *tags = g_strndup (rest + 1, (gsize)(close - rest - 1));
      take_tags (tags, subject);
      rest = close + 1 + strspn (close + 1, " ");
    }
  subject->title = g_strstrip (g_strdup (rest));
}
