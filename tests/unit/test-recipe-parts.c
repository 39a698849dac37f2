/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The single rules of recipe/: values that become arguments, variables, the lock's text, keys. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "recipe/parts.h"

typedef const char *(*Check) (const char *value);

static void
assert_values (Check check, gboolean good, const char *const *values)
{
  for (; *values != NULL; values++)
    {
      g_test_message ("'%s'", *values);
      if (good)
        g_assert_cmpstr (check (*values), ==, NULL);
      else
        g_assert_nonnull (check (*values));
    }
}

#define GOOD(check, ...) assert_values (check, TRUE, (const char *const[]){__VA_ARGS__, NULL})
#define BAD(check, ...) assert_values (check, FALSE, (const char *const[]){__VA_ARGS__, NULL})

static void
test_git_url (void)
{
  GOOD (zante_check_git_url, "https://example.org/xen.git", "http://[::1]:8080/x",
        "git://example.org/x", "ssh://git@example.org:22/x", "file:///srv/x", "/srv/x",
        "https://user:password@example.org/x?a=b#c", "https://example.org");
  BAD (zante_check_git_url, "", "-", "--upload-pack=x", "ext::sh", "fd::7", "xen.git", "./xen",
       "git@example.org:x", "HTTPS://example.org/x", "https://", "https:///x", "https://-x/",
       "ssh://-oProxyCommand=x", "ssh://a@-x/y", "ssh://a@/y", "file://host/x", "file://",
       "https://example.org/a b", "https://example.org/a\nb", "/srv/\x7f", "ftp://example.org/x",
       "javascript:x", "https:example.org", " https://example.org/x");
}

static void
test_git_ref (void)
{
  GOOD (zante_check_git_ref, "RELEASE-4.20.1", "main", "feature/x", "v1.0-rc1", "a@b", "é", "@a");
  BAD (zante_check_git_ref, "", "-x", "--exec=x", "a b", "a..b", "a~1", "a^", "a:b", "a?", "a*",
       "a[b", "a\\b", "a@{1}", "@", "/a", "a/", "a//b", ".a", "a/.b", "a.lock", "a.", "a\tb",
       "a\x1b[0m");
}

static void
test_commit (void)
{
  GOOD (zante_check_commit, "0123456789abcdef0123456789abcdef01234567",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  BAD (zante_check_commit, "", "0123456", "0123456789ABCDEF0123456789abcdef01234567", "HEAD",
       "0123456789abcdef0123456789abcdef012345678");
}

static void
test_archive_url (void)
{
  GOOD (zante_check_archive_url, "https://example.org/a.tar.xz", "ftp://example.org/a",
        "file:///srv/a.tar");
  BAD (zante_check_archive_url, "", "-o/tmp/x", "scp://example.org/a", "a.tar", "/srv/a.tar",
       "file:a", "file://a/b", "https://example.org/a b", "https:// example.org");
}

static void
test_debian (void)
{
  GOOD (zante_check_debian_package, "xen", "grub2", "libsdl2-image", "g++");
  BAD (zante_check_debian_package, "", "x", "-x", "Xen", "xen=1", "xen/sid", "a b", "+x");
  GOOD (zante_check_debian_version, "4.17.5+72-g01140da4e8-1", "1:7.2+dfsg-7", "2.06-13+deb12u2",
        "0~rc1");
  BAD (zante_check_debian_version, "", "x1", "-1", "1 2", "1/2", "1\n", "1=2");
}

static const char *
check_debian_dependency (const char *value)
{
  const char *wrong = NULL;
  GPtrArray *item = zante_dependency_parse ("debian", value, &wrong);
  g_clear_pointer (&item, g_ptr_array_unref);
  return wrong;
}

static const char *
check_rpm_dependency (const char *value)
{
  const char *wrong = NULL;
  GPtrArray *item = zante_dependency_parse ("fedora", value, &wrong);
  g_clear_pointer (&item, g_ptr_array_unref);
  return wrong;
}

/* Debian Policy 7.1 and rpm's manual; the bad ones would be options, files or further fields. */
static void
test_dependencies (void)
{
  GOOD (check_debian_dependency, "gcc", "g++", "libc6-dev", "python3:any", "make (>= 4.2)",
        "make(>=4.2)", "gcc (>= 4:12) | clang:native", "libx [amd64 !i386]", "libx [linux-any]",
        "libx <!nocheck> <cross stage1>", "libx (= 1) [any] <!nodoc>", "0ad");
  BAD (check_debian_dependency, "", "x", "-x", "-oDPkg::Pre-Invoke::=touch x", "./x.deb", "/x.deb",
       "x.deb/", "Gcc", "gcc=1", "gcc/sid", "gcc+ make", "gcc, make", "gcc |", "| gcc",
       "gcc || make", "make (4.2)", "make (> 4)", "make (>= )", "make (>= 4", "make >= 4",
       "gcc; reboot", "$(reboot)", "gcc (>= $(reboot))", "gcc [", "gcc <", "gcc [x;y]",
       "gcc:", "gcc:-o", "gcc (>= 1) x", "task^", "*", "a\nb");
  GOOD (check_rpm_dependency, "gcc", "gcc-c++", "gcc >= 12", "gcc = 1:12.1-3.fc37",
        "perl(Foo::Bar)", "pkgconfig(libelf) >= 0.1", "/usr/bin/python3", "(gcc or clang)",
        "(gcc >= 12 or clang)", "libc.so.6()(64bit)", "python3dist(setuptools)", "GConf2");
  BAD (check_rpm_dependency, "", "-x", "--setopt=x=y", "./x.rpm", "gcc (>= 1)",
       "gcc >= ", "gcc => 1", "%(reboot)", "gcc%{x}", "gcc >= %{x}", "gcc, make", "gcc make",
       "(gcc)", "(gcc or)", "(gcc and make)", "(gcc if make)", "gcc;x", "@core", "*", "foo(bar");
}

static void
test_pool_path (void)
{
  GOOD (zante_check_pool_path, "pool/main/x/xen/xen_4.17.5-1.dsc", "a.tar");
  BAD (zante_check_pool_path, "", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a/-b",
       "a b", "a\nb");
}

static void
expand (const char *text, const char *expected, gboolean good)
{
  static const char *const environ[] = {"a=1", "ab=2", "empty=", "value=$a", NULL};
  g_autoptr (GError) error = NULL;
  g_autofree char *got = zante_recipe_expand (text, environ, &error);
  g_assert_cmpstr (good ? got : error->message, ==, expected);
  g_assert_true (good == (error == NULL));
}

static void
test_expand (void)
{
  expand ("", "", TRUE);
  expand ("plain", "plain", TRUE);
  expand ("$a$ab${a}b$empty.$a", "121b.1", TRUE);
  expand ("$value", "$a", TRUE);
  expand ("$$a $$", "$a $", TRUE);
  expand ("${a", "a '$' without a variable name (write '$$' for the character itself)", FALSE);
  expand ("x$", "a '$' without a variable name (write '$$' for the character itself)", FALSE);
  expand ("$1", "a '$' without a variable name (write '$$' for the character itself)", FALSE);
  expand ("${a:-b}", "a '$' without a variable name (write '$$' for the character itself)", FALSE);
  expand ("$srcdir", "unknown variable '$srcdir'", FALSE);
  expand ("$emtpy", "unknown variable '$emtpy' (did you mean '$empty'?)", FALSE);
  expand ("$empti", "unknown variable '$empti' (did you mean '$empty'?)", FALSE);
}

static ZanteLock *
make_lock (void)
{
  ZanteLock *lock = zante_lock_new ();
  for (int i = 0; i < 3; i++)
    {
      ZanteLockEntry *entry = g_new0 (ZanteLockEntry, 1);
      ZanteLockFile *file = g_new0 (ZanteLockFile, 1);
      entry->kind = g_strdup ("debian");
      entry->package = g_strdup ("xen");
      entry->version = g_strdup ("1:4.17~rc1-1");
      entry->files = g_ptr_array_new ();
      file->path = g_strdup ("pool/x_1%3a4.17~rc1-1.dsc");
      file->size = G_MAXINT64;
      file->sha256 = g_strnfill (64, 'a');
      g_ptr_array_add (entry->files, file);
      g_hash_table_insert (lock->sources, g_strdup_printf ("%c", "cab"[i]), entry);
    }
  return lock;
}

static void
test_lock_text (void)
{
  g_autofree char *dir = g_dir_make_tmp ("zante-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "zante.lock", NULL);
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (ZanteLock) lock = make_lock ();
  g_autoptr (GError) error = NULL;
  zante_lock_save (lock, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &first, NULL, NULL));
  g_autoptr (ZanteLock) again = zante_lock_load (path, &error);
  g_assert_no_error (error);
  zante_lock_save (again, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &second, NULL, NULL));
  g_assert_cmpstr (first, ==, second);
  const ZanteLockEntry *entry = g_hash_table_lookup (again->sources, "b");
  const ZanteLockFile *file = entry->files->pdata[0];
  g_assert_true (file->size == G_MAXINT64);
  g_assert_true (strstr (first, "\n  a:") < strstr (first, "\n  b:"));
  g_assert_true (strstr (first, "\n  b:") < strstr (first, "\n  c:"));
  g_remove (path);
  g_rmdir (dir);
}

static char *
component_key (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = g_strconcat ("component: a\n", text, NULL);
  ZanteComponent *component
      = zante_yaml_parse (whole, strlen (whole), "t", &zante_component_table, &error);
  g_assert_no_error (error);
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  zante_yaml_hash (&zante_component_table, component, hash);
  zante_component_free (component);
  return zante_hash_finish (hash);
}

/* What people read, and what enters the key by its result, is no part of the key. */
static void
test_key (void)
{
  static const char *const same[]
      = {"summary: other\n",
         "description: other\n",
         "licence: MIT\n",
         "limits: {build: 5}\n",
         "needs: [x]\n",
         "uses: [x]\n",
         "source: x\n",
         "build-depends: {debian: [gcc]}\n",
         "packages: {p: {summary: x, files: [/x]}}\n",
         "provider: {variable: v, path: /x, system: {debian: {path: /x}}}\n"};
  static const char *const different[] = {
      "environment: {X: y}\n",
      "environment: {X: z}\n",
      "patches: [a, b]\n",
      "patches: [b, a]\n",
      "phases: {build: x}\n",
      "phases: {install: x}\n",
      "phases: {check: x}\n",
      "libraries: {private: /x}\n",
      "options: {o: {type: bool, default: \"yes\"}}\n",
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *base = component_key ("");
  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *key = component_key (same[i]);
      g_test_message ("%s", same[i]);
      g_assert_cmpstr (key, ==, base);
    }
  g_hash_table_add (seen, g_steal_pointer (&base));
  for (gsize i = 0; i < G_N_ELEMENTS (different); i++)
    g_assert_true (g_hash_table_add (seen, component_key (different[i])));
  g_autofree char *no_help = component_key ("options: {o: {type: bool}}\n");
  g_autofree char *help = component_key ("options: {o: {type: bool, help: x}}\n");
  g_assert_cmpstr (no_help, ==, help);
}

static void
assert_helped (const ZanteFieldTable *table)
{
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    {
      g_test_message ("%s: %s", table->what, field->name);
      g_assert_nonnull (field->help);
      if (field->table != NULL)
        assert_helped (field->table);
    }
}

/* The manual pages are made from these. */
static void
test_help (void)
{
  assert_helped (&zante_component_table);
  assert_helped (&zante_stack_table);
  assert_helped (&zante_settings_table);
  assert_helped (&zante_lock_table);
}

static ZanteComponent *
parse_component (const char *text)
{
  ZanteComponent *component
      = zante_yaml_parse (text, strlen (text), "t", &zante_component_table, NULL);
  g_assert_nonnull (component);
  component->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (component->values, g_strdup ("o"), g_strdup ("${srcdir}"));
  return component;
}

/* Values that the place fills in, and options that are left alone. */
static void
test_place (void)
{
  ZanteComponent *component
      = parse_component ("component: a\nenvironment: {X: \"$srcdir/it's/$DESTDIR\", Y: $jobs}\n");
  ZanteRecipe recipe = {.distribution = "debian", .xen_version = "4.20"};
  char **variables = zante_recipe_environment (&recipe, component);
  g_assert_cmpstr (g_environ_getenv (variables, "X"), ==, "${srcdir}/it's/${DESTDIR}");
  g_autofree char *word
      = zante_recipe_shell_word (component, "X", g_environ_getenv (variables, "X"));
  g_assert_cmpstr (word, ==, "\"$srcdir\"'/it'\\''s/'\"$DESTDIR\"");
  g_autofree char *option = zante_recipe_shell_word (component, "option_o", "${srcdir}");
  g_assert_cmpstr (option, ==, "'${srcdir}'");
  g_autofree char *empty = zante_recipe_shell_word (component, "X", "");
  g_assert_cmpstr (empty, ==, "''");
  variables = g_environ_setenv (variables, "srcdir", "/s", TRUE);
  variables = g_environ_setenv (variables, "DESTDIR", "/d", TRUE);
  variables = zante_recipe_environment_place (component, variables);
  g_assert_cmpstr (g_environ_getenv (variables, "X"), ==, "/s/it's//d");
  g_assert_cmpstr (g_environ_getenv (variables, "Y"), ==, "${jobs}");
  g_assert_cmpstr (g_environ_getenv (variables, "option_o"), ==, "${srcdir}");
  g_strfreev (variables);
  zante_component_free (component);
}

static void
test_epoch (void)
{
  static const char *const cases[][2]
      = {{"1700000000", "1700000000"}, {"", "315532800"}, {"x", "315532800"}};
  ZanteComponent component = {.name = "a"};
  ZanteRecipe recipe = {.distribution = "debian", .xen_version = "4.20"};
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_setenv ("SOURCE_DATE_EPOCH", cases[i][0], TRUE);
      g_auto (GStrv) variables = zante_recipe_environment (&recipe, &component);
      g_assert_cmpstr (g_environ_getenv (variables, "SOURCE_DATE_EPOCH"), ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipe-parts/git-url", test_git_url);
  g_test_add_func ("/recipe-parts/dependencies", test_dependencies);
  g_test_add_func ("/recipe-parts/git-ref", test_git_ref);
  g_test_add_func ("/recipe-parts/commit", test_commit);
  g_test_add_func ("/recipe-parts/archive-url", test_archive_url);
  g_test_add_func ("/recipe-parts/debian", test_debian);
  g_test_add_func ("/recipe-parts/pool-path", test_pool_path);
  g_test_add_func ("/recipe-parts/expand", test_expand);
  g_test_add_func ("/recipe-parts/lock-text", test_lock_text);
  g_test_add_func ("/recipe-parts/key", test_key);
  g_test_add_func ("/recipe-parts/help", test_help);
  g_test_add_func ("/recipe-parts/place", test_place);
  g_test_add_func ("/recipe-parts/epoch", test_epoch);
  return g_test_run ();
}
