/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store: packing, unpacking, adopting, records. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "stage-fixture.h"

static void
fill (const char *root)
{
  stage_write (root, "usr/bin/xl", "program", 0755);
  stage_write (root, "etc/xen/xl.conf", "configuration", 0644);
  stage_write (root, "usr/share/odd 'n\xc3\xa4me\"\nx", "odd", 0644);
  g_autofree char *link_name = g_build_filename (root, "usr/bin/xm", NULL);
  g_assert_cmpint (symlink ("/usr/lib/xen/bin/xl", link_name), ==, 0);
  g_autofree char *first = g_build_filename (root, "usr/bin/xl", NULL);
  g_autofree char *second = g_build_filename (root, "usr/bin/a-hard-link", NULL);
  g_assert_cmpint (link (first, second), ==, 0);
  g_autofree char *deep = g_strconcat (root, "/", NULL);
  for (int i = 0; i < 12; i++)
    {
      char *longer = g_strconcat (deep, "a-rather-long-folder-name/", NULL);
      g_free (deep);
      deep = longer;
    }
  stage_write (deep, "file", "far down", 0644);
}

static char *
pack (const StageFixture *fixture, const char *stage)
{
  g_autoptr (GError) error = NULL;
  char *digest = zante_store_pack (fixture->workspace, stage, NULL, &error);
  g_assert_no_error (error);
  return digest;
}

static void
test_round_trip (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage"), *dest = stage_path (fixture, "d/dest");
  g_autoptr (GError) error = NULL;
  fill (stage);
  g_autofree char *digest = pack (fixture, stage);
  zante_store_unpack (fixture->workspace, digest, dest, &error);
  g_assert_no_error (error);
  g_autofree char *before = stage_describe (stage), *after = stage_describe (dest);
  g_assert_cmpstr (before, ==, after);
}

static void
test_object_is_named_by_its_digest (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *digest = stage_pack_one (fixture, "f", "x");
  g_autofree char *name = g_strdup_printf ("objects/%s.tar.zst", digest);
  g_autofree char *path = g_build_filename (fixture->workspace->store, name, NULL);
  g_autofree char *actual = zante_hash_file (path, NULL);
  g_assert_cmpstr (actual, ==, digest);
}

/* Another time, another umask, another order of creation: the same digest. */
static void
test_same_tree_same_digest (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_path (fixture, "one"), *other = stage_path (fixture, "two");
  stage_write (one, "a/x", "1", 0644);
  stage_write (one, "a/y", "2", 0755);
  stage_write (one, "b", "3", 0644);
  mode_t mask = umask (002);
  stage_write (other, "b", "3", 0664);
  stage_write (other, "a/y", "2", 0775);
  stage_write (other, "a/x", "1", 0664);
  umask (mask);
  g_autofree char *file = g_build_filename (other, "b", NULL);
  g_autofree char *folder = g_build_filename (other, "a", NULL);
  const struct utimbuf times = {1000, 1000};
  g_assert_cmpint (utime (file, &times), ==, 0);
  g_assert_cmpint (chmod (folder, 02775), ==, 0);
  g_autofree char *first = pack (fixture, one), *second = pack (fixture, other);
  g_assert_cmpstr (first, ==, second);
}

static void
test_different_trees_differ (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "x");
  g_autofree char *other = stage_pack_one (fixture, "a", "y");
  g_autofree char *renamed = stage_pack_one (fixture, "b", "x");
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpstr (one, !=, renamed);
}

static void
test_modes_that_mean_something_stay (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage"), *dest = stage_path (fixture, "dest");
  stage_write (stage, "set-uid", "x", 04755);
  stage_write (stage, "private/secret", "x", 0600);
  g_autofree char *folder = g_build_filename (stage, "private", NULL);
  g_assert_cmpint (chmod (folder, 0700), ==, 0);
  g_autofree char *digest = pack (fixture, stage);
  g_assert_true (zante_store_unpack (fixture->workspace, digest, dest, NULL));
  g_autofree char *found = stage_describe (dest);
  g_assert_cmpstr (found, ==, "40700 private \n100600 private/secret x\n104755 set-uid x\n");
}

static void
test_device_is_refused (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  g_autofree char *fifo = stage_path (fixture, "stage/pipe");
  g_autoptr (GError) error = NULL;
  g_mkdir (stage, 0755);
  g_assert_cmpint (mkfifo (fifo, 0644), ==, 0);
  g_assert_null (zante_store_pack (fixture->workspace, stage, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_FAILED);
}

static void
test_unpack_adds (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *dest = stage_path (fixture, "dest");
  g_autofree char *one = stage_pack_one (fixture, "usr/a", "a");
  g_autofree char *other = stage_pack_one (fixture, "usr/b", "b");
  g_assert_true (zante_store_unpack (fixture->workspace, one, dest, NULL));
  g_assert_true (zante_store_unpack (fixture->workspace, other, dest, NULL));
  g_autofree char *found = stage_describe (dest);
  g_assert_cmpstr (found, ==, "40755 usr \n100644 usr/a a\n100644 usr/b b\n");
}

static void
test_damaged_object (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *dest = stage_path (fixture, "dest");
  g_autofree char *good = stage_pack_one (fixture, "good", "x");
  g_autofree char *bad = stage_pack_one (fixture, "bad", "x");
  g_autoptr (GError) error = NULL;
  g_assert_true (zante_store_unpack (fixture->workspace, good, dest, NULL));
  stage_damage (fixture, bad);
  g_assert_false (zante_store_unpack (fixture->workspace, bad, dest, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, "damaged"));
  g_autofree char *found = stage_describe (dest);
  g_assert_cmpstr (found, ==, "100644 good x\n");
  g_autofree char *name = g_strdup_printf ("objects/%s.tar.zst", bad);
  g_assert_false (stage_exists (fixture->workspace->store, name));
}

static void
test_records (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *key = stage_remember (fixture, "tools", "seed", &output);
  g_autoptr (ZanteRecord) record = zante_store_lookup (fixture->workspace, key);
  g_assert_nonnull (record);
  g_assert_cmpstr (record->component, ==, "tools");
  g_assert_cmpstr (record->output, ==, output);
  g_assert_cmpfloat (record->seconds, ==, 1.5);
  const ZanteKeyInput *input = record->inputs->pdata[0];
  g_assert_cmpstr (input->name, ==, "phase build");
  g_assert_cmpstr (input->value, ==, "make \"all\"\n");
  g_autoptr (ZanteRecord) last = zante_store_last (fixture->workspace, "tools");
  g_assert_cmpstr (last->output, ==, output);
  g_assert_null (zante_store_last (fixture->workspace, "other"));
  g_assert_null (zante_store_lookup (fixture->workspace, output));
  g_assert_null (zante_store_lookup (fixture->workspace, "../../escape"));
}

static void
test_record_without_object (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *key = stage_remember (fixture, "tools", "seed", &output);
  g_autofree char *name = g_strdup_printf ("objects/%s.tar.zst", output);
  g_autofree char *path = g_build_filename (fixture->workspace->store, name, NULL);
  g_assert_cmpint (truncate (path, 10), ==, 0);
  g_assert_null (zante_store_lookup (fixture->workspace, key));
  g_unlink (path);
  g_assert_null (zante_store_lookup (fixture->workspace, key));
}

static const char *const bad_records[]
    = {"",
       "{",
       "[]",
       "null",
       "{}",
       "{\"format\": 1}",
       "{\"format\": \"1\"}",
       "\"x\"",
       "[[[[[[",
       "{\"format\":1,\"component\":\"../x\",\"output\":"
       "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":1,"
       "\"seconds\":1,\"inputs\":[]}",
       "{\"format\":1,\"component\":\"x\",\"output\":\"short\",\"size\":1,\"seconds\":1,"
       "\"inputs\":[]}",
       "{\"format\":1,\"component\":\"x\",\"output\":"
       "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":1,"
       "\"seconds\":1,\"inputs\":[1,{}]}"};

static void
test_damaged_record (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL;
  g_autofree char *key = stage_remember (fixture, "tools", "seed", &output);
  g_autofree char *name = g_strdup_printf ("keys/%s.json", key);
  g_autofree char *path = g_build_filename (fixture->workspace->store, name, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_records); i++)
    {
      g_assert_true (g_file_set_contents (path, bad_records[i], -1, NULL));
      g_assert_null (zante_store_lookup (fixture->workspace, key));
    }
}

static char *
adopt (const StageFixture *fixture, const char *stage)
{
  g_autoptr (GError) error = NULL;
  char *digest = zante_store_adopt (fixture->workspace, "local", stage, NULL, &error);
  g_assert_no_error (error);
  return digest;
}

static void
test_adopt_follows_content (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  fill (stage);
  g_autofree char *first = adopt (fixture, stage), *again = adopt (fixture, stage);
  g_assert_cmpstr (first, ==, again);
  stage_write (stage, "usr/bin/xl2", "PROGRAM", 0755);
  g_autofree char *added = adopt (fixture, stage);
  g_assert_cmpstr (first, !=, added);
  stage_write (stage, "usr/bin/xl2", "program", 0755); /* the same size */
  g_autofree char *edited = adopt (fixture, stage);
  g_assert_cmpstr (added, !=, edited);
  stage_write (stage, "usr/bin/xl2", "PROGRAM", 0755);
  g_autofree char *reverted = adopt (fixture, stage);
  g_assert_cmpstr (added, ==, reverted);
}

static void
test_adopt_survives_a_damaged_index (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  g_autofree char *index = g_build_filename (fixture->workspace->state, "stage-local.index", NULL);
  fill (stage);
  g_autofree char *first = adopt (fixture, stage);
  g_autofree char *content = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (index, &content, &size, NULL));
  content[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (index, content, (gssize)size, NULL));
  g_autofree char *again = adopt (fixture, stage);
  g_assert_cmpstr (first, ==, again);
}

static gpointer
pack_in_thread (gpointer data)
{
  return zante_store_pack (((StageFixture *)data)->workspace, g_getenv ("ZANTE_TEST_STAGE"), NULL,
                           NULL);
}

static void
test_concurrent_packing (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  GThread *threads[8];
  fill (stage);
  g_setenv ("ZANTE_TEST_STAGE", stage, TRUE);
  g_autofree char *expected = pack (fixture, stage);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, pack_in_thread, fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *digest = g_thread_join (threads[i]);
      g_assert_cmpstr (digest, ==, expected);
    }
}

/* A process that is killed while it packs leaves nothing behind for long. */
static void
test_killed_packing (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  g_autofree char *tmp = g_build_filename (fixture->workspace->store, "tmp", NULL);
  g_autofree char *block = g_strnfill (20 << 20, 'x');
  for (gsize i = 0; i < 20u << 20; i++)
    block[i] = (char)('a' + (i * i >> 7) % 23);
  stage_write (stage, "big", block, 0644);
  pid_t child = fork ();
  if (child == 0)
    {
      for (;;)
        g_free (zante_store_pack (fixture->workspace, stage, NULL, NULL));
    }
  for (gboolean began = FALSE; !began; g_usleep (1000))
    {
      g_autoptr (GDir) dir = g_dir_open (tmp, 0, NULL);
      began = dir != NULL && g_dir_read_name (dir) != NULL;
    }
  g_usleep (5000);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  g_free (pack (fixture, stage));
  g_autoptr (GDir) dir = g_dir_open (tmp, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* What another machine packs in the same store just now, seen from here: no lock tells of it. */
static void
test_scratch_of_another_kernel (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *store = g_build_filename (fixture->workspace->store, "tmp", NULL);
  const struct utimbuf old = {1000, 1000};
  stage_write (store, "0123456789ab-working/object", "half", 0644);
  stage_write (store, "0123456789ab-leftover/object", "half", 0644);
  g_autofree char *leftover = g_build_filename (store, "0123456789ab-leftover", NULL);
  g_assert_cmpint (utime (leftover, &old), ==, 0);
  g_autofree char *digest = stage_pack_one (fixture, "f", "x");
  g_assert_nonnull (digest);
  g_assert_true (stage_exists (store, "0123456789ab-working/object"));
  g_assert_false (stage_exists (store, "0123456789ab-leftover"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  stage_add ("/store/round-trip", test_round_trip);
  stage_add ("/store/object-is-named-by-its-digest", test_object_is_named_by_its_digest);
  stage_add ("/store/same-tree-same-digest", test_same_tree_same_digest);
  stage_add ("/store/different-trees-differ", test_different_trees_differ);
  stage_add ("/store/modes-that-mean-something-stay", test_modes_that_mean_something_stay);
  stage_add ("/store/device-is-refused", test_device_is_refused);
  stage_add ("/store/unpack-adds", test_unpack_adds);
  stage_add ("/store/damaged-object", test_damaged_object);
  stage_add ("/store/records", test_records);
  stage_add ("/store/record-without-object", test_record_without_object);
  stage_add ("/store/damaged-record", test_damaged_record);
  stage_add ("/store/adopt-follows-content", test_adopt_follows_content);
  stage_add ("/store/adopt-survives-a-damaged-index", test_adopt_survives_a_damaged_index);
  stage_add ("/store/concurrent-packing", test_concurrent_packing);
  stage_add ("/store/killed-packing", test_killed_packing);
  stage_add ("/store/scratch-of-another-kernel", test_scratch_of_another_kernel);
  return g_test_run ();
}
