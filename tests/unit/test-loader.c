/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the dynamic loader looks, in roots that are made up here. */
#include <glib/gstdio.h>

#include "base/fs.h"
#include "base/loader/loader.h"
#include "text-file.h"

static char *
joined (GPtrArray *strings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < strings->len; i++)
    g_string_append_printf (text, "%s ", (const char *)strings->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_lines (void)
{
  static const struct {
    const char *line, *path;
    gboolean include;
  } cases[] = {
      {"/usr/local/lib", "/usr/local/lib", FALSE},
      {"  /opt/lib  # ours", "/opt/lib", FALSE},
      {"include \t ld.so.conf.d/*.conf", "ld.so.conf.d/*.conf", TRUE},
      {"includes", NULL, FALSE},
      {"hwcap 0 nosegneg", NULL, FALSE},
      {"# /lib", NULL, FALSE},
      {"", NULL, FALSE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean include = FALSE;
      g_autofree char *line = g_strdup (cases[i].line);
      g_assert_cmpstr (zante_loader_line (line, &include), ==, cases[i].path);
      g_assert_cmpint (include, ==, cases[i].include);
    }
}

/* The name of the root has what a pattern would take for its own. */
static void
test_conf (void)
{
  g_autofree char *top = g_dir_make_tmp ("zante-loader-XXXXXX", NULL);
  g_autofree char *root = g_build_filename (top, "r[o]*t", NULL);
  g_autofree char *none = g_build_filename (top, "none", NULL);
  text_file_write (root, "etc/ld.so.conf",
                   "/first\ninclude ld.so.conf.d/*.conf\ninclude /etc/ld.so.conf\n"
                   "/first\n/last\n");
  text_file_write (root, "etc/ld.so.conf.d/a.conf", "/a\n");
  text_file_write (root, "etc/ld.so.conf.d/b.conf", "/b\nrelative\n");
  text_file_write (root, "etc/ld.so.conf.d/c", "/c\n");
  text_file_write (top, "root/etc/ld.so.conf", "/another/root\n");
  g_autoptr (GPtrArray) dirs = zante_loader_conf (root), nothing = zante_loader_conf (none);
  g_autofree char *text = joined (dirs);
  g_assert_cmpstr (text, ==, "/first /a /b /last ");
  g_assert_cmpuint (nothing->len, ==, 0);
  const char *const roots[] = {none, root, NULL};
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_ptr_array_add (first, (gpointer) "/b");
  g_autoptr (GPtrArray) all = zante_loader_dirs (first, roots);
  g_autofree char *order = joined (all);
  g_assert_cmpstr (order, ==,
                   "/b /first /a /last /lib64 /usr/lib64 /lib /usr/lib /lib32 /usr/lib32 ");
  g_assert_true (zante_fs_remove_tree (top, NULL));
}

typedef struct {
  GString *tried;
  const char *will_do;
} Trial;

static gboolean
try (const char *dir, const char *name, gpointer user_data)
{
  Trial *trial = user_data;
  g_string_append_printf (trial->tried, "%s:%s ", dir, name);
  return g_strcmp0 (dir, trial->will_do) == 0;
}

static void
assert_tried (const ZanteElf *elf, const char *name, const char *will_do, gboolean found,
              const char *wanted)
{
  g_autoptr (GString) tried = g_string_new (NULL);
  g_autoptr (GPtrArray) dirs = g_ptr_array_new ();
  Trial trial = {tried, will_do};
  g_ptr_array_add (dirs, (gpointer) "/one");
  g_ptr_array_add (dirs, (gpointer) "/two");
  g_assert_cmpint (zante_loader_search (elf, "/usr/bin", name, dirs, try, &trial), ==, found);
  g_assert_cmpstr (tried->str, ==, wanted);
}

static void
test_search (void)
{
  const ZanteElf plain = {0};
  const ZanteElf both = {.rpath = (char *)"/rpath", .runpath = (char *)"$ORIGIN/../lib"};
  const ZanteElf old = {.rpath = (char *)"/rpath"};
  assert_tried (&plain, "x", NULL, FALSE, "/one:x /two:x ");
  assert_tried (&plain, "x", "/one", TRUE, "/one:x ");
  assert_tried (&both, "x", "/two", TRUE, "/usr/bin/../lib:x /one:x /two:x ");
  assert_tried (&old, "x", "/rpath", TRUE, "/rpath:x ");
  assert_tried (&both, "/abs/x", "", TRUE, ":/abs/x ");
  assert_tried (&both, "rel/x", "", FALSE, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loader/lines", test_lines);
  g_test_add_func ("/loader/conf", test_conf);
  g_test_add_func ("/loader/search", test_search);
  return g_test_run ();
}
