/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of Xen's CODING_STYLE, in the hypervisor's C alone, and not in files that are in the style
 * of where they came from. What is looked at is a line: comments over several lines, and strings,
 * are told apart only as far as a line tells. */
#include <string.h>

#include "series/check/checks.h"

enum { MAX_WIDTH = 80 };

/* TEXT without what is in quotes and comments, the space in front and "\"s at the end. Owned by the
 * caller; "" for what goes on from a comment. */
static char *
code_of (const char *text)
{
  text += strspn (text, " \t");
  g_autoptr (GString) code = g_string_new (NULL);
  if (*text == '*' && (text[1] == ' ' || text[1] == '/' || text[1] == '\0'))
    return g_string_free (g_steal_pointer (&code), FALSE);
  char quote = '\0';
  for (; *text != '\0'; text++)
    {
      if (quote == '\0' && text[0] == '/' && (text[1] == '*' || text[1] == '/'))
        {
          const char *end = text[1] == '*' ? strstr (text + 2, "*/") : NULL;
          if (end == NULL)
            break;
          text = end + 1;
          continue;
        }
      if (quote != '\0' && *text == '\\' && text[1] != '\0')
        text++;
      else if (*text == quote)
        quote = '\0';
      else if (quote == '\0' && (*text == '"' || *text == '\''))
        quote = *text;
      else if (quote == '\0')
        g_string_append_c (code, *text);
    }
  while (code->len > 0 && strchr (" \t\\", code->str[code->len - 1]) != NULL)
    g_string_truncate (code, code->len - 1);
  return g_string_free (g_steal_pointer (&code), FALSE);
}

/* Whether the code of LINE matches PATTERN. */
static gboolean
has (const ZanteCheckRun *run, const ZanteDiffLine *line, const char *pattern)
{
  if (!run->own_style)
    return FALSE;
  g_autofree char *code = code_of (line->text);
  return g_regex_match_simple (pattern, code, G_REGEX_RAW | G_REGEX_OPTIMIZE, 0);
}

static void
keyword_space (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (has (run, line, "(^|[;{}] *)(if|while|for|switch)\\("))
    zante_check_line (run, line, "a space stands between the keyword and its bracket");
}

/* "//" in what a line has outside quotes and other comments. */
static void
comment_kind (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (!run->own_style || strstr (line->text, "//") == NULL)
    return;
  g_autofree char *masked = g_strdup (line->text);
  for (char *at = strstr (masked, "//"); at != NULL; at = strstr (at, "//"))
    memcpy (at, "@@", 2);
  g_autofree char *code = code_of (masked);
  if (g_regex_match_simple ("(^|[ ;{}])@@", code, G_REGEX_RAW, 0))
    zante_check_line (run, line, "comments are written between /* and */");
}

static void
brace_line (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (has (run, line, "^(\\} *)?(if|while|for|switch|else)\\b.*\\{$")
      && !g_str_has_suffix (line->text, "\\"))
    zante_check_line (run, line, "the brace that opens a block is on a line of its own");
}

static void
inner_blanks (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (has (run, line, "^(\\} *)?(else )?(if|while|switch) \\([^ )]"))
    zante_check_line (run, line, "blanks stand inside the brackets: if ( condition )");
}

static void
short_types (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (has (run, line, "(^|[( ])[us](8|16|32|64) [a-z_*]"))
    zante_check_line (run, line, "types are uint32_t and the like, not u32");
}

static void
indent_tab (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (run->own_style && *line->text == '\t')
    zante_check_line (run, line, "it is indented by a tab, the file by spaces");
}

static glong
width_of (const char *text)
{
  glong width = 0;
  for (; *text != '\0'; text++)
    width += *text == '\t' ? 8 - width % 8 : (*text & 0xc0) != 0x80;
  return width;
}

static void
width (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (run->own_style && strchr (line->text, '"') == NULL && strstr (line->text, "://") == NULL
      && width_of (line->text) > MAX_WIDTH)
    zante_check_line (run, line, "the line is wider than %d columns", MAX_WIDTH);
}

const ZanteCheckKind zante_checks_style[] = {
    {"keyword-space", ZANTE_CHECK_WARNING, "a space follows if, while, for and switch",
     .line = keyword_space},
    {"comment-kind", ZANTE_CHECK_WARNING, "comments do not begin with //", .line = comment_kind},
    {"brace-line", ZANTE_CHECK_HINT, "a brace that opens a block has its own line",
     .line = brace_line},
    {"inner-blanks", ZANTE_CHECK_HINT, "blanks stand inside the brackets of if, while and switch",
     .line = inner_blanks},
    {"short-types", ZANTE_CHECK_HINT, "types are not called u8 to u64", .line = short_types},
    {"indent-tab", ZANTE_CHECK_HINT, "indents are spaces", .line = indent_tab},
    {"width", ZANTE_CHECK_HINT,
     "a line has at most 80 columns, unless it has a string or an address", .line = width},
    {NULL},
};
