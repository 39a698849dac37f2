/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether patches are in a tree, or apply to it. */
#include "series/content.h"

#include <string.h>

#include "series/series.h"

#define TEN "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"
#define CHANGED "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n"
#define CHANGE "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
#define REMOVE "--- a/f\n+++ b/f\n@@ -2,7 +2,6 @@\n 2\n 3\n 4\n-5\n 6\n 7\n 8\n"
#define FIRST "--- a/f\n+++ b/f\n@@ -1,4 +1,5 @@\n+0\n 1\n 2\n 3\n 4\n"
#define LAST "--- a/f\n+++ b/f\n@@ -8,3 +8,4 @@\n 8\n 9\n 10\n+11\n"
#define NEW                                                                                        \
  "diff --git a/g b/g\nnew file mode 100644\n--- /dev/null\n+++ b/g\n@@ -0,0 +1,2 @@\n+a\n+b\n"
#define GONE                                                                                       \
  "diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1,2 +0,0 "            \
  "@@\n-1\n-2\n"
#define RENAME "diff --git a/f b/h\nsimilarity index 100%\nrename from f\nrename to h\n"
#define BINARY "diff --git a/f b/f\nindex 0123456..1234567 100644\nGIT binary patch\nliteral 1\nx\n"
#define TWICE "1\n2\n3\nx\n1\n2\n3\n"
#define MIDDLE "--- a/f\n+++ b/f\n@@ -90,3 +90,4 @@\n 1\n+one\n 2\n 3\n"

static ZanteContentFit
fit (const char *file, const char *patches)
{
  g_autoptr (ZanteLineBook) book = zante_line_book_new ();
  g_autoptr (GPtrArray) contents
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_content_patch_free);
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new (patches, strlen (patches));
  for (guint i = 0; i < mailbox->patches->len; i++)
    g_ptr_array_add (contents, zante_content_patch_new (book, mailbox->patches->pdata[i]));
  g_autoptr (GHashTable) files
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
  if (file != NULL)
    g_hash_table_insert (files, (gpointer) "f", zante_line_book_read (book, file, strlen (file)));
  return zante_content_fit (files, contents);
}

static void
test_fit (void)
{
  static const struct {
    const char *file, *patch;
    ZanteContentFit fit;
  } cases[] = {
      {TEN, CHANGE, ZANTE_CONTENT_APPLIES},
      {CHANGED, CHANGE, ZANTE_CONTENT_IN},
      {TEN, "Description: why\n---\n" CHANGE, ZANTE_CONTENT_APPLIES}, /* no mail: no blank line */
      {"0\n0\n0\n" TEN, CHANGE, ZANTE_CONTENT_APPLIES},               /* at an offset */
      {"4\n5\n6\n", CHANGE, ZANTE_CONTENT_OTHER},                     /* no fuzz */
      {"1\n2\n3\n4\nother\n6\n7\n8\n", CHANGE, ZANTE_CONTENT_OTHER},
      {NULL, CHANGE, ZANTE_CONTENT_ABSENT},
      {TEN CHANGED, CHANGE, ZANTE_CONTENT_BOTH},
      /* What takes lines away is no proof where they never were. */
      {"1\n2\n3\n4\n6\n7\n8\n", REMOVE, ZANTE_CONTENT_OTHER},
      {TEN, REMOVE, ZANTE_CONTENT_APPLIES},
      /* A hunk at an end of the file stays there. */
      {TEN, FIRST, ZANTE_CONTENT_APPLIES},
      {"x\n" TEN, FIRST, ZANTE_CONTENT_OTHER},
      {"0\n" TEN, FIRST, ZANTE_CONTENT_IN},
      {"x\n0\n" TEN, FIRST, ZANTE_CONTENT_OTHER},
      {TEN, LAST, ZANTE_CONTENT_APPLIES},
      {TEN "x\n", LAST, ZANTE_CONTENT_OTHER},
      {TEN "11\n", LAST, ZANTE_CONTENT_IN},
      {TWICE, MIDDLE, ZANTE_CONTENT_APPLIES},
      /* Files that come, go and move. */
      {TEN, NEW, ZANTE_CONTENT_APPLIES},
      {"1\n2\n", GONE, ZANTE_CONTENT_APPLIES},
      {"1\n2\n3\n", GONE, ZANTE_CONTENT_OTHER},
      {TEN, RENAME, ZANTE_CONTENT_APPLIES},
      {TEN, BINARY, ZANTE_CONTENT_OTHER},
      /* One patch on top of the other. */
      {TEN,
       "From a@b Mon Nov 20 11:22:33 2026\nSubject: 1\n\n" CHANGE
       "\nFrom a@b Mon Nov 20 11:22:33 2026\nSubject: 2\n\n"
       "--- a/f\n+++ b/f\n@@ -3,5 +3,5 @@\n 3\n 4\n-five\n+cinq\n 6\n 7\n",
       ZANTE_CONTENT_APPLIES},
      {"1\n2\n3\n4\ncinq\n6\n7\n8\n9\n",
       "From a@b Mon Nov 20 11:22:33 2026\nSubject: 1\n\n" CHANGE
       "\nFrom a@b Mon Nov 20 11:22:33 2026\nSubject: 2\n\n"
       "--- a/f\n+++ b/f\n@@ -3,5 +3,5 @@\n 3\n 4\n-five\n+cinq\n 6\n 7\n",
       ZANTE_CONTENT_IN},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %zu", i);
      g_assert_cmpint (fit (cases[i].file, cases[i].patch), ==, cases[i].fit);
    }
}

/* What both patches of TEXT change, wherever it is. */
static gboolean
same (const char *one, const char *other)
{
  g_autoptr (ZanteLineBook) book = zante_line_book_new ();
  g_autoptr (ZanteMailbox) a = zante_mailbox_new (one, strlen (one));
  g_autoptr (ZanteMailbox) b = zante_mailbox_new (other, strlen (other));
  g_autoptr (ZanteContentPatch) first = zante_content_patch_new (book, a->patches->pdata[0]);
  g_autoptr (ZanteContentPatch) second = zante_content_patch_new (book, b->patches->pdata[0]);
  return zante_content_patch_same (first, second);
}

static void
test_same (void)
{
  g_assert_true (same (CHANGE, "--- a/f\n+++ b/f\n@@ -7,3 +7,3 @@\n x\n-5\n+five\n y\n"));
  g_assert_false (same (CHANGE, REMOVE));
  g_assert_false (same (CHANGE, "--- a/g\n+++ b/g\n@@ -7,3 +7,3 @@\n x\n-5\n+five\n y\n"));
  g_assert_false (same (BINARY, BINARY));
}

/* A line with a NUL in it is no line of a patch, and neither is one that only begins alike. */
static void
test_lines (void)
{
  g_autoptr (ZanteLineBook) book = zante_line_book_new ();
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new (CHANGE, strlen (CHANGE));
  g_autoptr (ZanteContentPatch) patch = zante_content_patch_new (book, mailbox->patches->pdata[0]);
  static const char text[] = "five\nfive\0x\nfive \n\nfive";
  g_autoptr (GArray) lines = zante_line_book_read (book, text, sizeof text - 1);
  g_assert_true (zante_content_patch_is_plain (patch));
  g_assert_cmpuint (lines->len, ==, 5);
  g_assert_cmpuint (g_array_index (lines, guint32, 0), >, 0);
  for (guint i = 1; i < 4; i++)
    g_assert_cmpuint (g_array_index (lines, guint32, i), ==, 0);
  g_assert_cmpuint (g_array_index (lines, guint32, 4), ==, g_array_index (lines, guint32, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/fit", test_fit);
  g_test_add_func ("/content/same", test_same);
  g_test_add_func ("/content/lines", test_lines);
  return g_test_run ();
}
