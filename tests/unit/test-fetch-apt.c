/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What apt tells about its repositories: pure functions over text. */
#include <string.h>

#include "base/error.h"
#include "fetch-fixture.h"
#include "fetch/apt/suite.h"
#include "fetch/apt/targets.h"

static void
test_targets (void)
{
  g_autoptr (GError) error = NULL;
  static const char text[] = "http://a/d/\tsid\tmain\t/etc/x.list:3\n"
                             "http://a/d/\tsid\tmain\t/etc/x.list:3\n"
                             "http://a/d/\tsid\tcontrib\t/etc/x.list:3\n"
                             "file:/srv/\t./\t$(COMPONENT)\t/etc/a:b.sources:12\n";
  g_autoptr (GPtrArray) targets = zante_apt_parse_targets (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (targets->len, ==, 3);
  const ZanteAptTarget *flat = targets->pdata[2];
  g_assert_null (flat->component);
  g_assert_cmpstr (flat->file, ==, "/etc/a:b.sources");
  g_assert_cmpuint (flat->index, ==, 12);
  g_autoptr (GPtrArray) options = g_ptr_array_new ();
  for (guint i = 0; i < targets->len; i++)
    g_ptr_array_add (options, i < 2 ? "signed-by: /k\n" : "");
  g_autofree char *sources = zante_apt_format_sources (targets, options);
  g_assert_cmpstr (sources, ==,
                   "Types: deb-src\nURIs: http://a/d/\nSuites: sid\nComponents: main contrib\n"
                   "signed-by: /k\n\n"
                   "Types: deb-src\nURIs: file:/srv/\nSuites: ./\n\n");
}

/* "URI SUITE COMPONENT" of each, separated by ';'. */
static char *
told (GPtrArray *targets)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < targets->len; i++)
    {
      const ZanteAptTarget *target = targets->pdata[i];
      g_string_append_printf (text, "%s%s %s %s", i == 0 ? "" : ";", target->uri, target->suite,
                              target->component);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_suite (void)
{
#define BOOKWORM                                                                                   \
  "d\tbookworm\tmain\tx:1\n"                                                                       \
  "d\tbookworm-updates\tmain\tx:2\n"                                                               \
  "s\tbookworm-security\tmain\tx:3\n"                                                              \
  "o\tnodistro\tmain\ty:1\n"                                                                       \
  "c\tcloud-bookworm\tmain\tz:1\n"
  static const struct {
    const char *targets, *suite, *expected;
  } cases[] = {
      {BOOKWORM, "trixie", "d trixie main;d trixie-updates main;s trixie-security main"},
      {BOOKWORM, "bookworm", "d bookworm main;d bookworm-updates main;s bookworm-security main"},
      {BOOKWORM, "trixie-security", "s trixie-security main"},
      {BOOKWORM, "bookworm-backports", "d bookworm-backports main"},
      {BOOKWORM, "sid", "d sid main"},
      {BOOKWORM "d\ttrixie\tmain\tx:9\n", "trixie", "d trixie main"},
      {BOOKWORM "d\tstable\tmain\tx:9\n", "experimental", "d experimental main"},
      {"d\tsid\tmain\tx:1\nd\tsid\tcontrib\tx:1\n", "trixie", "d trixie main;d trixie contrib"},
      {"o\tnodistro\tmain\ty:1\nf\t./\t\tz:1\n", "trixie", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) all
          = zante_apt_parse_targets (cases[i].targets, strlen (cases[i].targets), &error);
      g_assert_no_error (error);
      g_autoptr (GPtrArray) targets = zante_apt_suite_targets (all, cases[i].suite, "bookworm");
      g_autofree char *text = told (targets);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static void
test_targets_bad (void)
{
  static const char *const bad[] = {"x",           "a\tb\tc\td",     "a\tb\tc\td:0",
                                    "a\tb\tc\t:1", "a b\tc\td\te:1", "$(REPO_URI)\tb\tc\td:1"};
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (zante_apt_parse_targets (bad[i], strlen (bad[i]), &error));
      fixture_assert_error (error, ZANTE_ERROR_HOST, "apt-get indextargets: *");
    }
}

static void
test_entry_options (void)
{
  static const struct {
    const char *text;
    gboolean stanzas;
    guint index;
    const char *options;
  } cases[] = {
      {"# x\n deb [ arch=amd64 signed-by=/k,F! trusted=yes ] http://a sid main\n", FALSE, 2,
       "signed-by: /k,F!\ntrusted: yes\n"},
      {"deb http://a sid main [not=options]\n", FALSE, 1, ""},
      {"# only a comment\n\nTypes: deb\nURIs: a\n\nTypes: deb\nTrusted: yes\nSigned-By: /k\n", TRUE,
       2, "signed-by: /k\ntrusted: yes\n"},
      {"Types: deb\nSigned-By:\n -----BEGIN PGP-----\n .\n mQ\n", TRUE, 1,
       "signed-by: \n -----BEGIN PGP-----\n .\n mQ\n"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *options = zante_apt_entry_options (cases[i].text, strlen (cases[i].text),
                                                          cases[i].stanzas, cases[i].index, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (options, ==, cases[i].options);
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (zante_apt_entry_options ("a\n", 2, FALSE, 9, &error));
  fixture_assert_error (error, ZANTE_ERROR_HOST, "there is no entry 9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/apt/targets", test_targets);
  g_test_add_func ("/fetch/apt/suite", test_suite);
  g_test_add_func ("/fetch/apt/targets-bad", test_targets_bad);
  g_test_add_func ("/fetch/apt/options", test_entry_options);
  return g_test_run ();
}
