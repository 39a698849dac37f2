/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small parts of the stage package. */
#include <string.h>

#include "package/deb/deb.h"
#include "package/glob.h"
#include "package/library.h"
#include "package/parts.h"
#include "package/wrap.h"

static void
test_glob (void)
{
  static const struct {
    const char *pattern, *path;
    gboolean matches;
  } cases[] = {
      {"/usr/bin/xl", "/usr/bin/xl", TRUE},
      {"/usr/bin/xl", "/usr/bin/xl2", FALSE},
      {"/usr/bin/*", "/usr/bin/xl", TRUE},
      {"/usr/bin/*", "/usr/bin/", TRUE},
      {"/usr/bin/*", "/usr/bin/sub/xl", FALSE},
      {"/usr/bin/?l", "/usr/bin/xl", TRUE},
      {"/usr?bin", "/usr/bin", FALSE},
      {"/usr/**", "/usr/bin/sub/xl", TRUE},
      {"/usr/**", "/var/bin", FALSE},
      {"/usr/**/xl", "/usr/bin/sub/xl", TRUE},
      {"/usr/**/xl", "/usr/bin/sub/xm", FALSE},
      {"/lib/lib*.so.*", "/lib/libxencall.so.1.3", TRUE},
      {"/lib/lib*.so", "/lib/libxencall.so.1.3", FALSE},
      {"/lib/lib*.so", "/lib/libxen.so.so", TRUE},
      {"**/a*b", "/x/ac/ab", TRUE},
      {"**/a*b/c", "/a1/a2b/c", TRUE},
      {"", "", TRUE},
      {"*", "", TRUE},
      {"**", "/any/thing", TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (zante_glob_match (cases[i].pattern, cases[i].path) != cases[i].matches)
      g_error ("'%s' and '%s'", cases[i].pattern, cases[i].path);
}

typedef const char *(*Check) (const char *value);

static void
assert_checks (Check check, const char *const *good, const char *const *bad)
{
  for (; *good != NULL; good++)
    g_assert_cmpstr (check (*good), ==, NULL);
  for (; *bad != NULL; bad++)
    if (check (*bad) == NULL)
      g_error ("'%s' was not refused", *bad);
}

static void
test_names (void)
{
  static const char *const good[] = {"xen-utils-4.17", "libxencall1", "g++", "0ad", NULL};
  static const char *const bad[] = {"x", "", "Xen", "xen_utils", "-xen", "xen utils", "xén", NULL};
  assert_checks (zante_deb_check_name, good, bad);
}

static void
test_versions (void)
{
  static const char *const good[] = {"4.17.5+72-g01140da4e8-1zante1",
                                     "1:2.06-13+deb12u2",
                                     "0~git1",
                                     "1.0-0ubuntu1~bpo1",
                                     "1-2-3",
                                     NULL};
  static const char *const bad[] = {"",    "a1",    ":1", "x:1",  "1:",  "1-",    "1_2",
                                    "1 2", "1-2_3", "v1", "1:-1", "1/2", "1-a b", NULL};
  assert_checks (zante_deb_check_version, good, bad);
}

static void
test_maintainers (void)
{
  static const char *const good[] = {"Ann Other <ann@example.org>", "A <a@b>", NULL};
  static const char *const bad[] = {"",
                                    "Ann",
                                    "<ann@example.org>",
                                    "Ann<ann@example.org>",
                                    "Ann <ann>",
                                    "Ann <@example.org>",
                                    "Ann <ann@>",
                                    "Ann <ann@example.org> more",
                                    "Ann <a b@example.org>",
                                    "Other, Ann <ann@example.org>",
                                    NULL};
  assert_checks (zante_deb_check_maintainer, good, bad);
}

/* The C library of this very program. */
static char *
find_libc (void)
{
  g_autofree char *maps = NULL;
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (maps, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (strstr (*line, "/libc.so") != NULL)
      return g_strdup (strchr (*line, '/'));
  return NULL;
}

static void
test_library (void)
{
  g_autofree char *path = find_libc ();
  if (path == NULL)
    {
      g_test_skip ("not linked with a libc.so");
      return;
    }
  g_autoptr (ZanteLibrary) library = zante_library_read (path);
  g_assert_true (library->dynamic);
  g_assert_true (g_str_has_prefix (library->soname, "libc.so"));
  g_assert_false (g_strv_contains ((const char *const *)library->versions, library->soname));
  if (strcmp (library->soname, "libc.so.6") == 0)
    g_assert_true (g_strv_contains ((const char *const *)library->versions, "GLIBC_2.34"));
}

static void
test_no_library (void)
{
  g_autoptr (ZanteLibrary) text = zante_library_read ("/proc/self/maps");
  g_assert_null (text);
  g_autoptr (ZanteLibrary) missing = zante_library_read ("/nonexistent");
  g_assert_null (missing);
}

static void
test_wrap (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  zante_wrap_append (out, "one two  three\nfour", "* ", "  ");
  g_assert_cmpstr (out->str, ==, "* one two three four\n");
  g_string_truncate (out, 0);
  g_autofree char *word = g_strnfill (50, 'x');
  g_autofree char *text = g_strdup_printf ("%s %s", word, word);
  g_autofree char *expected = g_strdup_printf ("* %s\n  %s\n", word, word);
  zante_wrap_append (out, text, "* ", "  ");
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_paragraphs (void)
{
  g_auto (GStrv) found = zante_wrap_paragraphs ("one\ntwo\n\nthree:\n- a\n  b\n- c\n\n\nfour\n");
  g_autofree char *joined = g_strjoinv ("|", found);
  g_assert_cmpstr (joined, ==, "one two|three:|- a b|- c|four");
}

/* What is behind the end of an entry is not of it. */
static void
test_changelog_date (void)
{
  static const struct {
    const char *format, *entry;
    gint64 date;
  } cases[] = {
      {"deb", "x (1) y; z\n\n -- A <a@b>  Sat, 22 Nov 2025 00:40:00 +0000\n", 1763772000},
      {"deb", "x (1) y; z\n\n -- A <a@b>\n", -1},
      {"deb", "\0\n -- A <a@b>  Sat, 22 Nov 2025 00:40:00 +0000\n", -1},
      {"rpm", "* Sat Nov 22 2025 A <a@b> - 1-1\n- x\n", 1763769600},
      {"rpm", "\0*Sat Nov 22 2025 A <a@b> - 1-1\n- x\n", -1},
      {"rpm", "*\0Sat Nov 22 2025 A <a@b> - 1-1\n- x\n", -1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ZantePackageFormat *format = zante_package_format (cases[i].format);
      g_assert_cmpint (zante_changelog_date (format->changelog, cases[i].entry), ==, cases[i].date);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/package/glob", test_glob);
  g_test_add_func ("/package/deb/names", test_names);
  g_test_add_func ("/package/deb/versions", test_versions);
  g_test_add_func ("/package/deb/maintainers", test_maintainers);
  g_test_add_func ("/package/library/read", test_library);
  g_test_add_func ("/package/library/none", test_no_library);
  g_test_add_func ("/package/wrap", test_wrap);
  g_test_add_func ("/package/wrap/paragraphs", test_paragraphs);
  g_test_add_func ("/package/changelog/date", test_changelog_date);
  return g_test_run ();
}
