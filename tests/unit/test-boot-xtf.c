/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of XTF that lie in a tree, and the table of what is known of their results. */
#include <gio/gio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "boot/xtf/known.h"
#include "boot/xtf/outcome.h"
#include "boot/xtf/tests.h"
#include "text-file.h"

#define TESTS "usr/lib/xen-4.17/xtf/tests"

typedef struct {
  char *root;
  ZanteRecipe recipe;
} World;

static void
write_text (const World *world, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (TESTS, name, NULL);
  text_file_write (world->root, path, text);
}

static void
set_up (World *world, gconstpointer data)
{
  (void)data;
  world->root = g_dir_make_tmp ("zante-xtf-XXXXXX", NULL);
  world->recipe.xen_version = g_strdup ("4.17");
  world->recipe.layout = zante_layout_standard ("debian", "4.17");
  write_text (world, "xsa-47/info.json",
              "{\n  \"name\": \"xsa-47\",\n  \"category\": \"xsa\",\n"
              "  \"environments\": [\n    \"pv64\"\n  ],\n  \"variations\": []\n}\n");
  write_text (world, "xsa-47/test-pv64-xsa-47.cfg",
              "name=\"x\"\nkernel=\"/" TESTS "/xsa-47/test-pv64-xsa-47\"\n");
  write_text (world, "xsa-47/test-pv64-xsa-47", "kernel");
  write_text (world, "xsa-472-1/info.json",
              "{\"name\": \"xsa-472-1\", \"category\": \"xsa\", \"environments\": "
              "[\"hvm32pae\"], \"variations\": [\"hap\", \"other\"]}");
  write_text (world, "xsa-472-1/test-hvm32pae-xsa-472-1~hap.cfg", "hap=1\n");
  write_text (world, "xsa-472-1/test-hvm32pae-xsa-472-1~other.cfg", "");
}

static void
tear_down (World *world, gconstpointer data)
{
  (void)data;
  g_assert_true (zante_fs_remove_tree (world->root, NULL));
  zante_layout_free (world->recipe.layout);
  g_free (world->recipe.xen_version);
  g_free (world->root);
}

static GPtrArray *
load (World *world, const char *xsa, const char *only, GError **error)
{
  const char *const numbers[] = {xsa, NULL}, *const names[] = {only, NULL};
  return zante_xtf_load (world->root, &world->recipe, xsa != NULL ? numbers : NULL,
                         only != NULL ? names : NULL, error);
}

static void
test_load (World *world, gconstpointer data)
{
  (void)data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) guests = load (world, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (guests->len, ==, 3);
  const ZanteGuest *hap = guests->pdata[0], *other = guests->pdata[1], *pv = guests->pdata[2];
  g_assert_cmpstr (hap->name, ==, "test-hvm32pae-xsa-472-1~hap");
  g_assert_cmpstr (hap->config, ==, "hap=1\n\nvga=\"none\"\nvnc=0\nusb=0\n");
  g_assert_cmpstr (hap->capabilities[0], ==, "hvm");
  g_assert_cmpstr (hap->capabilities[1], ==, "hap");
  g_assert_true (zante_guest_uses (hap, ZANTE_USE_DEVICE_MODEL));
  g_assert_null (other->capabilities[1]);
  g_assert_cmpstr (pv->config, ==, "name=\"x\"\nkernel=\"@DIR@/test-pv64-xsa-47\"\n");
  g_assert_cmpstr (pv->files[0], ==, "test-pv64-xsa-47");
  g_assert_true (pv->tells_outcome);
  g_assert_false (zante_guest_uses (pv, ZANTE_USE_DEVICE_MODEL));
}

static void
test_choice (World *world, gconstpointer data)
{
  (void)data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) first = load (world, "47", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->len, ==, 1);
  g_autoptr (GPtrArray) second = load (world, "472", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->len, ==, 2);
  g_autoptr (GPtrArray) third = load (world, NULL, "test-pv64-xsa-47", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (third->len, ==, 1);
  g_assert_null (load (world, "4", NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_null (load (world, NULL, "test-pv64-xsa", &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
}

static void
assert_refused (World *world, const char *info, const char *message)
{
  g_autoptr (GError) error = NULL;
  write_text (world, "xsa-47/info.json", info);
  g_assert_null (load (world, NULL, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, message));
}

/* Whoever built the tree is not trusted with paths and lines. */
static void
test_refused (World *world, gconstpointer data)
{
  (void)data;
  assert_refused (world,
                  "{\"name\": \"other\", \"category\": \"xsa\", \"environments\": [\"pv64\"]}",
                  "folder of another name");
  assert_refused (world,
                  "{\"name\": \"xsa-47\", \"category\": \"x\", \"environments\": [\"pv64\"]}",
                  "category");
  assert_refused (world,
                  "{\"name\": \"xsa-47\", \"category\": \"xsa\", \"environments\": [\"../x\"]}",
                  "no environment is called '../x'");
  assert_refused (world,
                  "{\"name\": \"xsa-47\", \"category\": \"xsa\", \"environments\": [\"pv64\"], "
                  "\"variations\": [\"a/b\"]}",
                  "no variation can be called 'a/b'");
  assert_refused (world, "[[[[", "info.json");
  assert_refused (world, "", "info.json");
}

static void
test_nothing (World *world, gconstpointer data)
{
  (void)data;
  g_autoptr (GError) error = NULL;
  g_free (world->recipe.xen_version);
  world->recipe.xen_version = g_strdup ("4.20");
  g_assert_null (load (world, NULL, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "no test of XTF is in"));
}

/* The table ---------------------------------------------------------------------------------- */

static ZanteKnownTable *
load_table (const World *world, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (world->root, TESTS, "known.yaml", NULL);
  write_text (world, "known.yaml", text);
  return zante_known_load (path, error);
}

static const char *
reason (const ZanteKnownTable *table, const char *name, const char *xen, const char *qemu)
{
  const ZanteKnown *known = zante_known_find (table, name, xen, qemu);
  return known != NULL ? known->reason : NULL;
}

static void
test_known (World *world, gconstpointer data)
{
  (void)data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteKnownTable) table = load_table (
      world,
      "known:\n"
      "  - {tests: [a, b~hap], environments: [pv64], result: CRASH, reason: one}\n"
      "  - {tests: [a], result: SKIP, qemu: [\"7.2\"], xen: [\"4.17\"], reason: two}\n",
      &error);
  g_assert_no_error (error);
  const char *qemu = "QEMU emulator version 7.2.22 (Debian 1:7.2)";
  g_assert_cmpstr (reason (table, "test-pv64-a", "4.17", qemu), ==, "one");
  g_assert_cmpstr (reason (table, "test-pv64-b~hap", "4.17", qemu), ==, "one");
  g_assert_null (reason (table, "test-pv64-b", "4.17", qemu));
  g_assert_cmpstr (reason (table, "test-hvm64-a~x", "4.17", qemu), ==, "two");
  g_assert_null (reason (table, "test-hvm64-a", "4.20", qemu));
  g_assert_null (reason (table, "test-hvm64-a", "4.17", "QEMU emulator version 7.20.1"));
  g_assert_null (reason (table, "test-hvm64-a", "4.17", NULL));
  g_assert_null (reason (table, "hello", "4.17", qemu));
  g_assert_null (load_table (world, "known: [{tests: [a], result: MAYBE, reason: x}]", &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
}

/* The one that comes along. */
static void
test_own_table (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "domains", "xtf-known.yaml", NULL);
  g_autoptr (ZanteKnownTable) table = zante_known_load (path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < table->known->len; i++)
    g_assert_cmpstr (((const ZanteKnown *)table->known->pdata[i])->reason, !=, "");
}

static void
test_outcome (void)
{
  g_assert_cmpint (zante_outcome_parse ("CRASH"), ==, ZANTE_OUTCOME_CRASH);
  g_assert_cmpint (zante_outcome_parse (""), ==, ZANTE_OUTCOME_NONE);
  g_assert_cmpint (zante_outcome_parse ("RUNNING"), ==, ZANTE_OUTCOME_NONE);
  g_assert_cmpint (zante_outcome_judge (ZANTE_OUTCOME_NONE, ZANTE_OUTCOME_NONE), ==,
                   ZANTE_BOOT_FAIL);
  g_assert_cmpint (zante_outcome_judge (ZANTE_OUTCOME_SKIP, ZANTE_OUTCOME_NONE), ==,
                   ZANTE_BOOT_SKIPPED);
  g_assert_cmpint (zante_outcome_judge (ZANTE_OUTCOME_ERROR, ZANTE_OUTCOME_ERROR), ==,
                   ZANTE_BOOT_KNOWN);
  g_assert_cmpint (zante_outcome_judge (ZANTE_OUTCOME_ERROR, ZANTE_OUTCOME_CRASH), ==,
                   ZANTE_BOOT_FAIL);
  g_assert_false (zante_outcome_is_news (ZANTE_OUTCOME_SUCCESS, ZANTE_OUTCOME_NONE));
  g_assert_false (zante_outcome_is_news (ZANTE_OUTCOME_FAILURE, ZANTE_OUTCOME_SUCCESS));
  g_assert_true (zante_outcome_is_news (ZANTE_OUTCOME_SUCCESS, ZANTE_OUTCOME_CRASH));
}

static void
add (const char *path, void (*test) (World *world, gconstpointer data))
{
  g_test_add (path, World, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/xtf/load", test_load);
  add ("/xtf/choice", test_choice);
  add ("/xtf/refused", test_refused);
  add ("/xtf/nothing", test_nothing);
  add ("/xtf/known", test_known);
  g_test_add_func ("/xtf/own-table", test_own_table);
  g_test_add_func ("/xtf/outcome", test_outcome);
  return g_test_run ();
}
