/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "abi/makefile.h"

#include <string.h>

/* The text behind "NAME =" in LINE, or NULL; whether the "=" was a "?=" in *UNLESS_SET. */
static const char *
assigned (const char *line, const char *name, gboolean *unless_set)
{
  const char *at = line + strspn (line, " ");
  if (g_str_has_prefix (at, "export "))
    at += strlen ("export ") + strspn (at + strlen ("export "), " ");
  if (!g_str_has_prefix (at, name))
    return NULL;
  at += strlen (name);
  at += strspn (at, " \t");
  *unless_set = *at == '?';
  at += *at == '?' ? 1 : strspn (at, ":");
  return *at == '=' ? at + 1 : NULL;
}

char *
zante_abi_make_value (const char *text, const char *name)
{
  g_autofree char *value = NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      gboolean unless_set = FALSE;
      const char *found = assigned (*line, name, &unless_set);
      if (found == NULL || (unless_set && value != NULL))
        continue;
      g_free (value);
      value = g_strstrip (g_strndup (found, strcspn (found, "#")));
    }
  return g_steal_pointer (&value);
}

static void
rule_clear (gpointer data)
{
  ZanteAbiMakeRule *rule = data;
  g_free (rule->library);
  g_free (rule->major);
}

static gboolean
has_rule (GArray *rules, const char *library)
{
  for (guint i = 0; i < rules->len; i++)
    if (strcmp (g_array_index (rules, ZanteAbiMakeRule, i).library, library) == 0)
      return TRUE;
  return FALSE;
}

GArray *
zante_abi_make_rules (const char *text)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (ZanteAbiMakeRule));
  g_array_set_clear_func (rules, rule_clear);
  g_autoptr (GRegex) regex
      = g_regex_new ("\\b(lib[a-z0-9_-]+)\\.so\\.\\$[({]([A-Z]*MAJOR)[)}]", G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_regex_match (regex, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      ZanteAbiMakeRule rule = {g_match_info_fetch (match, 1), g_match_info_fetch (match, 2)};
      if (has_rule (rules, rule.library))
        rule_clear (&rule);
      else
        g_array_append_val (rules, rule);
    }
  return rules;
}
