/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strings.h"

typedef struct {
  int number;
  const char *name;
} Item;

static void
test_sort_by (void)
{
  Item items[] = {{1, "b"}, {2, "a"}, {3, "b"}, {4, "B"}};
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    g_ptr_array_add (array, &items[i]);
  zante_strings_sort_by (array, Item, name);
  const int wanted[] = {4, 2, 1, 3};
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpint (((Item *)array->pdata[i])->number, ==, wanted[i]);
}

static void
test_sort_once (void)
{
  const char *const given[] = {"b", "a", "b", "", "a", "b"}, *const wanted[] = {"", "a", "b"};
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  zante_strings_sort_once (strings);
  g_assert_cmpuint (strings->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    g_ptr_array_add (strings, g_strdup (given[i]));
  zante_strings_sort_once (strings);
  g_assert_cmpuint (strings->len, ==, G_N_ELEMENTS (wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpstr (strings->pdata[i], ==, wanted[i]);
}

static void
test_once (void)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  zante_strings_add (strings, "a");
  zante_strings_take (strings, g_strdup ("a"));
  zante_strings_take (strings, g_strdup ("b"));
  zante_strings_add (strings, "b");
  g_assert_cmpuint (strings->len, ==, 2);
  g_assert_true (zante_strings_has (strings, "b"));
}

static void
test_unseen (void)
{
  const char *const given[] = {"b", "a", "b", "", "a", ""}, *const wanted[] = {"b", "a", ""};
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autofree char *text = g_strdup (given[i]);
      zante_strings_add_unseen (strings, seen, text);
    }
  g_assert_cmpuint (strings->len, ==, G_N_ELEMENTS (wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpstr (strings->pdata[i], ==, wanted[i]);
}

static void
test_keys (void)
{
  const char *const wanted[] = {"", "a", "b"};
  g_autoptr (GHashTable) map = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char **none = zante_strings_keys (NULL), **empty = zante_strings_keys (map);
  g_assert_null (*none);
  g_assert_null (*empty);
  for (gsize i = G_N_ELEMENTS (wanted); i > 0; i--)
    g_hash_table_add (map, (gpointer)wanted[i - 1]);
  g_autofree char **keys = zante_strings_keys (map);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpstr (keys[i], ==, wanted[i]);
  g_assert_null (keys[G_N_ELEMENTS (wanted)]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strings/sort-by", test_sort_by);
  g_test_add_func ("/strings/sort-once", test_sort_once);
  g_test_add_func ("/strings/once", test_once);
  g_test_add_func ("/strings/unseen", test_unseen);
  g_test_add_func ("/strings/keys", test_keys);
  return g_test_run ();
}
