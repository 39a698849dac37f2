/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/numbers.h"

guint
zante_xsa_number_of_text (const char *text)
{
  const char *at = text;
  if (g_ascii_strncasecmp (at, "xsa", 3) == 0)
    at += 3 + (at[3] == '-');
  if (!g_ascii_isdigit (*at))
    return 0;
  char *end;
  guint64 number = g_ascii_strtoull (at, &end, 10);
  return *end == '\0' && number <= ZANTE_XSA_MAX ? (guint)number : 0;
}

guint
zante_xsa_number_of_json (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return 0;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      gint64 number = json_node_get_int (node);
      return number > 0 && number <= ZANTE_XSA_MAX ? (guint)number : 0;
    }
  const char *text = json_node_get_string (node);
  return text == NULL ? 0 : zante_xsa_number_of_text (text);
}

guint
zante_xsa_number_of_path (const char *path)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?<![a-z])xsa-?0*([0-9]{1,4})(?![0-9])",
                                          G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint number = 0;
  g_regex_match (regex, path, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *digits = g_match_info_fetch (match, 1); /* the last one is the file's own */
      number = (guint)g_ascii_strtoull (digits, NULL, 10);
    }
  return number;
}
