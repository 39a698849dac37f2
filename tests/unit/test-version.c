/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Our order of versions against dpkg's and rpm's own. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

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

/* A version out of what is hard: digits with zeros before, letters, tildes, separators. LETTERS has
 * them without what one of the systems does not take. */
static char *
random_version (const char *letters)
{
  GString *version = g_string_new (NULL);
  gsize choice = strlen (letters);
  g_string_append_c (version, (char)('0' + g_test_rand_int_range (0, 10)));
  for (gint32 n = g_test_rand_int_range (0, 8); n > 0; n--)
    g_string_append_c (version, letters[g_test_rand_int_range (0, (gint32)choice)]);
  if (version->str[version->len - 1] == '-') /* no revision: not taken */
    g_string_append_c (version, '1');
  return g_string_free (version, FALSE);
}

enum { N_RANDOM = 3000 };

/* Lines "A<tab>B" of the versions that A and B are given as. */
static char *
random_pairs (const char *letters)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autofree char *a = random_version (letters), *b = random_version (letters);
      g_string_append_printf (text, "%s\t%s\n", a, b);
    }
  return g_string_free (text, FALSE);
}

/* PAIRS, and what another program says of each: "-1", "0" or "1" a line. */
static void
compare_all (int (*compare) (const char *a, const char *b), const char *pairs, const char *said)
{
  g_auto (GStrv) lines = g_strsplit (pairs, "\n", -1), answers = g_strsplit (said, "\n", -1);
  g_assert_cmpuint (g_strv_length (answers), >=, N_RANDOM);
  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], "\t", 2);
      int order = compare (pair[0], pair[1]);
      if ((order > 0) - (order < 0) != atoi (answers[i]))
        g_error ("'%s' and '%s' are in order %s", pair[0], pair[1], answers[i]);
    }
}

/* What ARGV, whose last argument becomes the file of PAIRS, prints. */
static char *
ask (const char **argv, const char *pairs)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("zante-versions-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_assert_true (close (fd) == 0 && g_file_set_contents (path, pairs, -1, NULL));
  guint last = g_strv_length ((char **)argv) - 1;
  argv[last] = path;
  char *text = zante_proc_output (argv, NULL, NULL, NULL, 1, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return text;
}

static void
test_random_dpkg (void)
{
  const char *argv[] = {"perl", "-MDpkg::Version",
                        "-lne", "my ($a, $b) = split /\\t/; print version_compare ($a, $b)",
                        "",     NULL};
  if (!is_there ("dpkg-source"))
    return;
  g_autofree char *pairs = random_pairs ("00123456789..++~~--abzZ");
  g_autofree char *said = ask (argv, pairs);
  compare_all (zante_version_compare_deb, pairs, said);
}

/* Without releases, which do not always count (see base/version.h). */
static void
test_random_rpm (void)
{
  const char *argv[] = {"sh", "-c",
                        "exec rpm --eval \"%{lua: for line in io.lines ('$0') do local a, b = "
                        "line:match ('(.*)\\t(.*)') print (rpm.vercmp (a, b) .. '\\n') end}\"",
                        "", NULL};
  if (!is_there ("rpm"))
    return;
  g_autofree char *pairs = random_pairs ("00123456789..++~~^^__abzZ");
  g_autofree char *said = ask (argv, pairs);
  compare_all (zante_version_compare_rpm, pairs, said);
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
  g_test_add_func ("/version/random/dpkg", test_random_dpkg);
  g_test_add_func ("/version/random/rpm", test_random_rpm);
  g_test_add_func ("/version/operators", test_operators);
  g_test_add_func ("/version/revisions", test_revisions);
  return g_test_run ();
}
