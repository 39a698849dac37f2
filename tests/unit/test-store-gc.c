/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is collected in a store, which other projects may use too. */
#include <utime.h>

#include "base/error.h"
#include "base/fs.h"
#include "stage-fixture.h"

/* Collect in WORKSPACE what KEY does not lead to; the projects that others are in. */
static GPtrArray *
collect (const ZanteWorkspace *workspace, const char *key, gint64 forget)
{
  const char *const keys[] = {key, NULL};
  g_autoptr (GError) error = NULL;
  GPtrArray *others = g_ptr_array_new_with_free_func (g_free);
  zante_store_gc (workspace, keys, forget, NULL, others, &error);
  g_assert_no_error (error);
  return others;
}

static void
test_gc (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *live_output = NULL, *dead_output = NULL;
  g_autofree char *live = stage_remember (fixture, "tools", "live", &live_output);
  g_autofree char *dead = stage_remember (fixture, "tools", "dead", &dead_output);
  const char *const keys[] = {live, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  guint64 freed = 0;
  zante_store_gc (fixture->workspace, keys, 0, &freed, others, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (freed, >, 100);
  g_assert_cmpuint (others->len, ==, 0);
  g_autoptr (ZanteRecord) kept = zante_store_lookup (fixture->workspace, live);
  g_assert_nonnull (kept);
  g_assert_null (zante_store_lookup (fixture->workspace, dead));
  g_autofree char *name = g_strdup_printf ("objects/%s.tar.zst", dead_output);
  g_assert_false (stage_exists (fixture->workspace->store, name));
}

/* Another project that has the same store, as by a mount. */
static ZanteWorkspace *
new_neighbour (const StageFixture *fixture)
{
  g_autofree char *project = stage_path (fixture, "neighbour\nof ours");
  ZanteWorkspace *neighbour = zante_workspace_new (project);
  g_assert_true (zante_workspace_make (neighbour, NULL));
  g_free (neighbour->store);
  neighbour->store = g_strdup (fixture->workspace->store);
  return neighbour;
}

/* Everything in the store is so OLD that no grace holds. */
static void
make_old (const StageFixture *fixture)
{
  const struct utimbuf old = {1000, 1000};
  g_autoptr (GPtrArray) list = zante_fs_list (fixture->workspace->store, NULL);
  for (guint i = 0; i < list->len; i++)
    {
      const ZanteFsEntry *entry = list->pdata[i];
      g_autofree char *path = g_build_filename (fixture->workspace->store, entry->path, NULL);
      g_assert_cmpint (utime (path, &old), ==, 0);
    }
}

static void
assert_kept (const StageFixture *fixture, const char *key, gboolean kept)
{
  g_autoptr (ZanteRecord) record = zante_store_lookup (fixture->workspace, key);
  g_assert_cmpint (record != NULL, ==, kept);
}

static void
test_gc_leaves_what_others_use (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = NULL, *two = NULL, *three = NULL;
  g_autofree char *ours = stage_remember (fixture, "tools", "ours", &one);
  g_autofree char *both = stage_remember (fixture, "tools", "both", &two);
  g_autofree char *nobodys = stage_remember (fixture, "tools", "nobody's", &three);
  const char *const used[] = {both, NULL};
  ZanteWorkspace *neighbour = new_neighbour (fixture);
  g_assert_true (zante_store_use (neighbour, used, NULL));
  make_old (fixture);
  g_autoptr (GPtrArray) others = collect (fixture->workspace, ours, 0);
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_cmpstr (others->pdata[0], ==, neighbour->project);
  assert_kept (fixture, ours, TRUE);
  assert_kept (fixture, both, TRUE);
  assert_kept (fixture, nobodys, FALSE);
  g_autoptr (GPtrArray) theirs = collect (neighbour, both, 0);
  g_assert_cmpuint (theirs->len, ==, 1);
  assert_kept (fixture, ours, TRUE);
  zante_workspace_free (neighbour);
}

/* Another project was killed as it said what it uses. */
static void
test_gc_half_a_line (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = NULL, *two = NULL, *identity = NULL;
  g_autofree char *ours = stage_remember (fixture, "tools", "ours", &one);
  g_autofree char *theirs = stage_remember (fixture, "tools", "theirs", &two);
  const char *const used[] = {theirs, NULL};
  ZanteWorkspace *neighbour = new_neighbour (fixture);
  identity = zante_workspace_identity (neighbour);
  g_autofree char *name = g_strconcat ("roots/", identity, NULL);
  stage_write (fixture->workspace->store, name, "zante-root 1 /x\n0123456789", 0644);
  g_assert_true (zante_store_use (neighbour, used, NULL));
  make_old (fixture);
  g_ptr_array_unref (collect (fixture->workspace, ours, 0));
  assert_kept (fixture, theirs, TRUE);
  zante_workspace_free (neighbour);
}

/* What was made a moment ago may be about to be used by who made it. */
static void
test_gc_spares_what_is_young (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *key = stage_remember (fixture, "tools", "seed", &output);
  ZanteWorkspace *neighbour = new_neighbour (fixture);
  g_assert_true (zante_store_use (neighbour, NULL, NULL));
  g_ptr_array_unref (collect (fixture->workspace, output, 0)); /* no key of ours */
  assert_kept (fixture, key, TRUE);
  zante_workspace_free (neighbour);
}

static void
test_gc_forgets (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL, *other_output = NULL;
  g_autofree char *key = stage_remember (fixture, "tools", "seed", &output);
  g_autofree char *theirs = stage_remember (fixture, "tools", "theirs", &other_output);
  const char *const used[] = {theirs, NULL};
  ZanteWorkspace *neighbour = new_neighbour (fixture);
  g_assert_true (zante_store_use (neighbour, used, NULL));
  g_ptr_array_unref (collect (fixture->workspace, key, 2000));
  assert_kept (fixture, theirs, TRUE);
  make_old (fixture);
  g_autoptr (GPtrArray) others = collect (fixture->workspace, key, 2000);
  g_assert_cmpuint (others->len, ==, 0);
  assert_kept (fixture, theirs, FALSE);
  zante_workspace_free (neighbour);
}

static void
test_gc_refuses_what_it_cannot_read (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *key = stage_remember (fixture, "tools", "seed", &output);
  g_autofree char *name = g_strconcat ("roots/", output, NULL);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  stage_write (fixture->workspace->store, name, "of a later version\n", 0644);
  make_old (fixture);
  g_assert_false (zante_store_gc (fixture->workspace, NULL, 0, NULL, others, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  assert_kept (fixture, key, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  stage_add ("/store-gc/live-and-dead", test_gc);
  stage_add ("/store-gc/leaves-what-others-use", test_gc_leaves_what_others_use);
  stage_add ("/store-gc/spares-what-is-young", test_gc_spares_what_is_young);
  stage_add ("/store-gc/half-a-line", test_gc_half_a_line);
  stage_add ("/store-gc/forgets", test_gc_forgets);
  stage_add ("/store-gc/refuses-what-it-cannot-read", test_gc_refuses_what_it_cannot_read);
  return g_test_run ();
}
