/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of a tree goes into dom0, and where it is looked for: packages, layouts, libraries. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "boot/image/closure.h"
#include "boot/image/distribution.h"
#include "boot/image/hypervisor.h"
#include "boot/image/installed.h"
#include "boot/image/layout.h"
#include "boot/image/outfit.h"
#include "boot/image/owned.h"
#include "boot/image/rootdir.h"
#include "boot/image/extract.h"
#include "boot/image/uses.h"
#include "text-file.h"

static char *
scratch_folder (void)
{
  return g_dir_make_tmp ("zante-boot-XXXXXX", NULL);
}

/* A stack of zante's own, in the layout LAYOUT. */
static ZanteRecipe *
load_stack (const char *stack, const char *layout)
{
  g_autofree char *project = scratch_folder ();
  g_autofree char *top = g_test_build_filename (G_TEST_DIST, "..", NULL);
  g_autofree char *source = g_canonicalize_filename (top, NULL);
  g_autofree char *defaults = g_build_filename (project, "defaults.yaml", NULL);
  g_autofree char *text
      = g_strdup_printf ("stack: %s\nlayout: %s\nstack-directories: [\"%s/stacks\"]\n"
                         "component-directories: [\"%s/components\"]\n",
                         stack, layout, source, source);
  text_file_write (project, "defaults.yaml", text);
  ZanteRecipeInput input = {.project = project, .defaults = defaults, .distribution = "debian"};
  g_autoptr (GError) error = NULL;
  ZanteRecipe *recipe = zante_recipe_load (&input, &error);
  g_assert_no_error (error);
  g_assert_true (zante_fs_remove_tree (project, NULL));
  return recipe;
}

/* Packages ----------------------------------------------------------------------------------- */

static void
test_installed (void)
{
  g_autoptr (GPtrArray) candidates
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_candidate_free);
  static const struct {
    const char *name, *section, *needs;
    gboolean installed;
  } cases[] = {
      {"xen-utils", "admin", "libc6 (>= 2.36), xen-ocaml:any | other, plain", TRUE},
      {"xen-ocaml", "ocaml", "deeper", TRUE},
      {"deeper", "contrib/doc", NULL, TRUE},
      {"libxen-ocaml-dev", "ocaml", "xen-utils", FALSE},
      {"libxen-dev", "libdevel", NULL, FALSE},
      {"xen-doc", "contrib/doc", NULL, FALSE},
      {"plain", NULL, NULL, TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_ptr_array_add (candidates, zante_candidate_new (cases[i].name, cases[i].section,
                                                      zante_installed_names (cases[i].needs)));
  zante_installed_choose (candidates);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (((ZanteCandidate *)candidates->pdata[i])->installed == cases[i].installed);
}

/* Of a real stack, in each layout: what oxenstored loads stays, what one compiles with does not. */
static void
assert_outfit (const char *layout, const char *prefix, const char *libexec, const char *lib)
{
  g_autoptr (ZanteRecipe) recipe = load_stack ("xen-4.20", layout);
  g_auto (ZanteOutfit) outfit;
  g_autofree char *root = scratch_folder ();
  const struct {
    const char *folder, *name;
    gboolean lacks;
  } cases[] = {
      {libexec, "xen-4.20/ocaml/xsd_glue/xenctrl_plugin/domain_getinfo_v1.cmxs", FALSE},
      {libexec, "xen-4.20/bin/xl", FALSE},
      {libexec, "xen-4.20/lib/libxenctrl.so.4.20.0", FALSE},
      {libexec, "xen-4.20/lib/libxenctrl.so", TRUE},
      {libexec, "xen-4.20/lib/libxenctrl.a", TRUE},
      {libexec, "xen-4.20/lib/ocaml/xenctrl/xenctrl.cmxa", TRUE},
      {lib, "libxencall.so.1", FALSE},
      {lib, "libxencall.a", TRUE},
      {lib, "pkgconfig/xencall.pc", TRUE},
      {prefix, "include/xen/xen.h", TRUE},
      {prefix, "share/man/man1/xl.1", TRUE},
      {prefix, "share/doc/xen/html/index.html", TRUE},
      {prefix, "lib/debug/xen-syms-4.20.4", TRUE},
      {prefix, "sbin/xl", FALSE},
      {prefix, "share/of/nobody", FALSE},
      {"boot", "xen-4.20.4.gz", TRUE},
      {"etc", "xen/scripts/block", FALSE},
  };
  zante_outfit_init (&outfit, recipe, root);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (cases[i].folder, cases[i].name, NULL);
      if (zante_outfit_lacks (path, &outfit) != cases[i].lacks)
        g_error ("%s: '%s' is%s left out", layout, path, cases[i].lacks ? " not" : "");
    }
  g_assert_true (zante_fs_remove_tree (root, NULL));
}

static void
test_outfit (void)
{
  assert_outfit ("debian", "usr", "usr/lib", "usr/lib/x86_64-linux-gnu");
  assert_outfit ("fedora", "usr", "usr/libexec", "usr/lib64");
  assert_outfit ("upstream", "usr/local", "usr/local/libexec", "usr/local/lib");
}

/* Of an installed system only Xen's packages for a control domain are taken; dist/ is no system. */
static void
test_owned (void)
{
  g_autofree char *root = scratch_folder ();
  g_assert_null (zante_owned_paths (root));
  text_file_write (root, "var/lib/dpkg/info/bash.list", "/.\n/bin\n/bin/bash\n");
  g_assert_null (zante_owned_paths (root));
  text_file_write (root, "var/lib/dpkg/status",
                   "Package: libxen-dev\nSection: libdevel\n\nPackage: xen-utils-4.17\n"
                   "Section: admin\nDepends: libxencall1\n");
  text_file_write (root, "var/lib/dpkg/info/xen-utils-4.17.list",
                   "/.\n/usr\n/usr/sbin\n/usr/sbin/xl\n");
  text_file_write (root, "var/lib/dpkg/info/libxencall1:amd64.list",
                   "/.\n/lib\n/lib/libxencall.so.1\n");
  text_file_write (root, "var/lib/dpkg/info/libxen-dev:amd64.list",
                   "/.\n/usr\n/usr/lib/libxencall.a\n");
  g_autoptr (GHashTable) paths = zante_owned_paths (root);
  g_assert_nonnull (paths);
  static const char *const there[]
      = {"usr", "usr/sbin/xl", "usr/lib/libxencall.so.1", "lib/libxencall.so.1"};
  static const char *const absent[] = {"bin/bash", "usr/bin/bash", "usr/lib/libxencall.a"};
  for (gsize i = 0; i < G_N_ELEMENTS (there); i++)
    g_assert_true (zante_owned_has (paths, there[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (absent); i++)
    g_assert_false (zante_owned_has (paths, absent[i]));
  g_assert_true (zante_fs_remove_tree (root, NULL));
}

/* Directories -------------------------------------------------------------------------------- */

/* The project's own layout when it fits, whatever the project, else the one that does. */
static void
test_layout (void)
{
  static const struct {
    const char *project, *xl, *libdir;
  } cases[] = {
      {"upstream", "usr/local/libexec/xen-4.20/bin/xl", "/usr/local/lib"},
      {"upstream", "usr/lib/xen-4.20/bin/xl", "/usr/lib/x86_64-linux-gnu"},
      {"debian", "usr/libexec/xen-4.20/bin/xl", "/usr/lib64"},
      {"debian", "usr/local/libexec/xen-4.17/bin/xl", "/usr/local/lib"},
      {"fedora", "opt/nothing", "/usr/lib64"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ZanteRecipe) recipe = load_stack ("xen-4.20", cases[i].project);
      g_autofree char *root = scratch_folder ();
      text_file_write (root, cases[i].xl, "");
      g_autoptr (ZanteLayout) layout = zante_boot_layout (recipe, root);
      g_assert_cmpstr (zante_boot_directory (layout, "libdir"), ==, cases[i].libdir);
      g_assert_true (zante_fs_remove_tree (root, NULL));
    }
}

/* A library in the layout's $libdir is found for a tested file, one elsewhere is not. */
static void
test_closure_looks_in_libdir (void)
{
  static const char *const dirs[] = {"/usr/local/lib", "/opt/lib"};
  static const char *const name = "libglib-2.0.so.0";
  g_autofree char *nothing = scratch_folder ();
  const char *const roots[] = {nothing, NULL};
  const char *const host_roots[] = {"/", NULL};
  g_auto (ZanteDistribution) none, host;
  g_autofree char *whole = NULL;
  zante_distribution_init (&none, roots, NULL);
  zante_distribution_init (&host, host_roots, NULL);
  g_autoptr (ZanteImage) finder = zante_image_new ();
  zante_image_add_host (finder, "/usr/bin/p", "/proc/self/exe", 0755);
  g_ptr_array_unref (zante_closure_complete (finder, &host, "/usr/lib", NULL));
  g_autoptr (GPtrArray) entries = zante_image_list (finder);
  for (guint i = 0; i < entries->len; i++)
    if (g_str_has_suffix (((ZanteImageEntry *)entries->pdata[i])->path, name))
      whole = g_strdup (((ZanteImageEntry *)entries->pdata[i])->host);
  g_assert_nonnull (whole);
  for (gsize i = 0; i < G_N_ELEMENTS (dirs); i++)
    {
      g_autoptr (ZanteImage) image = zante_image_new ();
      g_autofree char *path = g_build_filename (dirs[i], name, NULL);
      g_autofree char *needs = g_strconcat ("/usr/bin/p needs ", name, NULL);
      zante_image_add_host (image, "/usr/bin/p", "/proc/self/exe", 0755);
      zante_image_add_host (image, path, whole, 0644);
      g_autoptr (GPtrArray) missing = zante_closure_complete (image, &none, "/usr/local/lib", NULL);
      g_assert_true (g_ptr_array_find_with_equal_func (missing, needs, g_str_equal, NULL)
                     == (i == 1));
    }
  g_assert_true (zante_fs_remove_tree (nothing, NULL));
}

/* What packages replace is gone, wherever it lies; what others own is not. */
static void
test_replaced_is_gone (void)
{
  static const char *const names[] = {"xen-utils-4.17", "libxenmisc4.17", NULL};
  static const char *const list = "/.\n/usr\n/usr/lib\n/usr/lib/libxenctrl.so.4.17\n";
  g_autofree char *system = scratch_folder (), *more = scratch_folder ();
  const char *const roots[] = {system, more, NULL};
  g_auto (ZanteDistribution) as_it_is, afterwards;
  text_file_write (system, "var/lib/dpkg/info/libxenmisc4.17:amd64.list", list);
  text_file_write (system, "usr/lib/libxenctrl.so.4.17", "");
  text_file_write (system, "usr/lib/libxencall.so.1", "");
  text_file_write (more, "usr/lib/libxlutil.so.4.17", "");
  g_assert_true (
      zante_owned_remember (more, "libxenmisc4.17", "/usr/lib/libxlutil.so.4.17\n", NULL));
  zante_distribution_init (&as_it_is, roots, NULL);
  zante_distribution_init (&afterwards, roots, names);
  static const struct {
    const char *path;
    gboolean stays;
  } cases[] = {{"/usr/lib/libxenctrl.so.4.17", FALSE},
               {"/lib/libxenctrl.so.4.17", FALSE},
               {"/lib/libxlutil.so.4.17", FALSE},
               {"/lib/libxencall.so.1", TRUE}};
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = zante_distribution_find (&as_it_is, cases[i].path);
      g_autofree char *after = zante_distribution_find (&afterwards, cases[i].path);
      g_assert_nonnull (before);
      g_assert_true ((after != NULL) == cases[i].stays);
    }
  g_assert_true (zante_fs_remove_tree (system, NULL));
  g_assert_true (zante_fs_remove_tree (more, NULL));
}

/* The device model of a system that is tested is that system's, or there is none: never this
 * machine's. */
static void
test_device_model_of_the_root (void)
{
  static const char *const path = "/usr/libexec/xen-qemu-system-i386";
  g_autoptr (ZanteRecipe) recipe = load_stack ("xen-4.20", "debian");
  g_autofree char *system = scratch_folder ();
  const char *const roots[] = {system, NULL};
  for (guint there = 0; there < 2; there++)
    {
      g_autoptr (ZanteImage) image = zante_image_new ();
      g_autoptr (GHashTable) values
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_auto (ZanteDistribution) distribution;
      zante_distribution_init (&distribution, roots, NULL);
      const ZanteUses uses = {.image = image,
                              .distribution = &distribution,
                              .recipe = recipe,
                              .private_dir = "/usr/lib/xen-4.20",
                              .values = values};
      g_autofree char *reason = zante_uses_add (&uses, ZANTE_USE_DEVICE_MODEL);
      const ZanteImageEntry *entry = zante_image_find (image, path);
      if (there)
        g_assert_true (reason == NULL && g_str_has_prefix (entry->host, system));
      else
        g_assert_true (reason != NULL && strstr (reason, "(package qemu-system-xen)") != NULL);
      g_assert_true ((entry != NULL) == there);
      text_file_write (system, path, "");
    }
  g_assert_true (zante_fs_remove_tree (system, NULL));
}

/* Nothing of this machine is taken for what a link in a package leads to. */
static void
test_links_stay_inside (void)
{
  g_autofree char *root = scratch_folder (), *outside = scratch_folder ();
  g_autofree char *link1 = g_build_filename (root, "boot", NULL);
  g_autofree char *link2 = g_build_filename (root, "up", NULL);
  g_autofree char *up = g_strconcat ("../../../../../..", outside, NULL);
  g_autoptr (GError) error = NULL;
  text_file_write (outside, "xen-4.17.5.gz", "the host's");
  text_file_write (root, "usr/lib/xen-9.gz", "its own");
  g_assert_cmpint (symlink (outside, link1), ==, 0);
  g_assert_cmpint (symlink (up, link2), ==, 0);
  g_autoptr (GPtrArray) found = zante_rootdir_glob (root, "/*/xen-*.gz");
  g_assert_cmpuint (found->len, ==, 0);
  g_autoptr (GPtrArray) own = zante_rootdir_glob (root, "/usr/l*b/xen-*.gz");
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpstr (own->pdata[0], ==, "/usr/lib/xen-9.gz");
  g_autoptr (ZanteLayout) layout = zante_layout_standard ("debian", "4.17");
  g_assert_null (zante_hypervisor_find (root, layout, FALSE, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_true (zante_fs_remove_tree (root, NULL));
  g_assert_true (zante_fs_remove_tree (outside, NULL));
}

/* Formats ------------------------------------------------------------------------------------ */

/* libarchive would start programs for these: lrzip, grzip, lzop, uudecode. */
static void
test_no_program_unpacks (void)
{
  static const char *const magics[] = {"LRZI", "GRZipII\0\2\4:)", "\x89LZO\0\r\n\x1a\n"};
  static const gsize sizes[] = {4, 12, 9};
  g_autofree char *folder = scratch_folder ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      guint8 rest[64] = {0};
      g_byte_array_append (data, (const guint8 *)magics[i], (guint)sizes[i]);
      g_byte_array_append (data, rest, sizeof rest);
      g_assert_true (g_file_set_contents (path, (const char *)data->data, (gssize)data->len, NULL));
      g_autoptr (GBytes) raw = zante_extract_file (path, 1024, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (raw), ==, data->len);
    }
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

/* Libraries ---------------------------------------------------------------------------------- */

static void
make_elf (const char *folder, const char *name, const char *setting)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "cli", "make-elf", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  const char *argv[] = {"python3", script, "64", "little", path, setting, NULL};
  int status = -1;
  g_assert_true (zante_fs_make_dirs (parent, NULL));
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

/* What only the cache of the distribution's loader knows is found, and where dom0's looks. */
static void
test_loader_conf (void)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  if (python == NULL)
    {
      g_test_skip ("needs python3");
      return;
    }
  g_autofree char *root = scratch_folder ();
  g_autofree char *program = g_build_filename (root, "program", NULL);
  text_file_write (root, "etc/ld.so.conf", "include ld.so.conf.d/*.conf\n");
  text_file_write (root, "etc/ld.so.conf.d/odd.conf", "# ours\n/opt/odd\n");
  make_elf (root, "opt/odd/libodd.so.1", "soname=libodd.so.1");
  make_elf (root, "program", "needed=libodd.so.1");
  const char *const roots[] = {root, NULL};
  g_auto (ZanteDistribution) distribution = {0};
  zante_distribution_init (&distribution, roots, NULL);
  g_autoptr (ZanteImage) image = zante_image_new ();
  zante_image_add_host (image, "/usr/bin/program", program, 0755);
  g_autoptr (GPtrArray) missing
      = zante_closure_complete (image, &distribution, "/usr/lib/xen", NULL);
  g_assert_cmpuint (missing->len, ==, 0);
  const ZanteImageEntry *library = zante_image_find (image, "/opt/odd/libodd.so.1");
  const ZanteImageEntry *known = zante_image_find (image, "/usr/lib/x86_64-linux-gnu/libodd.so.1");
  if (known == NULL)
    known = zante_image_find (image, "/usr/lib64/libodd.so.1");
  g_assert_nonnull (library);
  g_assert_true (known == library);
  g_assert_true (zante_fs_remove_tree (root, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot/installed", test_installed);
  g_test_add_func ("/boot/outfit", test_outfit);
  g_test_add_func ("/boot/owned", test_owned);
  g_test_add_func ("/boot/layout", test_layout);
  g_test_add_func ("/boot/closure/libdir", test_closure_looks_in_libdir);
  g_test_add_func ("/boot/distribution/replaced", test_replaced_is_gone);
  g_test_add_func ("/boot/device-model-of-the-root", test_device_model_of_the_root);
  g_test_add_func ("/boot/links-stay-inside", test_links_stay_inside);
  g_test_add_func ("/boot/no-program-unpacks", test_no_program_unpacks);
  g_test_add_func ("/boot/libraries/loader-conf", test_loader_conf);
  return g_test_run ();
}
