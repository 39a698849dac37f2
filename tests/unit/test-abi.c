/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Version scripts, makefiles, comparisons, and what an archive has to build again. */
#include <string.h>

#include "abi/abi.h"
#include "abi/library.h"
#include "abi/makefile.h"
#include "abi/map.h"
#include "base/error.h"
#include "base/strings.h"

/* The members of STRINGS, a set or an array (the other is NULL), in order, with spaces between. */
static char *
joined (GHashTable *set, GPtrArray *array)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer string;
  if (set != NULL)
    {
      g_hash_table_iter_init (&iter, set);
      while (g_hash_table_iter_next (&iter, &string, NULL))
        g_ptr_array_add (all, string);
    }
  for (guint i = 0; array != NULL && i < array->len; i++)
    g_ptr_array_add (all, array->pdata[i]);
  g_ptr_array_sort (all, zante_strings_compare);
  g_ptr_array_add (all, NULL);
  return g_strjoinv (" ", (char **)all->pdata);
}

/* Version scripts ---------------------------------------------------------------------------- */

static void
test_map (void)
{
  static const char *const cases[][2] = {
      {"V_1 { global: a; b; local: *; };", "a@V_1 b@V_1"},
      {"V_1 { a; local: b; global: c; };", "a@V_1 c@V_1"},
      {"V_1 {\n\tglobal:\n\t\ta; /* local: */\n# b;\n};\nV_2 { global: c; } V_1;", "a@V_1 c@V_2"},
      {"V_1{global:a/*b*/;c};", "a@V_1 c@V_1"},
      {"V_3 { a; } V_1 V_2;", "a@V_3"},
      {"{ global: a; local: *; };", "a"},
      {"V_1 { global: extern \"C++\" { ns::f*; \"g(int)\" }; h; };", "g(int)@V_1 h@V_1 ns::f*@V_1"},
      {"V_1 { local: extern \"C\" { a; }; b; };", ""},
      {"V_1 { };", ""},
      {"/* nothing */\n", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean all = TRUE;
      g_autoptr (GError) error = NULL;
      g_autoptr (GHashTable) symbols
          = zante_abi_map_parse (cases[i][0], strlen (cases[i][0]), "x.map", &all, &error);
      g_assert_no_error (error);
      g_autofree char *text = joined (symbols, NULL);
      g_assert_cmpstr (text, ==, cases[i][1]);
      g_assert_false (all);
    }
}

static void
test_map_all (void)
{
  static const char text[] = "V_1 { global: *; };";
  gboolean all = FALSE;
  g_autoptr (GHashTable) symbols = zante_abi_map_parse (text, strlen (text), "x.map", &all, NULL);
  g_assert_true (all);
  g_assert_cmpuint (g_hash_table_size (symbols), ==, 0);
}

static void
test_map_bad (void)
{
  static const char *const cases[][2] = {
      {"", "x.map:1: no version script: it is empty"},
      {"V_1", "x.map:1: no version script: a version without '{'"},
      {"\nV_1 { global: a;", "x.map:2: no version script: a version does not end with '}'"},
      {"V_1 { global a; };", "x.map:1: no version script: 'global' or 'local' without ':'"},
      {"V_1 { a; }", "x.map:1: no version script: no ';' behind a version"},
      {"V_1 { a; } {", "x.map:1: no version script: no ';' behind a version"},
      {"V_1 { a: };", "x.map:1: no version script: a version does not end with '}'"},
      {"V_1 { \"a; };", "x.map:1: no version script: a string does not end"},
      {"V_1 { a; };\n/* b", "x.map:2: no version script: a comment does not end"},
      {"V_1 { extern { a; }; };", "x.map:1: no version script: 'extern' without a language"},
      {"V_1 { extern \"C\" a; };", "x.map:1: no version script: 'extern' without '{'"},
      {"V_1 { extern \"C\" { a; ", "x.map:1: no version script: 'extern' does not end"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (
          zante_abi_map_parse (cases[i][0], strlen (cases[i][0]), "x.map", NULL, &error));
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

/* Makefiles ---------------------------------------------------------------------------------- */

static void
test_make_value (void)
{
  static const char *const cases[][2] = {
      {"MAJOR = 1\n", "1"},
      {"MAJOR=4.13", "4.13"},
      {"MAJOR\t= 1 # comment", "1"},
      {"export MAJOR   := 4", "4"},
      {"MAJOR ::= 4", "4"},
      {"MAJOR = 1\nMAJOR = 2\nMAJOR ?= 3\n", "2"},
      {"MAJOR ?= 3", "3"},
      {"  MAJOR = 7", "7"},
      {"MAJOR =", ""},
      {"\tMAJOR = 1", NULL},
      {"XMAJOR = 1\nMAJOR.x = 2\nMAJORS = 3\nMAJOR", NULL},
      {"# MAJOR = 1", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = zante_abi_make_value (cases[i][0], "MAJOR");
      g_assert_cmpstr (value, ==, cases[i][1]);
    }
}

static void
test_make_rules (void)
{
  static const char text[] = "libxenctrl.so: libxenctrl.so.$(MAJOR)\n"
                             "libxenctrl.so.$(MAJOR): libxenctrl.so.$(MAJOR).$(MINOR)\n"
                             "SHLIB=src/libxlutil.so.${XLUMAJOR}\n"
                             "libxen$(NAME).so.$(MAJOR): a\n libc.so.6: b\n";
  g_autoptr (GArray) rules = zante_abi_make_rules (text);
  g_assert_cmpuint (rules->len, ==, 2);
  g_assert_cmpstr (g_array_index (rules, ZanteAbiMakeRule, 0).library, ==, "libxenctrl");
  g_assert_cmpstr (g_array_index (rules, ZanteAbiMakeRule, 0).major, ==, "MAJOR");
  g_assert_cmpstr (g_array_index (rules, ZanteAbiMakeRule, 1).library, ==, "libxlutil");
  g_assert_cmpstr (g_array_index (rules, ZanteAbiMakeRule, 1).major, ==, "XLUMAJOR");
}

static void
test_names (void)
{
  static const char *const cases[][3] = {
      {"libxenstore.so.3.0.3", "libxenstore", "3.0.3"},
      {"libxenstore.so", "libxenstore", ""},
      {"lib.sofa.so.1", "lib.sofa", "1"},
      {"libx.a", NULL, ""},
      {".so.1", NULL, "1"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = zante_abi_library_name (cases[i][0]);
      g_assert_cmpstr (name, ==, cases[i][1]);
      g_assert_cmpstr (zante_abi_library_version (cases[i][0]), ==, cases[i][2]);
    }
  g_assert_true (zante_abi_is_xen_version ("4.17"));
  g_assert_true (zante_abi_is_xen_version ("5.0"));
  g_assert_false (zante_abi_is_xen_version ("3.0"));
  g_assert_false (zante_abi_is_xen_version ("4"));
  g_assert_false (zante_abi_is_xen_version (""));
}

/* Comparisons -------------------------------------------------------------------------------- */

/* SYMBOLS: with spaces between; NULL: not known. */
static void
add_library (GPtrArray *libraries, const char *soname, const char *symbols)
{
  ZanteAbiLibrary *library = g_new0 (ZanteAbiLibrary, 1);
  library->name = zante_abi_library_name (soname);
  library->soname = g_strdup (soname);
  library->stable = !zante_abi_is_xen_version (zante_abi_library_version (soname));
  if (symbols != NULL)
    {
      g_auto (GStrv) words = g_strsplit (symbols, " ", -1);
      library->symbols = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (char **word = words; *word != NULL; word++)
        g_hash_table_add (library->symbols, g_strdup (*word));
    }
  g_ptr_array_add (libraries, library);
}

/* "removed R; moved M:FROM>TO; added A; late L", and "!" in front for what is broken. */
static char *
told (const ZanteAbiChange *change)
{
  g_autofree char *removed = joined (NULL, change->removed), *added = joined (NULL, change->added);
  g_autofree char *late = joined (NULL, change->late);
  g_autoptr (GString) text = g_string_new (change->broken ? "!" : "");
  g_string_append_printf (text, "-%s", removed);
  for (guint i = 0; i < change->moved->len; i++)
    {
      const ZanteAbiMove *move = change->moved->pdata[i];
      g_string_append_printf (text, " %s:%s>%s", move->symbol, move->from, move->to);
    }
  g_string_append_printf (text, " +%s ?%s", added, late);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_compare (void)
{
  static const char *const cases[][5] = {
      {"liba.so.1", "a@V1 b@V1", "liba.so.1", "a@V1 b@V1", "- + ?"},
      {"liba.so.1", "a@V1", "liba.so.1", "a@V1 b@V2", "- +b@V2 ?"},
      {"liba.so.1", "a@V1", "liba.so.1", "a@V1 b@V1", "- +b@V1 ?b@V1"},
      {"liba.so.1", "a@V1 b@V1", "liba.so.1", "a@V1", "!-b@V1 + ?"},
      {"liba.so.1", "a@V1", "liba.so.1", "a@V2", "!- a:V1>V2 + ?"},
      {"liba.so.1", "a@V1", "liba.so.1", "a@V1 a@V2", "- +a@V2 ?"},
      {"liba.so.1", "a@V1 a@V2", "liba.so.1", "a@V2", "!-a@V1 + ?"},
      {"liba.so.1", "a", "liba.so.1", "a@V1", "!- a:>V1 + ?"},
      {"liba.so.1", "a@V1", "liba.so.1", NULL, "!- + ?"},
      {"liba.so.1", NULL, "liba.so.1", "a@V1", "- + ?"},
      {"liba.so.1", "a@V1 b@V1", "liba.so.2", "a@W1 c@W1", "-b +c ?"},
      {"liba.so.4.17", "a@V17 b@V17", "liba.so.4.17", "a@V18", "-b + ?"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) old = zante_abi_libraries_new (), new = zante_abi_libraries_new ();
      add_library (old, cases[i][0], cases[i][1]);
      add_library (new, cases[i][2], cases[i][3]);
      g_autoptr (GPtrArray) changes = zante_abi_compare (old, new);
      g_assert_cmpuint (changes->len, ==, 1);
      g_autofree char *text = told (changes->pdata[0]);
      g_assert_cmpstr (text, ==, cases[i][4]);
    }
}

static void
test_come_and_go (void)
{
  g_autoptr (GPtrArray) old = zante_abi_libraries_new (), new = zante_abi_libraries_new ();
  add_library (old, "liba.so.1", NULL);
  add_library (old, "libb.so.4.17", NULL);
  add_library (new, "libc.so.1", NULL);
  g_autoptr (GPtrArray) changes = zante_abi_compare (old, new);
  static const struct {
    const char *name;
    gboolean broken, hurts;
  } wanted[] = {{"liba", TRUE, TRUE}, {"libb", FALSE, TRUE}, {"libc", FALSE, FALSE}};
  g_assert_cmpuint (changes->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < changes->len; i++)
    {
      const ZanteAbiChange *change = changes->pdata[i];
      g_assert_cmpstr (zante_abi_change_name (change), ==, wanted[i].name);
      g_assert_cmpint (change->broken, ==, wanted[i].broken);
      g_assert_cmpint (zante_abi_change_hurts (change), ==, wanted[i].hurts);
    }
}

/* Rebuilds ----------------------------------------------------------------------------------- */

static void
add_index (GPtrArray *indexes, const char *text)
{
  GByteArray *index = g_byte_array_new ();
  g_byte_array_append (index, (const guint8 *)text, (guint)strlen (text));
  g_ptr_array_add (indexes, index);
}

static void
test_rebuilds (void)
{
  g_autoptr (GPtrArray) old = zante_abi_libraries_new (), new = zante_abi_libraries_new ();
  g_autoptr (GPtrArray) indexes
      = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  add_library (old, "libxencall.so.1", "a@V1");
  add_library (old, "libxenctrl.so.4.17", NULL);
  add_library (old, "libxenold.so.4.16", NULL);
  add_library (old, "libXen_odd2.so.3", NULL);
  add_library (new, "libxencall.so.1", "a@V1");
  add_library (new, "libxenctrl.so.4.20", NULL);
  add_library (new, "libxenold.so.4.20", NULL);
  add_library (new, "libXen_odd2.so.4", NULL);
  zante_strings_sort_by (old, ZanteAbiLibrary, name);
  zante_strings_sort_by (new, ZanteAbiLibrary, name);
  g_autoptr (GPtrArray) changes = zante_abi_compare (old, new);
  add_index (indexes, "Package: libxencall1\nSource: xen\nVersion: 4.17.5-1\n\n"
                      "Package: libxenmisc4.17\nSource: xen\nDepends: libxencall1\n\n"
                      "Package: xen-utils-4.17\nSource: xen\nDepends: libxenmisc4.17\n\n"
                      "Package: libother4.17\nSource: other\n\n"
                      "Package: libxenmisc14.17\nSource: xen\n\n"
                      "Package: a\nVersion: 2-1\nDepends: libxencall1, libother4.17\n\n"
                      "Package: q\nSource: qemu (1:7-1)\nVersion: 1:7-1+b1\n"
                      "Depends: x, y |\n libxenmisc4.17:any (>= 4), libxen-odd2-3\n\n");
  add_index (indexes, "\n\nPackage: q2\nSource: qemu (1:7-2)\nVersion: 1:7-2+b1\n"
                      "pre-depends: libxenmisc4.17(>= 1)\n\n"
                      "Package: c\nSource: collectd\nVersion: 5\nSuggests: z, libxenmisc4.17\n\n"
                      "Package: libxen-odd2-3\nSource: xen\n");
  g_autoptr (ZanteAbiRebuilds) rebuilds = zante_abi_rebuilds (indexes, changes);
  g_autofree char *gone = joined (NULL, rebuilds->packages);
  g_autofree char *missing = joined (NULL, rebuilds->missing);
  g_assert_cmpstr (gone, ==, "libxen-odd2-3 libxenmisc4.17");
  g_assert_cmpstr (missing, ==, "libxenold.so.4.16");
  g_assert_cmpuint (rebuilds->rebuilds->len, ==, 2);
  const ZanteAbiRebuild *collectd = rebuilds->rebuilds->pdata[0];
  const ZanteAbiRebuild *qemu = rebuilds->rebuilds->pdata[1];
  g_assert_cmpstr (collectd->source, ==, "collectd");
  g_autofree char *packages = joined (NULL, qemu->packages), *needs = joined (NULL, qemu->needs);
  g_assert_cmpstr (qemu->source, ==, "qemu");
  g_assert_cmpstr (qemu->version, ==, "1:7-2");
  g_assert_cmpstr (packages, ==, "q q2");
  g_assert_cmpstr (needs, ==, "libxen-odd2-3 libxenmisc4.17");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/abi/map", test_map);
  g_test_add_func ("/abi/map/all", test_map_all);
  g_test_add_func ("/abi/map/bad", test_map_bad);
  g_test_add_func ("/abi/make/value", test_make_value);
  g_test_add_func ("/abi/make/rules", test_make_rules);
  g_test_add_func ("/abi/names", test_names);
  g_test_add_func ("/abi/compare", test_compare);
  g_test_add_func ("/abi/come-and-go", test_come_and_go);
  g_test_add_func ("/abi/rebuilds", test_rebuilds);
  return g_test_run ();
}
