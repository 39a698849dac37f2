/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every check finds what it is for, and is silent about what is right. */
#include <string.h>

#include "series/check/checks.h"
#include "series/series.h"

#define SUBJECT "xen/common: count the domains"
#define MESSAGE "There was no count of them.\n\nSigned-off-by: A Person <a@example.org>\n"
#define CODE(line)                                                                                 \
  "diff --git a/xen/common/domain.c b/xen/common/domain.c\n"                                       \
  "--- a/xen/common/domain.c\n"                                                                    \
  "+++ b/xen/common/domain.c\n"                                                                    \
  "@@ -10,3 +10,4 @@ static int count(void)\n"                                                     \
  " {\n     int n = 0;\n" line "\n \n"
#define NEW(path, lines, count)                                                                    \
  "diff --git a/" path " b/" path "\nnew file mode 100644\n--- /dev/null\n+++ b/" path             \
  "\n@@ -0,0 +1," count " @@\n" lines
#define DIFF CODE ("+    n++;")
#define SIGNED "\nSigned-off-by: A Person <a@example.org>\n"

typedef struct {
  const char *check;
  guint findings;
  const char *subject, *message, *diff; /* NULL: one that is right */
} Case;

static const Case cases[] = {
    {"encoding", 0, "xen: count Monn\u00e9's domains", NULL, NULL},
    {"encoding", 1, "xen: count Monn\xc3\x83\xc2\xa9's domains", NULL, NULL},
    {"encoding", 1, NULL, "It has \u00e2\xc2\x80\xc2\x99 in it.\n" SIGNED, NULL},
    {"encoding", 1, NULL, "It has \xff in it.\n" SIGNED, NULL},
    {"subject-stop", 1, "xen: count the domains.", NULL, NULL},
    {"subject-stop", 0, "xen: count the domains...", NULL, NULL},
    {"subject-length", 0,
     "xen: 678901234567890123456789012345678901234567890123456789012345678901234567890", NULL,
     NULL},
    {"subject-length", 1,
     "xen: 6789012345678901234567890123456789012345678901234567890123456789012345678901", NULL,
     NULL},
    {"subject-component", 1, "Count the domains", NULL, NULL},
    {"subject-component", 0, "Revert \"xen: count the domains\"", NULL, NULL},
    {"subject-tag", 1, "[xen] count: the domains", NULL, NULL},
    {"message-space", 1, NULL, "There was no count of them. \n" SIGNED, NULL},
    {"message-notes", 1, NULL, "None.\n\nv2: count them all\n" SIGNED, NULL},
    {"message-notes", 1, NULL, "None.\n\nChanges since v1:\n - all\n" SIGNED, NULL},
    {"message-notes", 0, NULL, "The v2: format is old, v2 it is.\n" SIGNED, NULL},
    {"message-notes", 0, NULL, "None.\n" SIGNED "---\nv2: count them all\n", NULL},
    {"message-gerrit", 1, NULL, "None.\n" SIGNED "Change-Id: I0123\n", NULL},
    {"message-width", 1, NULL,
     "123456789012345678901234567890123456789012345678901234567890123456789012345\n"
     "1234567890123456789012345678901234567890123456789012345678901234567890123456\n"
     "1234567890123456789012345678901234567890123456789012345678901234567890123456\n" SIGNED,
     NULL},
    {"message-width", 0, NULL,
     "  678901234567890123456789012345678901234567890123456789012345678901234567890\n"
     "> 678901234567890123456789012345678901234567890123456789012345678901234567890\n"
     "see https://example.org/345678901234567890123456789012345678901234567890123456789\n" SIGNED,
     NULL},
    {"message-empty", 1, NULL, SIGNED, NULL},

    {"signoff", 1, NULL, "None.\n", NULL},
    {"signoff", 1, NULL, "None.\n---" SIGNED, NULL},
    {"signoff", 0, NULL, "None.\n\nsigned-off-by: A Person <a@example.org>\n", NULL},
    {"signoff-name", 1, NULL, "None.\n\nSigned-off-by: Person <a@example.org>\n", NULL},
    {"signoff-author", 1, NULL, "None.\n\nSigned-off-by: B Other <b@example.org>\n", NULL},
    {"signoff-author", 0, NULL, "None.\n\nSigned-off-by: \u00c0 Person <b@example.org>\n", NULL},
    {"signoff-author", 0, NULL, "None.\n\nSigned-off-by: B Other <A@Example.org>\n", NULL},
    {"signoff-author", 0, NULL,
     "From: B Other <b@example.org>\n\nNone.\n\nSigned-off-by: B Other <b@example.org>\n", NULL},
    {"tag-known", 1, NULL, "None.\n" SIGNED "Tentatively-acked-by: B Other <b@example.org>\n",
     NULL},
    {"tag-known", 0, NULL, "None.\n" SIGNED "Release-acked-by: B Other <b@example.org>\n", NULL},
    {"tag-twice", 1, NULL, "None.\n" SIGNED "Signed-off-by: A Person <a@example.org>\n", NULL},
    {"tag-order", 1, NULL, "None.\n\nAcked-by: B Other <b@example.org>" SIGNED, NULL},
    {"tag-order", 0, NULL, "None.\n" SIGNED "Acked-by: B Other <b@example.org>\n", NULL},
    {"tag-below", 1, NULL, "None.\n---" SIGNED, NULL},
    {"fixes-form", 1, NULL, "None.\n\nFixes: 0123456 (\"xen: count\")" SIGNED, NULL},
    {"fixes-form", 1, NULL, "None.\n\nFixes: 0123456789ab" SIGNED, NULL},
    {"fixes-form", 0, NULL, "None.\n\nFixes: 0123456789ab (\"xen: count\")" SIGNED, NULL},
    {"approval-other", 1, NULL, NULL, NULL},
    {"approval-other", 1, NULL, "None.\n" SIGNED "Acked-by: A Person <a@example.org>\n", NULL},
    {"approval-other", 0, NULL, "None.\n" SIGNED "Acked-by: B Other <b@example.org>\n", NULL},

    {"conflict-marker", 2, NULL, NULL, CODE ("+<<<<<<< HEAD\n+=======\n+>>>>>>> theirs")},
    {"carriage-return", 1, NULL, NULL, CODE ("+    n++;\r")},
    {"trailing-space", 1, NULL, NULL, CODE ("+    n++; ")},
    {"trailing-space", 0, NULL, NULL, CODE ("-    n++; ")},
    {"trailing-space", 0, NULL, NULL, NEW ("a/b.patch", "+ \n", "1")},
    {"space-before-tab", 1, NULL, NULL, CODE ("+  \tn++;")},
    {"space-before-tab", 0, NULL, NULL, CODE ("+    n++; \t/* all */")},
    {"final-newline", 1, NULL, NULL, NEW ("a/b", "+one\n\\ No newline at end of file\n", "1")},
    {"final-blank", 1, NULL, NULL, NEW ("a/b", "+one\n+\n", "2")},
    {"final-blank", 1, NULL, NULL,
     "diff --git a/b b/b\n--- a/b\n+++ b/b\n@@ -1,1 +1,2 @@\n one\n+\n"},
    {"final-blank", 0, NULL, NULL,
     "diff --git a/b b/b\n--- a/b\n+++ b/b\n@@ -1,2 +1,3 @@\n one\n+\n two\n"},
    {"ascii", 1, NULL, NULL, CODE ("+    n++; /* \u2013 */")},
    {"new-licence", 1, NULL, NULL, NEW ("xen/common/a.c", "+int a;\n", "1")},
    {"new-licence", 0, NULL, NULL,
     NEW ("xen/common/a.c", "+/* SPDX-License-Identifier: GPL-2.0-only */\n", "1")},
    {"new-licence", 0, NULL, NULL, NEW ("docs/a.rst", "+text\n", "1")},
    {"new-name", 1, NULL, NULL, NEW ("docs/a_b.rst", "+text\n", "1")},
    {"new-name", 0, NULL, NULL, NEW ("docs_of/a-b.rst", "+text\n", "1")},

    {"keyword-space", 1, NULL, NULL, CODE ("+    while( n )")},
    {"keyword-space", 0, NULL, NULL, CODE ("+    printk(\"if(n)\"); /* if(n) */")},
    {"keyword-space", 0, NULL, NULL, CODE ("+     * if( n ) it goes on")},
    {"keyword-space", 0, NULL, NULL, CODE ("+    gif(n);")},
    {"comment-kind", 1, NULL, NULL, CODE ("+    n++; // count")},
    {"comment-kind", 0, NULL, NULL, CODE ("+    printk(\" //\"); /* see //this */")},
    {"brace-line", 1, NULL, NULL, CODE ("+    if ( n ) {")},
    {"brace-line", 1, NULL, NULL, CODE ("+    } else {")},
    {"brace-line", 0, NULL, NULL, CODE ("+    {")},
    {"inner-blanks", 1, NULL, NULL, CODE ("+    if (n)")},
    {"inner-blanks", 0, NULL, NULL, CODE ("+    if ( n )")},
    {"short-types", 1, NULL, NULL, CODE ("+    u32 m;")},
    {"short-types", 0, NULL, NULL, CODE ("+    uint32_t m;")},
    {"indent-tab", 1, NULL, NULL, CODE ("+\tn++;")},
    {"indent-tab", 0, NULL, NULL, NEW ("xen/common/a.c", "+{\n+\tn++;\n", "2")},
    {"indent-tab", 0, NULL, NULL, NEW ("tools/xl/a.c", "+  {\n+\tn++;\n", "2")},
    {"width", 1, NULL, NULL,
     CODE ("+    567890123456789012345678901234567890123456789012345678901234567890123456789 +")},
    {"width", 0, NULL, NULL,
     CODE ("+    56789012345678901234567890123456789012345678901234567890123456789012345678 +")},
    {"width", 0, NULL, NULL,
     CODE ("+    \"7890123456789012345678901234567890123456789012345678901234567890123456789\"")},
};

/* How often CHECK finds something in the mail of CASE; STORE it, for failures. */
static guint
run (const Case *it, const char *check, GString *store)
{
  g_autofree char *text = g_strdup_printf (
      "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
      "From: A Person <a@example.org>\nSubject: [PATCH] %s\n\n%s---\n file | 1 +\n\n%s",
      it->subject != NULL ? it->subject : SUBJECT, it->message != NULL ? it->message : MESSAGE,
      it->diff != NULL ? it->diff : DIFF);
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new (text, strlen (text));
  const ZanteCheckInput input = {0};
  g_autoptr (GPtrArray) findings = zante_series_check (&input, mailbox->series, NULL);
  guint n = 0;
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      n += strcmp (finding->check, check) == 0;
      g_string_append_printf (store, "%u [%s] %s\n", finding->line, finding->check, finding->text);
    }
  return n;
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      guint n = run (&cases[i], cases[i].check, told);
      if (n != cases[i].findings)
        g_error ("case %" G_GSIZE_FORMAT ", %s: %u findings, not %u:\n%s", i, cases[i].check, n,
                 cases[i].findings, told->str);
    }
}

/* What needs a repository is tested with one, in series-check.bats. */
static void
test_all (void)
{
  static const char *const elsewhere[] = {"fixes-known", "approval", "recipients", NULL};
  for (guint i = 0; zante_check_kind (i) != NULL; i++)
    {
      const char *name = zante_check_kind (i)->name;
      guint found = 0;
      g_autoptr (GString) told = g_string_new (NULL);
      for (gsize j = 0; j < G_N_ELEMENTS (cases); j++)
        found += strcmp (cases[j].check, name) == 0 ? cases[j].findings : 0;
      if (found == 0 && !g_strv_contains (elsewhere, name))
        g_error ("no case in which '%s' finds something", name);
      if (strcmp (name, "approval-other") != 0)
        g_assert_cmpuint (run (&(Case){0}, name, told), ==, 0);
    }
}

static void
test_maintainers (void)
{
  static const char text[] = "\tM: Maintainer: FullName <address@domain>\n\n"
                             "MM\nM:\tA Person <a@example.org>\nF:\txen/arch/x86/mm/\n"
                             "X:\txen/arch/x86/mm/shadow/\n\n"
                             "X86\nM:\tB Person <b@example.org>\nF:\txen/arch/x86/\nF:\tbuild*\n\n"
                             "READERS\nR:\tC Person <c@example.org>\nF:\txen/arch/x86/mm/p2m.c\n\n"
                             "THE REST\nM:\tD Person <d@example.org>\nF:\t*\nF:\t*/\n";
  static const char *const wanted[][2] = {
      {"xen/arch/x86/mm/p2m.c", "MM"},
      {"xen/arch/x86/mm/shadow/multi.c", "X86"},
      {"xen/arch/x86/traps.c", "X86"},
      {"xen/arch/x86", "THE REST"},
      {"xen/common/domain.c", "THE REST"},
      {"README", "THE REST"},
      {"build.sh", "X86"},
      {"build/a", "THE REST"},
  };
  g_autoptr (ZanteMaintainers) maintainers = zante_maintainers_read (text, sizeof text - 1);
  g_assert_cmpuint (maintainers->areas->len, ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (GPtrArray) areas = zante_maintainers_of (maintainers, wanted[i][0]);
      g_assert_cmpuint (areas->len, ==, 1);
      g_assert_cmpstr (((ZanteMaintained *)areas->pdata[0])->title, ==, wanted[i][1]);
    }
}

static void
test_persons (void)
{
  g_assert_true (zante_person_equal ("A Monn\u00e9 <a@b>", "a monne <c@d>"));
  g_assert_true (zante_person_equal ("\"A Person\" <A@B>", "Other <a@b> # note"));
  g_assert_false (zante_person_equal ("A Person <a@b>", "B Person <c@d>"));
  g_assert_false (zante_person_equal ("<>", "<>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/check/cases", test_cases);
  g_test_add_func ("/series/check/all", test_all);
  g_test_add_func ("/series/check/maintainers", test_maintainers);
  g_test_add_func ("/series/check/persons", test_persons);
  return g_test_run ();
}
