/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Our order of versions against dpkg's and rpm's own. */
#include <string.h>

#include "base/proc.h"
#include "base/version.h"

/* Xen's own, and what is hard in either order. */
static const char *const versions[] = {"4.20",
                                       "4.20~rc1",
                                       "4.20~rc10",
                                       "4.20~rc2",
                                       "4.20.0",
                                       "4.20.1",
                                       "4.20.0-rc1",
                                       "4.20.0-1",
                                       "4.20.0-1zante1",
                                       "4.20.0-2",
                                       "4.20.0~rc4-1",
                                       "4.9.4",
                                       "4.17.5+72-g01",
                                       "4.17.5",
                                       "4.17.5-1+deb12",
                                       "4.17.5-1~bpo",
                                       "1:4.14-1",
                                       "0:4.20",
                                       "4.23~git1732.9.0badcafe00",
                                       "4.23~git1732.10.0badcafe00",
                                       "4.23",
                                       "4.23~",
                                       "1.16.2",
                                       "1.016.2",
                                       "1.16.2a",
                                       "1.16.a2",
                                       "2.06",
                                       "2.12~rc1",
                                       "2.12^git1",
                                       "2.12",
                                       "2.12.1",
                                       "20241101",
                                       "0",
                                       "00",
                                       "9999999999999999999999",
                                       "10000000000000000000000",
                                       "0~git0"};

static gboolean
is_there (const char *program)
{
  g_autofree char *path = g_find_program_in_path (program);
  if (path == NULL)
    g_test_skip_printf ("this machine has no %s", program);
  return path != NULL;
}

static void
test_dpkg (void)
{
  static const char *const operators[] = {"lt", "eq", "gt"};
  if (!is_there ("dpkg"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    for (gsize j = i; j < G_N_ELEMENTS (versions); j++)
      {
        const char *a = versions[i], *b = versions[j];
        int order = zante_version_compare_deb (a, b);
        const char *const argv[] = {"dpkg", "--compare-versions", a, operators[order + 1], b, NULL};
        ZanteProc proc = {.argv = argv};
        ZanteProcResult result;
        if (strpbrk (a, "^") != NULL || strpbrk (b, "^") != NULL)
          continue;
        g_assert_cmpint (zante_version_compare_deb (b, a), ==, -order);
        g_assert_true (zante_proc_run (&proc, &result, NULL));
        if (result.status != 0)
          g_error ("'%s' and '%s' are in another order for dpkg than %d", a, b, order);
      }
}

/* rpm compares whole versions since 4.16; one call for all of them. */
static void
test_rpm (void)
{
  g_autoptr (GString) program = g_string_new ("%{lua:v={");
  if (!is_there ("rpm"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    g_string_append_printf (program, "'%s',", versions[i]);
  g_string_append (program,
                   "} for i=1,#v do for j=1,#v do print(rpm.vercmp(v[i],v[j])..' ') end end}");
  const char *const argv[] = {"rpm", "--eval", program->str, NULL};
  g_autofree char *text = zante_proc_output (argv, NULL, NULL, NULL, 1, NULL, NULL);
  g_assert_nonnull (text);
  g_auto (GStrv) orders = g_strsplit_set (g_strstrip (text), " \n", -1);
  gsize n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (versions); j++)
      {
        while (orders[n] != NULL && *orders[n] == '\0')
          n++;
        g_assert_nonnull (orders[n]);
        /* In a dependency a version without a release stands for all of them. */
        gboolean alike = (strchr (versions[i], '-') != NULL) == (strchr (versions[j], '-') != NULL);
        if (alike && zante_version_compare_rpm (versions[i], versions[j]) != atoi (orders[n]))
          g_error ("'%s' and '%s' are in order %s for rpm", versions[i], versions[j], orders[n]);
        n++;
      }
}

static void
test_operators (void)
{
  g_assert_true (zante_version_is (0, ">="));
  g_assert_true (zante_version_is (-1, "<<"));
  g_assert_true (zante_version_is (-1, "<="));
  g_assert_true (zante_version_is (1, ">"));
  g_assert_true (zante_version_is (1, NULL));
  g_assert_false (zante_version_is (0, "<<"));
  g_assert_false (zante_version_is (1, "="));
  g_assert_false (zante_version_is (1, "<="));
}

/* 4.20.10 is newer than 4.20.9 for one machine, whatever the letters say. */
static void
test_revisions (void)
{
  static const ZanteRevision old = {"xen", "amd64", "4.20.9-1", zante_version_compare_deb};
  static const struct {
    ZanteRevision revision;
    gboolean same, newer;
  } cases[] = {
      {{"xen", "amd64", "4.20.10-1", zante_version_compare_deb}, TRUE, TRUE},
      {{"xen", "all", "4.20.10-1", zante_version_compare_deb}, TRUE, TRUE},
      {{"xen", NULL, "4.20.10-1", zante_version_compare_deb}, TRUE, TRUE},
      {{"xen", "amd64", "4.20.9-1", zante_version_compare_deb}, TRUE, FALSE},
      {{"xen", "amd64", "4.20.9~rc1-1", zante_version_compare_deb}, TRUE, FALSE},
      {{"xen", "arm64", "4.20.10-1", zante_version_compare_deb}, FALSE, FALSE},
      {{"xen-doc", "amd64", "4.20.10-1", zante_version_compare_deb}, FALSE, FALSE},
      {{"xen", "amd64", "4.20.10-1", zante_version_compare_rpm}, FALSE, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (zante_revision_is_same_package (&cases[i].revision, &old), ==,
                       cases[i].same);
      g_assert_cmpint (zante_revision_is_newer (&cases[i].revision, &old), ==, cases[i].newer);
      g_assert_false (zante_revision_is_newer (&old, &cases[i].revision) && cases[i].newer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version/dpkg", test_dpkg);
  g_test_add_func ("/version/rpm", test_rpm);
  g_test_add_func ("/version/operators", test_operators);
  g_test_add_func ("/version/revisions", test_revisions);
  return g_test_run ();
}
