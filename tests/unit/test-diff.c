/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of diffs, as git, diff -u and bad hands write them. */
#include "base/diff.h"

static void
test_names (void)
{
  static const struct {
    const char *text, *name;
  } cases[] = {
      {"a/one.c", "a/one.c"},
      {"a/one.c\t2026-01-01 00:00:00", "a/one.c"},
      {"a/one.c\r", "a/one.c"},
      {"a/one two.c\t", "a/one two.c"},
      {"a/blank \t", "a/blank "},
      {"\"a/\\303\\244.c\"", "a/\303\244.c"},
      {"\"a/\\a\\b\\t\\n\\v\\f\\r\\\"\\\\\"", "a/\a\b\t\n\v\f\r\"\\"},
      {"\"a/x\" \"b/x\"", "a/x"},
      {"\"\"", ""},
      {"\"a/x", NULL},
      {"\"a/x\\", NULL},
      {"\"a/\\x41\"", NULL},
      {"\"a/\\41\"", NULL},
      {"\"a/\\000\"", NULL},
      {"\"a/\\777\"", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = zante_diff_name (cases[i].text);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_git_names (void)
{
  static const struct {
    const char *names, *name;
  } cases[] = {
      {"a/one.c b/one.c", "b/one.c"},
      {"a/one two b/one two", "b/one two"},
      {"\"a/\\303\\244\" \"b/\\303\\244\"", "b/\303\244"},
      {"a/one.c b/two.c", NULL},
      {"a/one.c b/other.c", NULL},
      {"one one", NULL},
      {"", NULL},
      {"\"a/\\9\" \"b/\\9\"", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = zante_diff_git_name (cases[i].names);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_strip (void)
{
  g_assert_cmpstr (zante_diff_strip ("a/b/c"), ==, "b/c");
  g_assert_cmpstr (zante_diff_strip ("a//b"), ==, "b");
  g_assert_null (zante_diff_strip ("a"));
}

static void
test_hunk_heads (void)
{
  static const struct {
    const char *line;
    gboolean ok;
    ZanteDiffHunk hunk;
  } cases[] = {
      {"@@ -12,3 +14,5 @@ main", TRUE, {12, 14, 3, 5}},
      {"@@ -1 +1 @@", TRUE, {1, 1, 1, 1}},
      {"@@ -0,0 +1,2 @@", TRUE, {0, 1, 0, 2}},
      {"@@ -99999999999,1 +1 @@", TRUE, {G_MAXINT, 1, 1, 1}},
      {"@@ -1, +1 @@", FALSE, {0}},
      {"@@ - 1 +1 @@", FALSE, {0}},
      {"@@ -1 -1 @@", FALSE, {0}},
      {"@@ -1,1 + @@", FALSE, {0}},
      {"@@", FALSE, {0}},
      {"", FALSE, {0}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ZanteDiffHunk hunk = {0};
      g_assert_cmpint (zante_diff_hunk_begin (&hunk, cases[i].line), ==, cases[i].ok);
      g_assert_cmpuint (hunk.start, ==, cases[i].hunk.start);
      g_assert_cmpuint (hunk.start_after, ==, cases[i].hunk.start_after);
      g_assert_cmpuint (hunk.before, ==, cases[i].hunk.before);
      g_assert_cmpuint (hunk.after, ==, cases[i].hunk.after);
    }
}

static void
test_hunk_lines (void)
{
  ZanteDiffHunk hunk = {.before = 2, .after = 3};
  for (const char *kind = "+ -\\+"; *kind != '\0'; kind++)
    {
      g_assert_true (zante_diff_hunk_is_open (&hunk));
      g_assert_true (zante_diff_hunk_take (&hunk, *kind));
    }
  g_assert_false (zante_diff_hunk_is_open (&hunk));
  hunk = (ZanteDiffHunk){.before = 1, .after = 1};
  g_assert_true (zante_diff_hunk_take (&hunk, '\0'));
  g_assert_false (zante_diff_hunk_is_open (&hunk));
  hunk = (ZanteDiffHunk){.before = 5, .after = 5};
  g_assert_false (zante_diff_hunk_take (&hunk, 'd'));
  g_assert_false (zante_diff_hunk_is_open (&hunk));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/names", test_names);
  g_test_add_func ("/diff/git-names", test_git_names);
  g_test_add_func ("/diff/strip", test_strip);
  g_test_add_func ("/diff/hunk-heads", test_hunk_heads);
  g_test_add_func ("/diff/hunk-lines", test_hunk_lines);
  return g_test_run ();
}
