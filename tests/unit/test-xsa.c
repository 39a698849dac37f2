/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What messages and files say of advisories. */
#include <string.h>

#include "base/error.h"
#include "xsa/history.h"
#include "xsa/meta.h"
#include "xsa/xsa.h"

/* "499! CVE-…" for what MESSAGE states, "499 CVE-…" for what it speaks of; ";" between. */
static char *
told (const char *message)
{
  g_autoptr (GArray) mentions = zante_xsa_mentions (message);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < mentions->len; i++)
    {
      const ZanteXsaMention *mention = &g_array_index (mentions, ZanteXsaMention, i);
      g_string_append_printf (text, "%s%u%s", i > 0 ? "; " : "", mention->number,
                              mention->stated ? "!" : "");
      for (guint j = 0; j < mention->cves->len; j++)
        g_string_append_printf (text, " %s", (const char *)mention->cves->pdata[j]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_mentions (void)
{
  static const char *const cases[][2] = {
      {"This is XSA-499.", "499!"},
      {"This is XSA-493 / CVE-2025-10263", "493! CVE-2025-10263"},
      {"This is CVE-2026-62428 / XSA-500.", "500! CVE-2026-62428"},
      {"This is part of CVE-2026-62426 / XSA-499.", "499! CVE-2026-62426"},
      {"This is CVE-2026-62427 / part of XSA-499.", "499! CVE-2026-62427"},
      {"This CVE-2023-34323 / XSA-440.", "440! CVE-2023-34323"},
      {"This is also part of XSA-456 /\ncve-2024-2201 too.", "456! CVE-2024-2201"},
      {"Everything together is XSA-501.", "501!"},
      {"This is XSA-1 and XSA-2.", "1!; 2!"},
      {"This is XSA-2 / CVE-2020-0001, and XSA-1", "1!; 2!"},
      {"The advice in XSA-466 becomes relevant.", "466"},
      {"XSA-443 and XSA-497 addressed it.\n\nThis is part of XSA-443.", "443!; 497"},
      {"This is the same as XSA-7.", "7"},
      {"This is a security problem, XSA-20 / CVE-2012-4535.", "20! CVE-2012-4535"},
      {"Denial of Service against Xen.  This is XSA-18 / CVE-2012-3516.", "18! CVE-2012-3516"},
      {"This is CVE-2015-8339 + CVE-2015-8340 / XSA-159.", "159! CVE-2015-8339 CVE-2015-8340"},
      {"Change 26521 (part of XSA-38 / CVE-2013-0215) did it.", "38 CVE-2013-0215"},
      {"This is not XSA-7.", "7"},
      {"This isn't part of XSA-7", "7"},
      {"These reintroduce XSA-286 / CVE-2018-15469, as confirmed by it", "286 CVE-2018-15469"},
      {"This is part of XSA-351 (or XSA-93 re-born).", "93; 351!"},
      {"This is XSA-8. It follows XSA-7.", "7; 8!"},
      {"This is another part of XSA-7.", "7!"},
      {"see xsa499 and XSA 498", "498; 499"},
      {"XSA-12345 and MXSA-12 and XSA-list", ""},
      {"", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = told (cases[i][0]);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_reverts (void)
{
  g_autoptr (GPtrArray) one
      = zante_xsa_reverts ("It failed.\n\nThis reverts commit 0123456789abcdef, and\n"
                           "reverts commit abcdef0123 too, but reverts commits.");
  g_assert_cmpuint (one->len, ==, 2);
  g_assert_cmpstr (one->pdata[0], ==, "0123456789abcdef");
  g_assert_cmpstr (one->pdata[1], ==, "abcdef0123");
}

static void
test_facts (void)
{
  static const char text[]
      = "[{\"xsas\": [{\"xsa\": 499, \"title\": \"one\", \"cve\": [\"CVE-2026-1\", 7],"
        "\"public_time\": \"2026-01-02 12:00\"}, {\"xsa\": \"XSA-500\", \"title\": 5,"
        "\"public_time\": \"2026-01-02 12:01\"}, {\"xsa\": \"501\", \"cve\": \"CVE-2026-2\"},"
        "{\"xsa\": -1}, {\"xsa\": [1]}, {\"xsa\": 502, \"embargoed\": true}]}]";
  enum { NOON = 1767355200 }; /* 2026-01-02 12:00 UTC */
  g_autoptr (GHashTable) facts = zante_xsa_facts_new ();
  g_autoptr (GError) error = NULL;
  g_assert_true (zante_xsa_facts_parse (facts, text, sizeof text - 1, "x.json", NOON, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (facts), ==, 4);
  const ZanteXsaFact *one = g_hash_table_lookup (facts, GUINT_TO_POINTER (499));
  g_assert_cmpstr (one->title, ==, "one");
  g_assert_cmpuint (one->cves->len, ==, 1);
  g_assert_false (one->embargoed);
  const ZanteXsaFact *two = g_hash_table_lookup (facts, GUINT_TO_POINTER (500));
  g_assert_true (two->embargoed);
  g_assert_null (two->title);
  const ZanteXsaFact *three = g_hash_table_lookup (facts, GUINT_TO_POINTER (501));
  g_assert_cmpstr (three->cves->pdata[0], ==, "CVE-2026-2");
  g_assert_true (((ZanteXsaFact *)g_hash_table_lookup (facts, GUINT_TO_POINTER (502)))->embargoed);
}

static void
test_facts_bad (void)
{
  static const char *const cases[][2] = {
      {"{\"xsa\": 1, \"public_time\": \"soon\"}", "x.json: the public_time of XSA-1 is no time*"},
      {"{\"xsa\": 1, \"public_time\": \"2026-13-01\"}", "x.json: the public_time of XSA-1*"},
      {"{\"xsa\": 1, \"public_time\": 4070908800}", "x.json: the public_time of XSA-1*"},
      {"{\"xsa\": 1, \"public_time\": \"2999-01-01T12:00-10:00\"}", "x.json: the public_time*"},
      {"{\"xsa\": 1, \"embargoed\": \"yes\"}", "x.json: 'embargoed' of XSA-1*"},
      {"{\"xsa\": 499.5, \"public_time\": \"2999-01-01\"}", "x.json: an advisory under*"},
      {"{\"xsa\": \"499 \", \"embargoed\": true}", "x.json: an advisory under embargo*"},
      {"[", "x.json: *"},
      {"", "x.json: *"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GHashTable) facts = zante_xsa_facts_new ();
      g_autoptr (GError) error = NULL;
      g_assert_false (
          zante_xsa_facts_parse (facts, cases[i][0], strlen (cases[i][0]), "x.json", 0, &error));
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
      g_assert_true (g_pattern_match_simple (cases[i][1], error->message));
    }
}

static void
test_numbers (void)
{
  static const struct {
    const char *path;
    guint number;
  } paths[] = {
      {"xsa401.patch", 401},    {"xsa401-4.16-1.patch", 401}, {"xsa-401/0001-x.patch", 401},
      {"0401-xsa007.patch", 7}, {"XSA401.diff", 401},         {"xsa12345.patch", 0},
      {"mxsa401.patch", 0},     {"x86-401.patch", 0},         {"", 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    g_assert_cmpuint (zante_xsa_number_of_path (paths[i].path), ==, paths[i].number);
  g_assert_cmpuint (zante_xsa_number_of_text ("499"), ==, 499);
  g_assert_cmpuint (zante_xsa_number_of_text ("XSA-499"), ==, 499);
  g_assert_cmpuint (zante_xsa_number_of_text ("xsa499"), ==, 499);
  g_assert_cmpuint (zante_xsa_number_of_text ("499x"), ==, 0);
  g_assert_cmpuint (zante_xsa_number_of_text ("-1"), ==, 0);
  g_assert_cmpuint (zante_xsa_number_of_text ("10000"), ==, 0);
  g_assert_cmpuint (zante_xsa_number_of_text (""), ==, 0);
}

static void
test_subject (void)
{
  static const char *const cases[][2] = {
      {"[PATCH v2 1/3] x86/MM:  check it ", "x86/mm: check it"},
      {"x86/mm: check it", "x86/mm: check it"},
      {"[only a tag", "[only a tag"},
      {"", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = zante_xsa_subject (cases[i][0]);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_meta (void)
{
  static const char text[]
      = "{\"XSA\": 401, \"Recipes\": {\"4.16\": {\"Recipes\": {\"xen\": {\"StableRef\": \"abc\","
        "\"Prereqs\": [399, \"XSA-400\"], \"Patches\": [\"xsa401/*.patch\", \"x.patch\"]},"
        "\"qemuu\": {\"Patches\": []}}}}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recipes = zante_xsa_meta_parse (text, sizeof text - 1, "x.meta", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (recipes->len, ==, 2);
  const ZanteXsaRecipe *xen = recipes->pdata[0], *qemu = recipes->pdata[1];
  g_assert_cmpuint (xen->number, ==, 401);
  g_assert_cmpstr (xen->version, ==, "4.16");
  g_assert_cmpstr (xen->tree, ==, "xen");
  g_assert_cmpstr (xen->stable_ref, ==, "abc");
  g_assert_cmpuint (xen->prereqs->len, ==, 2);
  g_assert_cmpuint (g_array_index (xen->prereqs, guint, 1), ==, 400);
  g_assert_cmpstr (xen->patterns->pdata[1], ==, "x.patch");
  g_assert_cmpstr (qemu->tree, ==, "qemuu");
  g_assert_null (qemu->stable_ref);
}

static void
test_meta_bad (void)
{
  static const char *const cases[] = {
      "",
      "[]",
      "{}",
      "{\"XSA\": 0, \"Recipes\": {}}",
      "{\"XSA\": 1}",
      "{\"XSA\": 1, \"Recipes\": {\"4.16\": []}}",
      "{\"XSA\": 1, \"Recipes\": {\"4.16\": {}}}",
      "{\"XSA\": 1, \"Recipes\": {\"4.16\": {\"Recipes\": {\"xen\": 1}}}}",
      "{\"XSA\": 1, \"Recipes\": {\"4.16\": {\"Recipes\": {\"xen\": {\"Patches\": [1]}}}}}",
      ("{\"XSA\": 1, \"Recipes\": {\"4.16\": {\"Recipes\": {\"xen\": {\"Patches\": [],"
       "\"Prereqs\": [\"x\"]}}}}}"),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (zante_xsa_meta_parse (cases[i], strlen (cases[i]), "x.meta", &error));
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
      g_assert_true (g_str_has_prefix (error->message, "x.meta: "));
    }
}

/* What the patch called NAME with the mail TEXT is of: "401 1/2", "none". */
static char *
own (const char *name, const char *text)
{
  g_autofree char *mail = g_strconcat (text, "\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n", NULL);
  g_autoptr (ZanteXsaRelease) release = zante_xsa_release_new ("r", "0");
  zante_xsa_own_read (release->own, name, mail, strlen (mail));
  if (release->own->len == 0)
    return g_strdup ("none");
  const ZanteXsaOwn *one = release->own->pdata[0];
  return g_strdup_printf ("%u %u/%u", one->number, one->part, one->total);
}

static void
test_own (void)
{
  static const char *const cases[][3] = {
      {"xsa401.patch", "", "401 1/1"},
      {"xsa401-4.16.patch", "", "401 1/1"},
      {"xsa401-4.16-1.patch", "", "401 1/0"},
      {"xsa401-2.patch", "", "401 1/0"},
      {"xsa401.patch", "Subject: x\n\nThis is part of XSA-401.\n", "401 1/0"},
      {"a.patch", "Subject: x\n\nThis is XSA-402.\n", "402 1/1"},
      {"a.patch", "Subject: [PATCH 2/3] x\n\nThis is part of XSA-402.\n", "402 2/3"},
      {"xsa401.patch", "Subject: x\n\nThis is XSA-402.\n", "402 1/1"},
      {"a.patch", "Subject: x\n\nIt follows XSA-402.\n", "none"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = own (cases[i][0], cases[i][1]);
      g_assert_cmpstr (found, ==, cases[i][2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xsa/mentions", test_mentions);
  g_test_add_func ("/xsa/reverts", test_reverts);
  g_test_add_func ("/xsa/facts", test_facts);
  g_test_add_func ("/xsa/facts-bad", test_facts_bad);
  g_test_add_func ("/xsa/numbers", test_numbers);
  g_test_add_func ("/xsa/subject", test_subject);
  g_test_add_func ("/xsa/meta", test_meta);
  g_test_add_func ("/xsa/meta-bad", test_meta_bad);
  g_test_add_func ("/xsa/own", test_own);
  return g_test_run ();
}
