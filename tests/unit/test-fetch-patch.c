/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches apply exactly, inside of the tree, or not at all. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "fetch-fixture.h"

static const char *const needed[] = {"patch", NULL};

#define ONE_FILE "a\nb\nc\nd\ne\nf\ng\nh\n"

/* Apply the text of each of PATCHES (NULL-terminated) to the tree "t r e e's". */
static gboolean
apply (const Fixture *fixture, const char *const *patches, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; patches[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("it's a %u.patch", i);
      fixture_write (fixture, name, patches[i], -1);
      g_ptr_array_add (files, fixture_path (fixture, name));
    }
  g_ptr_array_add (files, NULL);
  g_autofree char *tree = fixture_path (fixture, "t r e e's");
  return zante_fetch_patch (tree, (const char *const *)files->pdata, NULL, error);
}

static void
prepare (Fixture *fixture)
{
  fixture_init (fixture);
  fixture_write (fixture, "t r e e's/dir/one", ONE_FILE, -1);
  fixture_write (fixture, "t r e e's/two", "x\n", -1);
}

#define HEAD "--- a/dir/one\n+++ b/dir/one\n"

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *two = fixture_path (&fixture, "t r e e's/two");
  g_autofree char *one = fixture_path (&fixture, "t r e e's/dir/one");
  const char *patches[]
      = {HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", /* an offset is no fuzz */
         HEAD "@@ -4,3 +4,3 @@\n f\n-g\n+G\n h\n--- /dev/null\n+++ b/new/file\n@@ -0,0 +1 @@\n+n\n",
         NULL};
  struct stat touched, other;
  apply (&fixture, patches, &error);
  g_assert_no_error (error);
  g_autofree char *text = fixture_read (&fixture, "t r e e's/dir/one");
  g_assert_cmpstr (text, ==, "a\nB\nc\nd\ne\nf\nG\nh\n");
  g_assert_true (fixture_has (&fixture, "t r e e's/new/file"));
  g_assert_false (fixture_has (&fixture, "t r e e's/dir/one.orig"));
  g_assert_cmpint (stat (one, &touched), ==, 0);
  g_assert_cmpint (stat (two, &other), ==, 0);
  g_assert_cmpint (touched.st_mtim.tv_sec, ==, other.st_mtim.tv_sec + 1);
}

/* Two diffs of one file in one patch: a dry run alone would refuse it. */
static void
test_repeated (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  const char *patches[]
      = {HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n" HEAD "@@ -1,3 +1,3 @@\n a\n-B\n+C\n c\n", NULL};
  apply (&fixture, patches, &error);
  g_assert_no_error (error);
  g_autofree char *text = fixture_read (&fixture, "t r e e's/dir/one");
  g_assert_true (g_str_has_prefix (text, "a\nC\nc\n"));
}

static const struct {
  const char *name, *patch, *pattern;
} bad[] = {
    {"/fetch/patch/failing-hunk",
     HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -6,3 +6,3 @@\n f\n-X\n+G\n h\n",
     "patch 'it's a 0.patch': dir/one: Hunk #2 FAILED at 6*without fuzz*"},
    {"/fetch/patch/fuzz", HEAD "@@ -1,7 +1,7 @@\n a\n b\n c\n-d\n+D\n e\n f\n DIFFERENT\n",
     "patch 'it's a 0.patch': dir/one: Hunk #1 FAILED at 1*"},
    {"/fetch/patch/applied-already", HEAD "@@ -1,3 +1,3 @@\n a\n-x\n+b\n c\n",
     "patch *: dir/one: *"},
    {"/fetch/patch/no-such-file", "--- a/none\n+++ b/none\n@@ -1 +1 @@\n-a\n+b\n",
     "patch *: *can't find file*"},
    {"/fetch/patch/dotdot", "--- a/../../x\n+++ b/../../x\n@@ -0,0 +1 @@\n+x\n",
     "patch *: line 1: the patch would write outside of the tree: 'a/../../x'"},
    {"/fetch/patch/absolute", "--- /dev/null\n+++ /tmp/zante-never\n@@ -0,0 +1 @@\n+x\n",
     "patch *: line 2: *outside of the tree*"},
    {"/fetch/patch/through-link", "--- /dev/null\n+++ b/out/evil\n@@ -0,0 +1 @@\n+x\n",
     "patch *: 'out/evil' leads out of the tree*"},
    {"/fetch/patch/ed-script", "--- a/two\n+++ b/two\n1c\n!touch evil\n.\n",
     "patch *: it changes nothing*"},
    {"/fetch/patch/binary",
     HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
          "diff --git a/x.bin b/x.bin\nindex 1..2 100644\n"
          "Binary files a/x.bin and b/x.bin differ\n",
     "patch *: line 10: patch(1) cannot apply binary parts *: 'b/x.bin'"},
    {"/fetch/patch/binary-of-diff",
     "diff -r a/dir/one b/dir/one\n" HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
     "Binary files a/x.bin and b/x.bin differ\n",
     "patch *: line 9: patch(1) cannot apply binary parts *"},
    {"/fetch/patch/binary-above-diff",
     "Adds the logo.\n\nBinary files a/x.bin and b/x.bin differ\n" HEAD
     "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
     "patch *: line 3: patch(1) cannot apply binary parts *"},
    {"/fetch/patch/binary-in-second-mail",
     HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n-- \n2.39.5\n\n"
          "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
          "Subject: two\n---\n x.bin | Bin\n"
          "diff --git a/x.bin b/x.bin\ndeleted file mode 100644\nindex 1..0\n"
          "Binary files a/x.bin and /dev/null differ\n",
     "patch *: line 18: patch(1) cannot apply binary parts *: 'b/x.bin'"},
    {"/fetch/patch/only-in",
     "diff -ru a b\n" HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\nOnly in b/dir: new.c\n",
     "patch *: line 9: diff(1) left a difference out *: 'Only in b/dir: new.c'"},
    {"/fetch/patch/another-kind",
     "File a/x is a regular file while file b/x is a directory\n" HEAD
     "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
     "patch *: line 1: diff(1) left a difference out *"},
    {"/fetch/patch/name-in-words", "Words.\n+++ b/../../x\n@@ -0,0 +1 @@\n+x\n",
     "patch *: line 2: the patch would write outside of the tree: *"},
    {"/fetch/patch/link",
     "diff --git a/two b/two\ndeleted file mode 100644\n--- a/two\n+++ /dev/null\n"
     "@@ -1 +0,0 @@\n-x\ndiff --git a/two b/two\nnew file mode 120000\n"
     "--- /dev/null\n+++ b/two\n@@ -0,0 +1 @@\n+dir/one\n\\ No newline at end of file\n",
     "patch *: line 8: symbolic links cannot be in a patch *: 'b/two'"},
    {"/fetch/patch/submodule",
     "diff --git a/m b/m\nindex 1..2 160000\n--- a/m\n+++ b/m\n@@ -1 +1 @@\n-Subproject 1\n"
     "+Subproject 2\n",
     "patch *: line 2: submodules cannot be in a patch: 'b/m'"},
    {"/fetch/patch/empty-outside",
     "diff --git a/out/evil b/out/evil\nnew file mode 100644\nindex 0..1\n",
     "patch *: 'out/evil' leads out of the tree*"},
    {"/fetch/patch/quoted-through-link",
     "--- /dev/null\n+++ \"b/\\157ut/evil\"\n@@ -0,0 +1 @@\n+x\n",
     "patch *: 'out/evil' leads out of the tree*"},
    {"/fetch/patch/quoted-dotdot", "--- /dev/null\n+++ \"b/\\056./x\"\n@@ -0,0 +1 @@\n+x\n",
     "patch *: line 2: the patch would write outside of the tree: 'b/../x'"},
    {"/fetch/patch/quoted-badly", "--- \"a/\\xe4\"\n+++ \"b/\\xe4\"\n@@ -1 +1 @@\n-a\n+b\n",
     "patch *: line 1: a name that is not quoted as git does: *"},
    {"/fetch/patch/quoted-zero", "--- \"a/x\\000y\"\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
     "patch *: line 1: a name that is not quoted as git does: *"},
    {"/fetch/patch/empty-of-two-names",
     "diff --git a/one b/out/evil\nnew file mode 100644\nindex 0..1\n",
     "patch *: line 4: no one name for the empty file*"},
    {"/fetch/patch/empty-quoted-outside",
     "diff --git \"a/out/\\303\\244\" \"b/out/\\303\\244\"\nnew file mode 100644\nindex 0..1\n",
     "patch *: 'out/\303\244' leads out of the tree*"},
    {"/fetch/patch/nothing", "", "patch 'it's a 0.patch': it changes nothing*"},
    {"/fetch/patch/mail-alone", "From: A <a@example.org>\nSubject: [PATCH 0/2] two\n\nWords.\n",
     "patch 'it's a 0.patch': it changes nothing*"},
    {"/fetch/patch/rubbish", "hello\n", "patch *: it changes nothing*"},
};

static void
test_bad (gconstpointer data)
{
  gsize at = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  g_autofree char *link = fixture_path (&fixture, "t r e e's/out");
  g_assert_cmpint (symlink ("..", link), ==, 0);
  const char *patches[] = {bad[at].patch, NULL};
  g_assert_false (apply (&fixture, patches, &error));
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, bad[at].pattern);
  g_autofree char *text = fixture_read (&fixture, "t r e e's/dir/one");
  g_assert_cmpstr (text, ==, ONE_FILE); /* the whole patch or nothing of it */
  g_assert_false (fixture_has (&fixture, "evil"));
  g_assert_false (fixture_has (&fixture, "t r e e's/evil"));
  g_assert_false (fixture_has (&fixture, "t r e e's/dir/one.rej"));
}

/* What is told above a diff is no part of it, whatever it looks like. */
static void
test_words (void)
{
  static const char *const words[]
      = {"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nSubject: one\n\n"
         "git said\nBinary files a/x.bin and b/x.bin differ\nGIT binary patch\n"
         "new file mode 120000\nindex 1..2 160000\n---\n dir/one | 2 +-\n\n"
         "diff --git a/dir/one b/dir/one\nindex 1..2 100644\n",
         ("Description: one\nOnly in b: it\nBinary files a/x and b/x differ\n\n"
          "diff --git a/dir/one b/dir/one\n"),
         "Only in rare cases: see below\nBinary files a/x and b/x differ\n---\n"};
  if (!fixture_needs (needed))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (Fixture) fixture = {0};
      prepare (&fixture);
      g_autofree char *patch
          = g_strconcat (words[i], HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", NULL);
      const char *patches[] = {patch, NULL};
      apply (&fixture, patches, &error);
      g_assert_no_error (error);
    }
}

/* A symbolic link that the patch itself makes must not be followed either. */
static void
test_own_link (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  const char *patches[] = {"diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n"
                           "@@ -0,0 +1 @@\n+..\n\\ No newline at end of file\n"
                           "--- /dev/null\n+++ b/l/evil\n@@ -0,0 +1 @@\n+x\n",
                           NULL};
  g_assert_false (apply (&fixture, patches, &error));
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, "patch 'it's a 0.patch': *");
  g_assert_false (fixture_has (&fixture, "evil"));
}

static void
test_empty (void)
{
  static const char patch[] = "diff --git a/needed.h b/needed.h\nnew file mode 100644\n"
                              "index 0000000..e69de29\n--\n2.39.5\n";
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  const char *patches[] = {patch, HEAD "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", NULL};
  apply (&fixture, patches, &error);
  g_assert_no_error (error);
  g_assert_true (fixture_has (&fixture, "t r e e's/needed.h"));
  g_autofree char *empty = zante_fetch_patch_empty (patch, strlen (patch));
  g_autofree char *none = zante_fetch_patch_empty (patches[1], strlen (patches[1]));
  g_assert_cmpstr (empty, ==, "needed.h");
  g_assert_null (none);
}

/* As git writes names that are not plain ASCII, or have blanks, quotes, tabs. */
static void
test_quoted (void)
{
  static const char patch[]
      = "diff --git \"a/q\\\"u o\" \"b/tab\\tb\\a\"\nsimilarity index 100%\n"
        "rename from \"q\\\"u o\"\nrename to \"tab\\tb\\a\"\n"
        "diff --git \"a/dir/\\303\\244\" \"b/dir/\\303\\244\"\n"
        "--- \"a/dir/\\303\\244\"\n+++ \"b/dir/\\303\\244\"\n@@ -1 +1 @@\n-x\n+X\n"
        "diff --git \"a/new\\t\\303\\251\" \"b/new\\t\\303\\251\"\nnew file mode 100644\n"
        "index 0000000..e69de29\n";
  static const char *const wanted[] = {"q\"u o", "tab\tb\a", "dir/\303\244", "new\t\303\251"};
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  prepare (&fixture);
  fixture_write (&fixture, "t r e e's/q\"u o", "y\n", -1);
  fixture_write (&fixture, "t r e e's/dir/\303\244", "x\n", -1);
  const char *patches[] = {patch, NULL};
  apply (&fixture, patches, &error);
  g_assert_no_error (error);
  g_autofree char *text = fixture_read (&fixture, "t r e e's/dir/\303\244");
  g_assert_cmpstr (text, ==, "X\n");
  g_assert_true (fixture_has (&fixture, "t r e e's/tab\tb\a"));
  g_autoptr (GPtrArray) paths = zante_fetch_patch_paths (patch, strlen (patch));
  g_assert_nonnull (paths);
  g_assert_cmpuint (paths->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < paths->len; i++)
    g_assert_cmpstr (paths->pdata[i], ==, wanted[i]);
  g_autofree char *empty = zante_fetch_patch_empty (patch, strlen (patch));
  g_assert_cmpstr (empty, ==, wanted[3]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/patch/good", test_good);
  g_test_add_func ("/fetch/patch/empty", test_empty);
  g_test_add_func ("/fetch/patch/words", test_words);
  g_test_add_func ("/fetch/patch/quoted", test_quoted);
  g_test_add_func ("/fetch/patch/repeated", test_repeated);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_test_add_data_func (bad[i].name, GSIZE_TO_POINTER (i), test_bad);
  g_test_add_func ("/fetch/patch/own-link", test_own_link);
  return g_test_run ();
}
