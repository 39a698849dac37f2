/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/firsterror.h"

#include <string.h>

enum { MAX_CHARACTERS = 300 };

/* How sure it is that a line tells the cause. */
typedef enum {
  SURE_NOT,
  SURE_CONSEQUENCE, /* make's and the linker driver's report that something else failed */
  SURE_MAYBE,       /* the word "error" */
  SURE_COMPLAINT,   /* a program that could not do its work */
  SURE_CAUSE,       /* a compiler's, linker's or interpreter's message */
  N_SURE,
} Sureness;

/* What the lines that follow belong to. */
typedef enum { IN_NOTHING, IN_PYTHON, IN_OCAML, IN_CMAKE } Context;

struct _ZanteFirstError {
  char *first[N_SURE];
  char *last;  /* that was not empty */
  char *place; /* 'File "x.py", line 3' of Python and OCaml, CMake's file */
  Context context;
};

ZanteFirstError *
zante_first_error_new (void)
{
  return g_new0 (ZanteFirstError, 1);
}

static void
forget (ZanteFirstError *scanner)
{
  for (int i = 0; i < N_SURE; i++)
    g_clear_pointer (&scanner->first[i], g_free);
}

void
zante_first_error_free (ZanteFirstError *scanner)
{
  if (scanner == NULL)
    return;
  forget (scanner);
  g_free (scanner->last);
  g_free (scanner->place);
  g_free (scanner);
}

/* Lines -------------------------------------------------------------------------------------- */

/* LINE without terminal escapes (ECMA-48 control sequences), control characters and outer blanks,
 * as valid UTF-8. */
static char *
clean (const char *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (const char *p = line; *p != '\0'; p++)
    {
      if (p[0] == '\033' && p[1] == '[')
        {
          for (p += 2; *p != '\0' && !(*p >= '@' && *p <= '~'); p++)
            ;
          if (*p == '\0')
            break;
        }
      else if ((guchar)*p >= ' ' && *p != 0x7f)
        g_string_append_c (text, *p);
      else
        g_string_append_c (text, ' ');
    }
  char *valid = g_utf8_make_valid (text->str, (gssize)text->len);
  return g_strchomp (valid);
}

static void
keep (ZanteFirstError *scanner, Sureness sure, const char *line)
{
  if (scanner->first[sure] == NULL)
    scanner->first[sure] = g_strdup (line);
}

static const char *
skip_blanks (const char *line)
{
  return line + strspn (line, " \t");
}

/* Patterns ----------------------------------------------------------------------------------- */

static gboolean
contains_any (const char *line, const char *const *needles)
{
  for (; *needles != NULL; needles++)
    if (strstr (line, *needles) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
starts_with_any (const char *line, const char *const *prefixes)
{
  for (; *prefixes != NULL; prefixes++)
    if (g_str_has_prefix (line, *prefixes))
      return TRUE;
  return FALSE;
}

/* "FILE:LINE: error: …", "FILE:LINE:COLUMN: fatal error: …", "FILE:LINE.COLUMN-COLUMN: error: …"
 * (bison), "FILE:LINE: Error: …" (assembler): a number and punctuation before the word. */
static gboolean
is_located_error (const char *line)
{
  static const char *const words[] = {": error: ", ": fatal error: ", ": Error: ", ": error:\t"};
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *word = strstr (line, words[i]);
      const char *number = word;
      while (number != NULL && number > line && strchr ("0123456789.-:", number[-1]) != NULL)
        number--;
      if (number != NULL && number < word && number > line && *number == ':')
        return TRUE;
    }
  return FALSE;
}

/* "gcc: error: x: No such file", "cc1: fatal error: …", "clang-14: error: …", "configure: error:
 * …", "error[E0425]: …": PROGRAM ": error: " at the start, one word. */
static gboolean
is_program_error (const char *line)
{
  static const char *const consequences[] = {"collect2: error: ld returned", "clang: error: linker",
                                             "error: command '", "ninja: error: rebuilding", NULL};
  gsize word = strcspn (line, " :");
  if (starts_with_any (line, consequences) || strstr (line, "linker command failed") != NULL)
    return FALSE;
  return g_str_has_prefix (line + word, ": error: ")
         || g_str_has_prefix (line + word, ": fatal error: ") || g_str_has_prefix (line, "error[E");
}

static gboolean
is_linker_error (const char *line)
{
  static const char *const needles[] = {"undefined reference to ",
                                        "multiple definition of ",
                                        "undefined symbol: ",
                                        "cannot find -l",
                                        "duplicate symbol: ",
                                        "ld: error: ",
                                        "relocation truncated to fit:",
                                        "ld: unrecognized option",
                                        "ld: cannot open ",
                                        "recompile with -fPIC",
                                        "ld: final link failed: ",
                                        "ld: cannot find ",
                                        NULL};
  return contains_any (line, needles);
}

/* make's own errors: "FILE:LINE: *** missing separator.  Stop.", "make[2]: *** No rule to make
 * target …". */
static gboolean
is_make_error (const char *line)
{
  const char *stars = strstr (line, ": *** ");
  if (stars == NULL)
    return FALSE;
  if (g_str_has_prefix (stars + 6, "No rule to make target"))
    return TRUE;
  return !g_str_has_prefix (line, "make") && g_str_has_suffix (line, "Stop.");
}

static gboolean
is_cause (const char *line)
{
  static const char *const needles[] = {"No space left on device",
                                        "Read-only file system",
                                        "virtual memory exhausted",
                                        "Cannot allocate memory",
                                        "internal compiler error",
                                        "LLVM ERROR: ",
                                        NULL};
  static const char *const prefixes[] = {"Can't locate ", "E: ", "FATAL: ", NULL};
  return is_located_error (line) || is_program_error (line) || is_linker_error (line)
         || is_make_error (line) || contains_any (line, needles)
         || starts_with_any (line, prefixes);
}

/* "install: cannot stat 'x'", "sh: 1: flex: not found", "patch: **** …". */
static gboolean
is_complaint (const char *line)
{
  static const char *const needles[] = {": not found",
                                        ": command not found",
                                        ": cannot ",
                                        "Permission denied",
                                        "No such file",
                                        "Segmentation fault",
                                        "patch: **** ",
                                        " FAILED at ",
                                        "syntax error",
                                        "Syntax error",
                                        "unbound variable",
                                        "parameter not set",
                                        "FAILED: ",
                                        "Assertion `",
                                        "Is a directory",
                                        "panicked at ",
                                        "Operation not permitted",
                                        ": bad interpreter",
                                        NULL};
  return contains_any (line, needles) && strstr (line, "warning") == NULL
         && !g_str_has_prefix (line, "checking ");
}

static gboolean
is_consequence (const char *line)
{
  static const char *const needles[]
      = {"collect2: error: ", "linker command failed", "error: command '", ": *** ", NULL};
  return contains_any (line, needles);
}

static gboolean
says_error (const char *line)
{
  static const char *const needles[]
      = {"error:", "Error:", "ERROR", "fatal:", "Fatal:", "*** ", NULL};
  return contains_any (line, needles);
}

static Sureness
judge (const char *line)
{
  if (is_cause (line))
    return SURE_CAUSE;
  if (is_consequence (line))
    return SURE_CONSEQUENCE;
  if (is_complaint (line))
    return SURE_COMPLAINT;
  return says_error (line) ? SURE_MAYBE : SURE_NOT;
}

/* Messages of several lines ------------------------------------------------------------------ */

static void
set_place (ZanteFirstError *scanner, const char *place, gsize length)
{
  g_free (scanner->place);
  scanner->place = g_strndup (place, length);
}

/* Whether LINE begins a message of several lines, and so is dealt with. */
static gboolean
begin_context (ZanteFirstError *scanner, const char *line)
{
  gsize length = strlen (line) - g_str_has_suffix (line, ":");
  gboolean located = g_str_has_prefix (skip_blanks (line), "File \"") && strstr (line, "\", line");
  if (strcmp (line, "Traceback (most recent call last):") == 0)
    scanner->context = IN_PYTHON;
  else if (located)
    scanner->context = *line == ' ' ? IN_PYTHON : IN_OCAML;
  else if (g_str_has_prefix (line, "CMake Error at "))
    scanner->context = IN_CMAKE;
  else
    return FALSE;
  g_clear_pointer (&scanner->place, g_free);
  if (*line != 'T')
    set_place (scanner, line, length);
  return TRUE;
}

static void
keep_placed (ZanteFirstError *scanner, const char *line)
{
  scanner->context = IN_NOTHING;
  g_autofree char *joined = scanner->place == NULL
                                ? g_strdup (line)
                                : g_strconcat (skip_blanks (scanner->place), ": ", line, NULL);
  keep (scanner, SURE_CAUSE, joined);
}

/* Python's message is the first line that is not indented: "ImportError: …"; the innermost place is
 * the last line "  File …" before it. */
static gboolean
continue_python (ZanteFirstError *scanner, const char *line)
{
  if (g_str_has_prefix (line, "  File \""))
    set_place (scanner, line, strlen (line));
  else if (*line != ' ' && *line != '\0')
    keep_placed (scanner, line);
  return TRUE;
}

/* OCaml shows the source, marks the place with carets, then says "Error: …" (or a warning). */
static gboolean
continue_ocaml (ZanteFirstError *scanner, const char *line)
{
  gboolean error = g_str_has_prefix (line, "Error: ") || g_str_has_prefix (line, "Error (");
  if (!error && !g_str_has_prefix (line, "Warning") && judge (line) == SURE_NOT)
    return TRUE;
  scanner->context = IN_NOTHING;
  if (!error)
    return g_str_has_prefix (line, "Warning");
  keep_placed (scanner, line);
  return TRUE;
}

static gboolean
continue_cmake (ZanteFirstError *scanner, const char *line)
{
  if (*skip_blanks (line) != '\0')
    keep_placed (scanner, skip_blanks (line));
  return TRUE;
}

static gboolean
continue_context (ZanteFirstError *scanner, const char *line)
{
  switch (scanner->context)
    {
    case IN_PYTHON:
      return continue_python (scanner, line);
    case IN_OCAML:
      return continue_ocaml (scanner, line);
    case IN_CMAKE:
      return continue_cmake (scanner, line);
    default:
      return FALSE;
    }
}

/* The scanner -------------------------------------------------------------------------------- */

void
zante_first_error_feed (ZanteFirstError *scanner, const char *raw)
{
  g_autofree char *line = clean (raw);
  if (*line != '\0')
    {
      g_free (scanner->last);
      scanner->last = g_strdup (line);
    }
  if (continue_context (scanner, line) || begin_context (scanner, line))
    return;
  if (g_str_has_suffix (line, "(ignored)") && strstr (line, "Error ") != NULL)
    {
      forget (scanner); /* make went on: what failed was allowed to */
      return;
    }
  Sureness sure = judge (line);
  if (sure != SURE_NOT)
    keep (scanner, sure, line);
}

char *
zante_first_error_get (const ZanteFirstError *scanner)
{
  const char *best = scanner->last;
  for (int i = SURE_NOT + 1; i < N_SURE; i++)
    if (scanner->first[i] != NULL)
      best = scanner->first[i];
  if (best == NULL)
    return NULL;
  best = skip_blanks (best);
  if (g_utf8_strlen (best, -1) <= MAX_CHARACTERS)
    return g_strdup (best);
  g_autofree char *cut = g_utf8_substring (best, 0, MAX_CHARACTERS - 1);
  return g_strconcat (cut, "…", NULL);
}
