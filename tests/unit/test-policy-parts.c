/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pieces the rules are made of: .pc files, forbidden words, names of libraries, look-ups. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "policy/pkgconfig.h"
#include "policy/private.h"
#include "policy/scan.h"
#include "policy/tree.h"

/* .pc files ---------------------------------------------------------------------------------- */

static ZantePkgConfig *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  ZantePkgConfig *config
      = zante_pkg_config_parse (text, strlen (text), "/usr/lib/pkgconfig", &error);
  g_assert_no_error (error);
  return config;
}

static void
assert_words (char **words, const char *expected)
{
  g_autofree char *joined = g_strjoinv ("|", words);
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_pc_words (void)
{
  g_autoptr (ZantePkgConfig) config = parse ("# comment\n"
                                             "a = /x\n"
                                             "b=${a}/y # trailing\n"
                                             "Libs : -L${b} \\\n  -l\"a b\" $${a}\n"
                                             "Cflags:-I${pcfiledir}/.. -I${pc_sysrootdir}/z\n"
                                             "Empty:\n");
  g_auto (GStrv) libs = zante_pkg_config_words (config, "Libs", NULL);
  g_auto (GStrv) cflags = zante_pkg_config_words (config, "Cflags", NULL);
  g_auto (GStrv) empty = zante_pkg_config_words (config, "Empty", NULL);
  g_auto (GStrv) none = zante_pkg_config_words (config, "Libs.private", NULL);
  assert_words (libs, "-L/x/y|-la b|${a}");
  assert_words (cflags, "-I/usr/lib/pkgconfig/..|-I/z");
  assert_words (empty, "");
  assert_words (none, "");
}

static void
test_pc_modules (void)
{
  static const char *const cases[][2] = {
      {"Requires: a", "a"},
      {"Requires: a >= 1.0, b c = 2,d", "a|b|c|d"},
      {"Requires: a,b,,  c != 3 d", "a|b|c|d"},
      {"Requires:", ""},
      {"Name: x", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ZantePkgConfig) config = parse (cases[i][0]);
      g_auto (GStrv) modules = zante_pkg_config_modules (config, "Requires");
      assert_words (modules, cases[i][1]);
    }
}

static void
test_pc_errors (void)
{
  static const char *const cases[][2] = {
      {"a=${b}\nb=1\n", "uses '${b}', which is not defined above"},
      {"a=${b", "a variable name does not end: '${b'"},
      {"a=${b c}", "a variable name does not end: '${b c}'"},
      {"nonsense", "neither a variable nor a field: 'nonsense'"},
      {": x", "neither a variable nor a field: ': x'"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ZantePkgConfig) config
          = zante_pkg_config_parse (cases[i][0], strlen (cases[i][0]), "/", &error);
      g_assert_null (config);
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_POLICY);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

/* Forbidden words ---------------------------------------------------------------------------- */

static void
test_scan_words (void)
{
  const char *const forbidden[] = {"/build/src/", "/", "", "host-1", "/build/src", NULL};
  g_autoptr (GPtrArray) words = zante_scan_words (forbidden, "/tree//");
  g_assert_cmpuint (words->len, ==, 3);
  g_assert_cmpstr (words->pdata[0], ==, "/build/src");
  g_assert_cmpstr (words->pdata[1], ==, "/tree");
  g_assert_cmpstr (words->pdata[2], ==, "host-1");
}

static void
test_scan_whole (void)
{
  static const struct {
    const char *word, *text;
    gboolean found;
  } cases[] = {
      {"/build/src", "/build/src", TRUE},
      {"/build/src", "/build/src/x.c", TRUE},
      {"/build/src", "in /build/src.", TRUE},
      {"/build/src", "'/build/src'", TRUE},
      {"/build/src", "-I/build/src", TRUE},
      {"/build/src", "-isystem/build/src", TRUE},
      {"/build/src", "x=/build/src:", TRUE},
      {"/build/src", "file:///build/src", TRUE},
      {"/build/src", "z2/build/src/a", TRUE}, /* .pyc: type and length of a string */
      {"/build/src", "/usr/build/src", FALSE},
      {"/build/src", "tools/build/src", FALSE},
      {"/build/src", "./build/src", FALSE},
      {"/build/src", "../build/src", FALSE},
      {"/build/src", "/build/src2", FALSE},
      {"/build/src", "/build/src-2", FALSE},
      {"/build/src", "/build/src.bak", FALSE},
      {"/build/src", "/usr/build/src /build/src", TRUE},
      {"host-1", "on host-1.example", TRUE},
      {"host-1", "(root@host-1)", TRUE},
      {"host-1", "host-12", FALSE},
      {"host-1", "ghost-1", FALSE},
      {"host-1", "my-host-1", FALSE},
      {"debian", "a debian system", FALSE}, /* could be an ordinary word */
      {"debian", "root@debian", TRUE},
      {"debian", "root@debian12", FALSE},
      {"debian", "<ann@debian.org>", FALSE}, /* an author's address */
      {"debian", "root@debian.", TRUE},      /* the end of a sentence */
      {"xen", "xen-devel@lists.xen.org or ann@xen.org", FALSE},
      {"xen", "#define XEN_COMPILE_HOST \"xen\"", TRUE},
      {"xen", "the host xen: a sentence", FALSE},
      {"xen", "myhostname='xen'", TRUE},
      {"xen", "ghosts of xen", FALSE},
      {"n1", "size_t n1 = n0 + 1;", FALSE},
      {"n1", "nodename: n1", TRUE},
      {"n1", "(root@n1)", TRUE},
      {"hypervisor", "the hypervisor's memory", FALSE},
      {"hypervisor", "root@hypervisor", TRUE},
      {"buildmachine1", "on buildmachine1:", TRUE},
      {"localhost", "127.0.0.1 localhost", FALSE},
      {"localhost", "root@localhost", TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const forbidden[] = {cases[i].word, NULL};
      g_autoptr (GPtrArray) words = zante_scan_words (forbidden, NULL);
      g_autoptr (GPtrArray) leaks = g_ptr_array_new_with_free_func (g_free);
      gsize size = strlen (cases[i].text);
      g_autofree char *exact = g_memdup2 (cases[i].text, size); /* no byte behind it */
      g_test_message ("'%s' in '%s'", cases[i].word, cases[i].text);
      zante_scan_bytes (words, exact, size, leaks);
      g_assert_cmpuint (leaks->len, ==, cases[i].found ? 1 : 0);
    }
}

/* In binary data what looks like a word before the path may be the string before and a length. */
static void
test_scan_binary (void)
{
  static const struct {
    const char text[32];
    gsize size;
    gboolean found;
  } cases[] = {
      {"\0name2/build/src/x", 18, TRUE},
      {"name2/build/src/x", 17, FALSE},
      {"\0/usr/build/src/x", 17, FALSE},
      {"\0../build/src/x", 15, FALSE},
  };
  const char *const forbidden[] = {"/build/src", NULL};
  g_autoptr (GPtrArray) words = zante_scan_words (forbidden, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) leaks = g_ptr_array_new_with_free_func (g_free);
      zante_scan_bytes (words, cases[i].text, cases[i].size, leaks);
      g_assert_cmpuint (leaks->len, ==, cases[i].found ? 1 : 0);
    }
}

/* Damaged archives and gzip files are still searched as far as they go. */
static void
test_scan_damaged (void)
{
  const char *const forbidden[] = {"/build/src", NULL};
  static const char archive[]
      = "!<arch>\nname/           0           0     0     644     99999     `\n"
        "/build/src";
  static const char gzip[] = "\x1f\x8b\x08\0\0\0\0\0\0\xffgarbage /build/src";
  g_autoptr (GPtrArray) words = zante_scan_words (forbidden, NULL);
  g_autoptr (GPtrArray) leaks = g_ptr_array_new_with_free_func (g_free);
  zante_scan_bytes (words, archive, sizeof archive - 1, leaks);
  zante_scan_bytes (words, gzip, sizeof gzip - 1, leaks);
  g_assert_cmpuint (leaks->len, ==, 2);
  g_assert_cmpstr (leaks->pdata[0], ==, "contains '/build/src' at byte 68: \"/build/src\"");
  g_assert_cmpstr (leaks->pdata[1], ==, "contains '/build/src' at byte 18: \"garbage /build/src\"");
}

/* Names -------------------------------------------------------------------------------------- */

static void
test_private_names (void)
{
  static const char *const stems[][2] = {
      {"libxenctrl.so", "libxenctrl"},
      {"libxenctrl.so.4.17.0", "libxenctrl"},
      {"libxenctrl.a", "libxenctrl"},
      {"libfoo.sound", NULL},
      {"xenctrl.so", NULL},
      {"libfoo", NULL},
      {"libfoo.py", NULL},
  };
  static const char *const versions[][2] = {
      {"/usr/lib/xen-4.17/lib", "4.17"},
      {"/usr/libexec/xen-4.20", "4.20"},
      {"/usr/lib/xen/lib", NULL},
      {"/usr/lib/x86_64-linux-gnu", NULL},
      {"/opt/a-1/lib", NULL},
      {"/opt/xen-4.17-rc1/lib", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (stems); i++)
    {
      g_autofree char *stem = zante_private_stem (stems[i][0]);
      g_assert_cmpstr (stem, ==, stems[i][1]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *version = zante_private_version (versions[i][0]);
      g_assert_cmpstr (version, ==, versions[i][1]);
    }
}

/* Look-ups ----------------------------------------------------------------------------------- */

static void
make (const char *root, const char *path, const char *link)
{
  g_autofree char *full = g_build_filename (root, path, NULL);
  g_autofree char *dir = g_path_get_dirname (full);
  g_assert_cmpint (g_mkdir_with_parents (dir, 0755), ==, 0);
  if (link != NULL)
    g_assert_cmpint (symlink (link, full), ==, 0);
  else
    g_assert_true (g_file_set_contents (full, "", 0, NULL));
}

static void
test_find (void)
{
  static const struct {
    const char *from, *path;
    ZantePlace place;
    const char *to;
  } cases[] = {
      {"/", "/usr/bin/tool", ZANTE_PLACE_TREE, "/usr/bin/tool"},
      {"/", "/usr/bin/sh", ZANTE_PLACE_SYSTEM, "/usr/bin/sh"},
      {"/", "/bin/sh", ZANTE_PLACE_SYSTEM, "/usr/bin/sh"},
      {"/", "/bin/tool", ZANTE_PLACE_TREE, "/usr/bin/tool"},
      {"/usr/bin", "tool", ZANTE_PLACE_TREE, "/usr/bin/tool"},
      {"/usr/bin", "../lib/../bin//./tool", ZANTE_PLACE_TREE, "/usr/bin/tool"},
      {"/", "/usr/bin/absolute", ZANTE_PLACE_TREE, "/usr/bin/tool"},
      {"/", "/usr/bin/through", ZANTE_PLACE_SYSTEM, "/usr/bin/sh"},
      {"/", "/usr/bin/back", ZANTE_PLACE_TREE, "/usr/bin/tool"},
      {"/", "/lib/merged", ZANTE_PLACE_TREE, "/usr/lib/merged"},
      {"/", "/usr/lib/merged", ZANTE_PLACE_TREE, "/usr/lib/merged"},
      {"/", "/", ZANTE_PLACE_TREE, "/"},
      {"/", "/usr", ZANTE_PLACE_TREE, "/usr"},
      {"/", "/etc/second", ZANTE_PLACE_SYSTEM, "/etc/second"},
      {"/", "/usr/bin/gone", ZANTE_PLACE_NOWHERE, NULL},
      {"/", "/usr/bin/tool/x", ZANTE_PLACE_NOWHERE, NULL},
      {"/", "/usr/bin/loop", ZANTE_PLACE_LOOP, NULL},
      {"/usr/bin", "../../../x", ZANTE_PLACE_OUTSIDE, NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("zante-tree-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *root = g_build_filename (folder, "tree", NULL);
  g_autofree char *system = g_build_filename (folder, "system", NULL);
  g_autofree char *second = g_build_filename (folder, "second", NULL);
  make (root, "usr/bin/tool", NULL);
  make (root, "usr/bin/absolute", "/usr/bin/tool");
  make (root, "usr/bin/through", "/bin/sh");
  make (root, "usr/bin/back", "../system/back");
  make (root, "usr/bin/loop", "loop");
  make (root, "lib/merged", NULL);
  make (system, "usr/bin/sh", NULL);
  make (system, "usr/system/back", "/usr/bin/tool");
  make (system, "bin", "usr/bin");
  make (system, "lib", "usr/lib");
  make (second, "etc/second", NULL);
  const char *const roots[] = {system, second, NULL};
  g_autoptr (ZantePolicyTree) tree = zante_policy_tree_new (root, roots, NULL, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ZanteFound) found = zante_policy_tree_find (tree, cases[i].from, cases[i].path);
      g_test_message ("%s from %s", cases[i].path, cases[i].from);
      g_assert_cmpint (found.place, ==, cases[i].place);
      if (cases[i].to != NULL)
        g_assert_cmpstr (found.path, ==, cases[i].to);
    }
  zante_fs_remove_tree (folder, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/pkg-config/words", test_pc_words);
  g_test_add_func ("/policy/pkg-config/modules", test_pc_modules);
  g_test_add_func ("/policy/pkg-config/errors", test_pc_errors);
  g_test_add_func ("/policy/scan/words", test_scan_words);
  g_test_add_func ("/policy/scan/whole", test_scan_whole);
  g_test_add_func ("/policy/scan/binary", test_scan_binary);
  g_test_add_func ("/policy/scan/damaged", test_scan_damaged);
  g_test_add_func ("/policy/private/names", test_private_names);
  g_test_add_func ("/policy/tree/find", test_find);
  return g_test_run ();
}
