/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The YAML reader. Most cases are files: unit/data/yaml/NAME.yaml is read with the table below and
 * gives NAME.out, which is the struct written again, or "error: " and the one message. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/yaml/yaml.h"

typedef struct {
  char *path;
  guint64 size;
} Part;

typedef struct {
  char *name, *line, *text;
  gboolean flag;
  guint64 number;
  int colour;
  char **list;
  GHashTable *map, *lists, *parts, *short_parts, *maps;
  Part *part;
  GPtrArray *array;
} Thing;

static const ZanteField part_fields[] = {
    {"path", ZANTE_FIELD_LINE, offsetof (Part, path), ZANTE_FIELD_REQUIRED | ZANTE_FIELD_KEY},
    {"size", ZANTE_FIELD_UINT, offsetof (Part, size), ZANTE_FIELD_KEY, .initial = 7},
    {NULL},
};
static const ZanteFieldTable part_table = {"part", sizeof (Part), part_fields};
static const char *const colours[] = {"red", "green", "blue", NULL};
static const ZanteField thing_fields[] = {
    {"name", ZANTE_FIELD_NAME, offsetof (Thing, name), ZANTE_FIELD_REQUIRED | ZANTE_FIELD_KEY},
    {"line", ZANTE_FIELD_LINE, offsetof (Thing, line)},
    {"text", ZANTE_FIELD_STRING, offsetof (Thing, text), ZANTE_FIELD_KEY},
    {"flag", ZANTE_FIELD_BOOL, offsetof (Thing, flag), ZANTE_FIELD_KEY},
    {"number", ZANTE_FIELD_UINT, offsetof (Thing, number), ZANTE_FIELD_KEY},
    {"colour", ZANTE_FIELD_CHOICE, offsetof (Thing, colour), ZANTE_FIELD_KEY, colours},
    {"list", ZANTE_FIELD_STRINGS, offsetof (Thing, list), ZANTE_FIELD_KEY},
    {"map", ZANTE_FIELD_STRING_MAP, offsetof (Thing, map), ZANTE_FIELD_KEY},
    {"lists", ZANTE_FIELD_STRINGS_MAP, offsetof (Thing, lists), ZANTE_FIELD_KEY},
    {"parts", ZANTE_FIELD_STRUCT_MAP, offsetof (Thing, parts), ZANTE_FIELD_KEY,
     .table = &part_table},
    {"short-parts", ZANTE_FIELD_STRUCT_MAP, offsetof (Thing, short_parts),
     ZANTE_FIELD_KEY | ZANTE_FIELD_EMPTY_STRUCT_FROM_STRING, .table = &part_table},
    {"maps", ZANTE_FIELD_MAP_MAP, offsetof (Thing, maps), ZANTE_FIELD_KEY},
    {"part", ZANTE_FIELD_STRUCT, offsetof (Thing, part), ZANTE_FIELD_KEY, .table = &part_table},
    {"array", ZANTE_FIELD_STRUCTS, offsetof (Thing, array), ZANTE_FIELD_KEY, .table = &part_table},
    {NULL},
};
static const ZanteFieldTable thing_table = {"thing", sizeof (Thing), thing_fields};

static Thing *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  Thing *thing = zante_yaml_parse (text, strlen (text), "t", &thing_table, &error);
  g_assert_no_error (error);
  return thing;
}

static char *
hash_of (const char *text)
{
  Thing *thing = parse (text);
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  zante_yaml_hash (&thing_table, thing, hash);
  zante_yaml_free (&thing_table, thing);
  return zante_hash_finish (hash);
}

/* What the reader makes of DATA: the struct written again, or the error. */
static char *
outcome (const char *data, gsize size, const char *label)
{
  g_autoptr (GError) error = NULL;
  Thing *thing = zante_yaml_parse (data, size, label, &thing_table, &error);
  if (thing == NULL)
    {
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
      return g_strdup_printf ("error: %s\n", error->message);
    }
  g_assert_no_error (error);
  char *text = zante_yaml_format (&thing_table, thing);
  zante_yaml_free (&thing_table, thing);
  return text;
}

static void
test_case (gconstpointer user_data)
{
  const char *path = user_data;
  g_autofree char *label = g_path_get_basename (path);
  g_autofree char *expected_path = g_strndup (path, strlen (path) - strlen (".yaml"));
  g_autofree char *data = NULL, *expected = NULL;
  gsize size = 0;
  g_autofree char *out = g_strconcat (expected_path, ".out", NULL);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_autofree char *got = outcome (data, size, label);
  if (g_getenv ("UPDATE_EXPECTED") != NULL)
    g_assert_true (g_file_set_contents (out, got, -1, NULL));
  g_assert_true (g_file_get_contents (out, &expected, NULL, NULL));
  g_assert_cmpstr (got, ==, expected);
  if (g_str_has_prefix (got, "error: "))
    return;
  g_autofree char *again = outcome (got, strlen (got), label);
  g_assert_cmpstr (again, ==, got);
}

static void
expect_error (const char *data, gsize size, const char *message)
{
  g_autofree char *got = outcome (data, size, "t");
  g_autofree char *expected = g_strdup_printf ("error: %s\n", message);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_bytes (void)
{
  expect_error ("name: a\nline: x\0y\n", 18, "t:2:8: a NUL character");
  expect_error ("name: a\nline: \303\251\377\n", 18, "t:2:8: not valid UTF-8");
  expect_error ("name: a\ntext: \"x\\0y\"\n", 21,
                "t:2:7: an escape in this text stands for no character");
}

static void
test_size (void)
{
  g_autofree char *data = g_strnfill (1024 * 1024 + 1, '#');
  memcpy (data, "name: a\n", 8);
  expect_error (data, 1024 * 1024 + 1, "t:1:1: larger than 1 MiB");
  Thing *thing = zante_yaml_parse (data, 1024 * 1024, "t", &thing_table, NULL);
  g_assert_cmpstr (thing->name, ==, "a");
  zante_yaml_free (&thing_table, thing);
}

static void
test_empty (void)
{
  expect_error ("", 0, "t:1:1: missing field 'name' in this thing");
  expect_error ("# nothing\n", 10, "t:1:1: missing field 'name' in this thing");
  expect_error ("---\n", 4, "t:1:1: missing field 'name' in this thing");
}

/* Each of these costs a naive reader time or memory far beyond its size. */
static void
test_hostile (void)
{
  static const char *const units[]
      = {"[",     "{a: ",   "- ",      "? ", "&a ",  "*a ", "!t ", "\"",   "a: b\n",
         "- a\n", "'",      "|",       "#",  "%Y\n", "\t",  "a,",  "[a,",  "{",
         "\n ",   "k: |\n", "--- a\n", "]",  "\r",   "\\",  "[{",  "a: [", "{?"};
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      while (text->len + 8 < 256 * 1024)
        g_string_append (text, units[i]);
      gint64 start = g_get_monotonic_time ();
      g_autofree char *got = outcome (text->str, text->len, "t");
      gint64 seconds = (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
      g_test_message ("'%s': %" G_GINT64_FORMAT " s: %.200s", units[i], seconds, got);
      g_assert_true (g_str_has_prefix (got, "error: t:"));
      g_assert_cmpint (seconds, <, 10);
    }
}

/* Blank lines are part of a text, however many. */
static void
test_blank_lines (void)
{
  enum { MANY = 500 * 1000 };
  g_autofree char *lines = g_strnfill (MANY, '\n');
  g_autofree char *data = g_strdup_printf ("name: a\ntext: |\n  x\n%s  y\n%s", lines, lines);
  Thing *thing = parse (data);
  g_assert_cmpuint (strlen (thing->text), ==, MANY + 4);
  g_assert_true (g_str_has_prefix (thing->text, "x\n\n")
                 && g_str_has_suffix (thing->text, "\ny\n"));
  zante_yaml_free (&thing_table, thing);
}

static void
test_many_keys (void)
{
  g_autoptr (GString) text = g_string_new ("name: a\nmap:\n");
  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "  k%u: v\n", i);
  Thing *thing = parse (text->str);
  g_assert_cmpuint (g_hash_table_size (thing->map), ==, 50000);
  zante_yaml_free (&thing_table, thing);
  g_string_append (text, "  k49999: w\n");
  expect_error (text->str, text->len,
                "t:50003:3: duplicate key 'k49999' (the first is at line 50002)");
}

static void
test_hash_differs (void)
{
  static const char *const texts[] = {
      "name: a\n",
      "name: b\n",
      "name: a\ntext: \"\"\n",
      "name: a\nnumber: 1\n",
      "name: a\nflag: yes\n",
      "name: a\ncolour: red\n",
      "name: a\nlist: []\n",
      "name: a\nlist: [a, b]\n",
      "name: a\nlist: [ab]\n",
      "name: a\nmap: {a: b}\n",
      "name: a\nmap: {a: b, c: d}\n",
      "name: a\nlists: {a: [b, c], d: [e]}\n",
      "name: a\nlists: {a: [b], c: [d, e]}\n",
      "name: a\nmaps: {a: {b: c}}\n",
      "name: a\nparts: {a: {path: p}}\n",
      "name: a\nparts: {a: {path: p, size: 8}}\n",
      "name: a\npart: {path: p}\n",
      "name: a\narray: [{path: p}]\n",
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (g_hash_table_add (seen, hash_of (texts[i])));
}

static void
test_hash_same (void)
{
  g_autofree char *one = hash_of ("name: a\nmap: {x: 1, y: 2}\nlist: [p]\nparts: {a: {path: p}}\n");
  g_autofree char *other = hash_of ("parts:\n  a: {size: 7, path: p}\nlist: p\nline: not a key\n"
                                    "map:\n  y: '2'\n  x: \"1\"\nnumber: 0\nname: a # comment\n");
  g_assert_cmpstr (one, ==, other);
}

/* A text that YAML could take for something else must come back as it was. */
static void
test_format_texts (void)
{
  static const char *const texts[] = {"",
                                      " a",
                                      "a ",
                                      "a: b",
                                      "a #b",
                                      "#",
                                      "- a",
                                      "yes",
                                      "~",
                                      "null",
                                      "1.10",
                                      "\"",
                                      "\\n",
                                      "a\nb",
                                      "a\n",
                                      "\na",
                                      "a\n\n",
                                      "  a\n",
                                      "a\n\n b\n  c\n",
                                      "\t",
                                      "a\tb",
                                      "\x01\x7f",
                                      "é\u2028\xc2\x85\ufeff",
                                      "'",
                                      "[a]",
                                      "{a}",
                                      "&a",
                                      "*a",
                                      "!a",
                                      "|",
                                      ">",
                                      "%a",
                                      "@a",
                                      "`a",
                                      "a\r\nb\n",
                                      "---",
                                      "...",
                                      "?",
                                      "key:",
                                      ": x",
                                      "a,b",
                                      "a\n--- b\n",
                                      "=",
                                      "<<",
                                      "a\\b\n"};
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Thing *thing = parse ("name: a\n");
      thing->text = g_strdup (texts[i]);
      thing->map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (thing->map, g_strdup ("k"), g_strdup (texts[i]));
      g_autofree char *text = zante_yaml_format (&thing_table, thing);
      zante_yaml_free (&thing_table, thing);
      thing = parse (text);
      g_assert_cmpstr (thing->text, ==, texts[i]);
      g_assert_cmpstr (g_hash_table_lookup (thing->map, "k"), ==, texts[i]);
      zante_yaml_free (&thing_table, thing);
    }
}

static void
test_quotes (void)
{
  static const struct {
    const char *source, *text;
  } cases[] = {
      {"''", ""},
      {"''''", "'"},
      {"'it''s'", "it's"},
      {"'''''a'''''''", "''a'''"},
      {"''''''''''''''''''''''", "''''''''''"},
      {"'a \n  b\n\n  c\n '", "a b\nc "},
      {"' é\r\n   ''\t'", " é '\t"},
      {"'\n\n\n\n  x'", "\n\n\nx"},
      {"\"\"", ""},
      {"\"\\\\\\\n  a\\\\\"", "\\a\\"},
      {"\"\\\n  \n\n  é\\\\\"", "\n\né\\"},
      {"\"a \\\n  b \n  c\\  \n  d\"", "a b c  d"},
      {"\"\\x41\\u00e9\\U0001F600\\/\\\"\\e\"", "Aé\U0001F600/\"\x1b"},
      {"\"\\t\n\n  \\n\"", "\t\n\n"},
      {"|\n", ""},
      {">-\n", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("name: a\ntext: %s\n", cases[i].source);
      Thing *thing = parse (text);
      g_assert_cmpstr (thing->text, ==, cases[i].text);
      zante_yaml_free (&thing_table, thing);
    }
}

static void
assert_located (const char *path, const char *node, const char *expected)
{
  g_autofree char *got = zante_yaml_locate (path, node);
  g_autofree char *wanted = g_strconcat (path, expected, NULL);
  g_assert_cmpstr (got, ==, wanted);
}

static void
test_locate (void)
{
  g_autofree char *dir = g_dir_make_tmp ("zante-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "x.yaml", NULL);
  g_assert_true (g_file_set_contents (path, "a:\n  b/c: [x, y]\n  d~: 1\n", -1, NULL));
  assert_located (path, "/a/b~1c/1", ":2:12");
  assert_located (path, "/a/b~1c#", ":2:3");
  assert_located (path, "/a/d~0", ":3:7");
  assert_located (path, "/a/missing", "");
  assert_located (path, "/a/b~1c/2", "");
  g_assert_cmpint (g_chdir (dir), ==, 0);
  g_autofree char *relative = zante_yaml_locate (path, "/a#");
  g_assert_cmpstr (relative, ==, "x.yaml:1:1");
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  g_remove (path);
  g_rmdir (dir);
}

static void
assert_unreadable (const char *path, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = g_strdup_printf ("cannot read '%s': %s", path, reason);
  g_assert_null (zante_yaml_load (path, &thing_table, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_load (void)
{
  g_autofree char *dir = g_dir_make_tmp ("zante-test-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (dir, "fifo", NULL);
  g_autofree char *big = g_build_filename (dir, "big", NULL);
  assert_unreadable ("/nonexistent/a.yaml", "No such file or directory");
  assert_unreadable (dir, "not a regular file");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_unreadable (fifo, "not a regular file");
  g_assert_true (g_file_set_contents (big, "", 0, NULL));
  g_assert_cmpint (truncate (big, 1024 * 1024 + 1), ==, 0);
  assert_unreadable (big, "larger than 1 MiB");
  g_remove (big);
  g_remove (fifo);
  g_rmdir (dir);
}

static void
add_cases (GPtrArray *paths)
{
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "unit", "data", "yaml", NULL);
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  g_assert_nonnull (handle);
  for (const char *name = g_dir_read_name (handle); name != NULL; name = g_dir_read_name (handle))
    {
      if (!g_str_has_suffix (name, ".yaml"))
        continue;
      g_autofree char *test = g_strconcat ("/yaml/case/", name, NULL);
      g_ptr_array_add (paths, g_build_filename (dir, name, NULL));
      g_test_add_data_func (test, paths->pdata[paths->len - 1], test_case);
    }
  g_assert_cmpuint (paths->len, >, 20);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_test_init (&argc, &argv, NULL);
  add_cases (paths);
  g_test_add_func ("/yaml/bytes", test_bytes);
  g_test_add_func ("/yaml/size", test_size);
  g_test_add_func ("/yaml/empty", test_empty);
  g_test_add_func ("/yaml/hostile", test_hostile);
  g_test_add_func ("/yaml/blank-lines", test_blank_lines);
  g_test_add_func ("/yaml/many-keys", test_many_keys);
  g_test_add_func ("/yaml/hash/differs", test_hash_differs);
  g_test_add_func ("/yaml/hash/same", test_hash_same);
  g_test_add_func ("/yaml/format-texts", test_format_texts);
  g_test_add_func ("/yaml/quotes", test_quotes);
  g_test_add_func ("/yaml/locate", test_locate);
  g_test_add_func ("/yaml/load", test_load);
  return g_test_run ();
}
