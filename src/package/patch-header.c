/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/patch-header.h"

#include <string.h>

#include "base/strings.h"

/* DEP-3's fields, and what git-format-patch(1) begins with. */
static const char *const fields[] = {
    "Description", "Subject",     "From",     "Author", "Origin", "Forwarded", "Applied-Upstream",
    "Last-Update", "Reviewed-by", "Acked-by", "Date",   "Bug",    "Bug-*",     NULL};

static gboolean
is_field (const char *line)
{
  const char *colon = strchr (line, ':');
  for (gsize i = 0; colon != NULL && fields[i] != NULL; i++)
    {
      gsize length = strlen (fields[i]);
      gboolean open = g_str_has_suffix (fields[i], "*");
      if (g_ascii_strncasecmp (line, fields[i], open ? length - 1 : length) == 0
          && (open || line + length == colon) && memchr (line, ' ', (gsize)(colon - line)) == NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
zante_patch_has_header (const char *patch)
{
  g_autofree char *line = g_strndup (patch, strcspn (patch, "\r\n"));
  return g_str_has_prefix (line, "From ") || is_field (line);
}

/* What stands before the changes. */
static char *
head_of (const char *patch)
{
  g_auto (GStrv) lines = g_strsplit (patch, "\n", -1);
  g_autoptr (GString) head = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    {
      if (g_str_has_prefix (*line, "diff ") || g_str_has_prefix (*line, "--- a/")
          || g_str_has_prefix (*line, "--- \"a/") || g_str_has_prefix (*line, "Index: "))
        break;
      g_string_append_printf (head, "%s\n", g_strchomp (*line));
    }
  return g_string_free (g_steal_pointer (&head), FALSE);
}

/* The first group of EXPRESSION in TEXT, or NULL. Owned by the caller. */
static char *
find (const char *text, const char *expression)
{
  g_autoptr (GRegex) regex = g_regex_new (expression, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* A mail's subject goes on in lines that begin with a blank; below DEP-3's Description stands what
 * is no part of its first line. Bytes that are no UTF-8 are nobody's title. */
char *
zante_patch_title (const char *patch)
{
  g_autofree char *head = head_of (patch);
  g_autofree char *found = NULL;
  if (!g_utf8_validate (head, -1, NULL))
    return NULL;
  found = find (head, "^Subject:\\s*(?:\\[[^]]*\\]\\s*)*(\\S.*(?:\\n[ \\t].*)*)$");
  if (found == NULL)
    found = find (head, "^Description:[ \\t]*(\\S.*)$");
  if (found == NULL)
    return NULL;
  g_auto (GStrv) words = g_strsplit_set (found, " \t\n", -1);
  g_autoptr (GString) title = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (title, "%s%s", title->len == 0 ? "" : " ", *word);
  return g_string_free (g_steal_pointer (&title), FALSE);
}

guint64
zante_patch_advisory (const char *name, const char *patch)
{
  g_autofree char *of_name = find (name, "^xsa-?([0-9]+)");
  g_autofree char *head = head_of (patch);
  if (of_name != NULL)
    return g_ascii_strtoull (of_name, NULL, 10);
  if (!g_utf8_validate (head, -1, NULL))
    return 0;
  /* An older advisory that the text only speaks of is not what it mends. */
  g_autofree char *said = find (head, "^This is (?:a |the )?(?:\\w+ )?(?:of )?XSA-([0-9]+)\\b");
  return said == NULL ? 0 : g_ascii_strtoull (said, NULL, 10);
}

char **
zante_patch_cves (const char *patch)
{
  GPtrArray *cves = g_ptr_array_new ();
  g_autofree char *head = head_of (patch);
  g_autoptr (GRegex) regex
      = g_regex_new ("^This is .*$|^(?:Subject|Description|Bug).*$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GRegex) name = g_regex_new ("\\bCVE-[0-9]{4}-[0-9]{4,}\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) line = NULL;
  gboolean valid = g_utf8_validate (head, -1, NULL);
  if (valid)
    g_regex_match (regex, head, 0, &line);
  for (; valid && g_match_info_matches (line); g_match_info_next (line, NULL))
    {
      g_autofree char *text = g_match_info_fetch (line, 0);
      g_autoptr (GMatchInfo) match = NULL;
      for (g_regex_match (name, text, 0, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL))
        {
          g_autofree char *cve = g_match_info_fetch (match, 0);
          zante_strings_add (cves, cve);
        }
    }
  g_ptr_array_sort (cves, zante_strings_compare);
  g_ptr_array_add (cves, NULL);
  return (char **)g_ptr_array_free (cves, FALSE);
}
