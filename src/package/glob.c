/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/glob.h"

#include <string.h>

gboolean
zante_glob_is_pattern (const char *pattern)
{
  return strpbrk (pattern, "*?") != NULL;
}

gboolean
zante_glob_match (const char *pattern, const char *path)
{
  /* Where the last star began: on a mismatch it takes one character more. A later star replaces an
   * earlier one of the same kind; "**" is kept as well, for when '/' stops the '*' behind it. */
  const char *star = NULL, *star_path = NULL, *deep = NULL, *deep_path = NULL;
  while (*path != '\0')
    {
      if (pattern[0] == '*' && pattern[1] == '*')
        {
          deep = pattern += 2;
          deep_path = path;
          star = NULL;
        }
      else if (*pattern == '*')
        {
          star = ++pattern;
          star_path = path;
        }
      else if (*pattern == *path || (*pattern == '?' && *path != '/'))
        {
          pattern++;
          path++;
        }
      else if (star != NULL && *star_path != '/')
        {
          pattern = star;
          path = ++star_path;
        }
      else if (deep != NULL)
        {
          pattern = deep;
          path = ++deep_path;
          star = NULL;
        }
      else
        return FALSE;
    }
  return pattern[strspn (pattern, "*")] == '\0';
}

static char *
mask (const char *text, const char *special)
{
  return g_strdelimit (g_strdup (text), special, '?');
}

char *
zante_glob_word (const char *pattern)
{
  return mask (pattern, " \t\n\r\"'\\$[]{}");
}

char *
zante_glob_of (const char *path)
{
  return mask (path, " \t\n\r\"'\\$[]{}*");
}
