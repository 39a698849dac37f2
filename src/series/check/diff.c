/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of what is added, whatever the file is. */
#include <string.h>

#include "series/check/checks.h"

/* Patches and texts that are output of something have the space that they have. */
static gboolean
is_exempt (const char *path)
{
  static const char *const suffixes[] = {".patch", ".diff", ".txt", ".expected", ".config", ".svg"};
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (path, suffixes[i]))
      return TRUE;
  return g_str_has_suffix (path, "/configure") || strcmp (path, "configure") == 0
         || strstr (path, "config.guess") != NULL || strstr (path, "config.sub") != NULL;
}

static void
conflict_marker (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (!is_exempt (run->path)
      && (g_str_has_prefix (line->text, "<<<<<<< ") || g_str_has_prefix (line->text, ">>>>>>> ")))
    zante_check_line (run, line, "a conflict was left");
}

static void
carriage_return (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (g_str_has_suffix (line->text, "\r"))
    zante_check_line (run, line, "the line ends with CR LF");
}

static void
trailing_space (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  gsize length = strlen (line->text);
  char last = length == 0 ? '\0' : line->text[length - 1];
  if ((last == ' ' || last == '\t') && !is_exempt (run->path))
    zante_check_line (run, line, "space at the end of the line");
}

static void
space_before_tab (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  gsize indent = strspn (line->text, " \t");
  const char *found = strstr (line->text, " \t");
  if (found != NULL && found < line->text + indent && !is_exempt (run->path))
    zante_check_line (run, line, "a space before a tab");
}

static void
final_newline (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (line->unended && !is_exempt (run->path))
    zante_check_line (run, line, "the file does not end with a line break");
}

/* A hunk that ends with what it adds is at the end of the file, for git has three lines after it
 * elsewhere. */
static void
final_blank (ZanteCheckRun *run)
{
  const ZanteDiffLine *lines = (const ZanteDiffLine *)run->lines->data;
  guint n = run->lines->len;
  if (n < 2 || lines[n - 1].kind != '+' || *lines[n - 1].text != '\0' || is_exempt (run->path))
    return;
  gboolean all = run->file->before == NULL;
  for (guint i = n; i > 0 && !all; i--)
    all = lines[i - 1].kind == ' ';
  if (all)
    zante_check_line (run, &lines[n - 1], "a blank line is added at the end of the file");
}

static void
ascii (ZanteCheckRun *run, const ZanteDiffLine *line)
{
  if (!g_str_is_ascii (line->text) && !is_exempt (run->path))
    zante_check_line (run, line, "a character that is not of ASCII");
}

static gboolean
is_code (const char *path)
{
  return g_str_has_suffix (path, ".c") || g_str_has_suffix (path, ".h")
         || g_str_has_suffix (path, ".S");
}

static void
new_licence (ZanteCheckRun *run)
{
  if (run->file->before != NULL || run->file->after == NULL || !is_code (run->path)
      || run->lines->len == 0)
    return;
  for (guint i = 0; i < run->lines->len; i++)
    if (strstr (g_array_index (run->lines, ZanteDiffLine, i).text, "SPDX-License-Identifier:")
        != NULL)
      return;
  zante_check_file (run, "a new file without an SPDX-License-Identifier");
}

static void
new_name (ZanteCheckRun *run)
{
  const char *slash = strrchr (run->path, '/');
  if (run->file->before == NULL && run->file->after != NULL
      && strchr (slash == NULL ? run->path : slash, '_') != NULL)
    zante_check_file (run, "new files are named with '-', not '_'");
}

const ZanteCheckKind zante_checks_diff[] = {
    {"conflict-marker", ZANTE_CHECK_ERROR, "no conflict of a merge is left",
     .line = conflict_marker},
    {"carriage-return", ZANTE_CHECK_ERROR, "no line ends with CR LF", .line = carriage_return},
    {"trailing-space", ZANTE_CHECK_WARNING, "no line that is added ends with space",
     .line = trailing_space},
    {"space-before-tab", ZANTE_CHECK_WARNING, "no space stands before a tab in an indent",
     .line = space_before_tab},
    {"final-newline", ZANTE_CHECK_WARNING, "a file ends with a line break", .line = final_newline},
    {"final-blank", ZANTE_CHECK_WARNING, "no blank line is added at the end of a file",
     .file = final_blank},
    {"ascii", ZANTE_CHECK_HINT, "what is added is ASCII", .line = ascii},
    {"new-licence", ZANTE_CHECK_HINT, "new C and assembler files say their licence (SPDX)",
     .file = new_licence},
    {"new-name", ZANTE_CHECK_HINT, "names of new files have no underscore", .file = new_name},
    {NULL},
};
