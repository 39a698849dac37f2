/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shared store in a folder: keys, records, and everything that its other side may do wrong. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "share/notes.h"
#include "share/record.h"
#include "share/share.h"
#include "stage-fixture.h"

/* One machine pushes, another, with the same store and a workspace of its own, pulls. */
typedef struct {
  StageFixture *fixture;
  ZanteWorkspace *other;
  char *url, *key_file, *key, *output;
  char *keys[2]; /* that are trusted */
  GPtrArray *inputs;
} World;

static void
world_init (World *world, StageFixture *fixture)
{
  g_autofree char *folder = stage_path (fixture, "shared"),
                  *project = stage_path (fixture, "other");
  g_autoptr (GError) error = NULL;
  *world = (World){.fixture = fixture};
  world->other = zante_workspace_new (project);
  g_assert_true (zante_workspace_make (world->other, NULL));
  world->url = g_filename_to_uri (folder, NULL, NULL);
  world->key_file = stage_path (fixture, "keys/secret");
  zante_share_key_make (world->key_file, "builder-1", &error);
  g_assert_no_error (error);
  world->keys[0] = zante_share_key_public (world->key_file, &error);
  g_assert_no_error (error);
  world->key = stage_remember (fixture, "tools", "seed", &world->output);
  world->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_key_input_free);
}

static void
world_clear (World *world)
{
  zante_workspace_free (world->other);
  g_free (world->url);
  g_free (world->key_file);
  g_free (world->key);
  g_free (world->output);
  g_free (world->keys[0]);
  g_ptr_array_unref (world->inputs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static ZanteShare *
open_share (const World *world, const ZanteWorkspace *workspace, const char *key_file)
{
  const ZanteShareInput input = {.url = world->url,
                                 .keys = (const char *const *)world->keys,
                                 .key_file = key_file,
                                 .push = key_file != NULL,
                                 .workspace = workspace};
  g_autoptr (GError) error = NULL;
  ZanteShare *share = zante_share_new (&input, &error);
  g_assert_no_error (error);
  return share;
}

static ZanteSharePush
push (const World *world)
{
  g_autoptr (ZanteShare) share = open_share (world, world->fixture->workspace, world->key_file);
  return zante_share_push (share, world->key);
}

/* Pull with a new connection; the output, owned by the caller. */
static char *
pull (const World *world, guint *failures)
{
  g_autoptr (ZanteShare) share = open_share (world, world->other, NULL);
  ZanteShareWant want = {.component = "tools", .key = world->key, .inputs = world->inputs};
  zante_share_pull (share, &want, 1);
  if (failures != NULL)
    *failures = zante_share_failures (share);
  return want.output;
}

/* The path of KIND/NAME in the shared store, owned by the caller. */
static char *
shared (const World *world, const char *kind)
{
  gboolean object = strcmp (kind, "objects") == 0;
  g_autofree char *folder = g_filename_from_uri (world->url, NULL, NULL);
  g_autofree char *name
      = g_strconcat (object ? world->output : world->key, object ? ".tar.zst" : NULL, NULL);
  return g_build_filename (folder, kind, name, NULL);
}

static char *
read_shared (const World *world, const char *kind, gsize *size)
{
  g_autofree char *path = shared (world, kind);
  char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, size, NULL));
  return text;
}

static void
write_shared (const World *world, const char *kind, const char *data, gsize size)
{
  g_autofree char *path = shared (world, kind);
  g_assert_true (g_file_set_contents (path, data, (gssize)size, NULL));
}

/* Nothing at all came from there. */
static void
assert_nothing_taken (const World *world)
{
  g_autofree char *objects = g_build_filename (world->other->store, "objects", NULL);
  g_autoptr (ZanteRecord) record = zante_store_lookup (world->other, world->key);
  g_autoptr (GDir) dir = g_dir_open (objects, 0, NULL);
  g_assert_null (record);
  g_assert_true (dir == NULL || g_dir_read_name (dir) == NULL);
}

/* Good ways ---------------------------------------------------------------------------------- */

static void
test_round_trip (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  guint failures = 9;
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_THERE);
  g_autofree char *output = pull (&world, &failures);
  g_assert_cmpstr (output, ==, world.output);
  g_assert_cmpuint (failures, ==, 0);
  g_autoptr (ZanteRecord) record = zante_store_lookup (world.other, world.key);
  g_assert_nonnull (record);
  g_assert_cmpstr (record->component, ==, "tools");
  g_assert_cmpstr (record->signer, ==, world.keys[0]);
  g_assert_cmpfloat (record->seconds, ==, 1.5);
  g_autofree char *dest = stage_path (fixture, "dest");
  g_assert_true (zante_store_unpack (world.other, output, dest, NULL));
  stage_assert_content (dest, "file", "seed");
}

/* What somebody else built is not ours to sign. */
static void
test_foreign (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  g_free (pull (&world, NULL));
  g_autoptr (ZanteShare) share = open_share (&world, world.other, world.key_file);
  g_assert_cmpint (zante_share_push (share, world.key), ==, ZANTE_SHARE_FOREIGN);
}

static void
test_damaged_here (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  stage_damage (fixture, world.output);
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_FAILED);
  g_assert_false (stage_exists (fixture->folder, "shared/records"));
}

static gpointer
push_in_thread (gpointer data)
{
  return GINT_TO_POINTER (push (data));
}

static void
test_pushed_at_once (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  GThread *threads[8];
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, push_in_thread, &world);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (threads[i])), !=, ZANTE_SHARE_FAILED);
  g_autofree char *output = pull (&world, NULL);
  g_assert_cmpstr (output, ==, world.output);
}

/* The other machine asked for the key, in vain, so many SECONDS ago. */
static void
note_miss (const World *world, gint64 seconds)
{
  g_autoptr (GDir) dir = g_dir_open (world->other->state, 0, NULL);
  const char *name = NULL;
  while ((name = g_dir_read_name (dir)) != NULL && !g_str_has_prefix (name, "store-missed-"))
    ;
  g_assert_nonnull (name);
  g_autofree char *path = g_build_filename (world->other->state, name, NULL);
  g_autofree char *text
      = g_strdup_printf ("zante-notes 1\n%" G_GINT64_FORMAT " %s\n",
                         g_get_real_time () / G_USEC_PER_SEC - seconds, world->key);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A miss is not asked for again for a while. */
static void
test_miss (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  g_autofree char *folder = g_filename_from_uri (world.url, NULL, NULL);
  guint failures = 9;
  g_mkdir (folder, 0755);
  g_assert_null (pull (&world, &failures));
  g_assert_cmpuint (failures, ==, 0);
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  g_assert_null (pull (&world, NULL));
  note_miss (&world, 9 * 60);
  g_assert_null (pull (&world, NULL));
  note_miss (&world, 11 * 60);
  g_autofree char *output = pull (&world, NULL);
  g_assert_cmpstr (output, ==, world.output);
}

/* Lies --------------------------------------------------------------------------------------- */

/* 500 times one bit of the record, and 500 times one of the object. */
static void
test_flips (StageFixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = {"records", "objects"};
  g_auto (World) world;
  world_init (&world, fixture);
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      gsize size = 0;
      g_autofree char *good = read_shared (&world, kinds[k], &size);
      for (guint i = 0; i < 500; i++)
        {
          guint failures = 0;
          g_autofree char *bad = g_memdup2 (good, size);
          bad[g_test_rand_int_range (0, (gint)size)] ^= (char)(1 << g_test_rand_int_range (0, 8));
          write_shared (&world, kinds[k], bad, size);
          g_assert_null (pull (&world, &failures));
          g_assert_cmpuint (failures, ==, 1);
        }
      assert_nothing_taken (&world);
      write_shared (&world, kinds[k], good, size);
    }
  g_autofree char *output = pull (&world, NULL);
  g_assert_cmpstr (output, ==, world.output);
}

static void
test_truncated (StageFixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = {"records", "objects"};
  g_auto (World) world;
  world_init (&world, fixture);
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      gsize size = 0;
      g_autofree char *good = read_shared (&world, kinds[k], &size);
      for (gsize length = 0; length < size; length++)
        {
          write_shared (&world, kinds[k], good, length);
          g_assert_null (pull (&world, NULL));
        }
      g_autofree char *longer = g_strnfill (size + 5000, '\n');
      memcpy (longer, good, size);
      write_shared (&world, kinds[k], longer, size + 5000);
      g_assert_null (pull (&world, NULL));
      assert_nothing_taken (&world);
      write_shared (&world, kinds[k], good, size);
    }
}

/* The record of one key in the place of another's, signed as it is. */
static void
test_swapped (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  gsize size = 0;
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  g_autofree char *record = read_shared (&world, "records", &size);
  g_free (world.key);
  world.key = zante_hash_bytes ("another", 7);
  write_shared (&world, "records", record, size);
  g_assert_null (pull (&world, NULL));
  assert_nothing_taken (&world);
}

static void
test_signed_by_nobody_that_is_trusted (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  g_autofree char *other_key = stage_path (fixture, "keys/other");
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  g_assert_true (zante_share_key_make (other_key, "builder-1", NULL)); /* of the same name */
  g_free (world.keys[0]);
  world.keys[0] = zante_share_key_public (other_key, NULL);
  guint failures = 0;
  g_assert_null (pull (&world, &failures));
  g_assert_cmpuint (failures, ==, 1);
  assert_nothing_taken (&world);
}

/* Without a sandbox a build may hold anything of its machine: it is another one's name. */
static void
test_plain (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  gsize size = 0;
  g_autoptr (ZanteRecord) record = zante_store_lookup (fixture->workspace, world.key);
  record->plain = TRUE;
  g_assert_true (zante_store_remember (fixture->workspace, world.key, record, NULL));
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  g_assert_null (pull (&world, NULL));
  g_autofree char *proper = shared (&world, "records");
  g_autofree char *plain = g_strconcat (proper, ".plain", NULL), *text = NULL;
  g_assert_true (g_file_get_contents (plain, &text, &size, NULL));
  write_shared (&world, "records", text, size); /* in the place of a sandboxed one */
  guint failures = 0;
  note_miss (&world, 11 * 60);
  g_assert_null (pull (&world, &failures));
  g_assert_cmpuint (failures, ==, 1);
  assert_nothing_taken (&world);
}

static void
test_missing_object (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  guint failures = 0;
  g_assert_cmpint (push (&world), ==, ZANTE_SHARE_PUSHED);
  g_autofree char *object = shared (&world, "objects");
  g_unlink (object);
  g_assert_null (pull (&world, &failures));
  g_assert_cmpuint (failures, ==, 1);
  g_assert_cmpint (mkfifo (object, 0644), ==, 0); /* nobody will ever write to it */
  g_assert_null (pull (&world, &failures));
  g_assert_cmpuint (failures, ==, 1);
}

/* Keys --------------------------------------------------------------------------------------- */

static void
test_key_files (StageFixture *fixture, gconstpointer data)
{
  g_auto (World) world;
  world_init (&world, fixture);
  struct stat st;
  g_autoptr (GError) there = NULL, open_to_all = NULL, broken = NULL, missing = NULL;
  g_assert_cmpint (stat (world.key_file, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 0777, ==, 0600);
  g_assert_false (zante_share_key_make (world.key_file, "again", &there));
  g_assert_error (there, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_chmod (world.key_file, 0640);
  g_assert_null (zante_share_key_public (world.key_file, &open_to_all));
  g_assert_error (open_to_all, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_nonnull (strstr (open_to_all->message, "chmod 600"));
  g_assert_true (g_file_set_contents_full (world.key_file, world.keys[0], -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_chmod (world.key_file, 0600);
  g_assert_null (zante_share_key_public (world.key_file, &broken)); /* it is the public half */
  g_assert_error (broken, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_null (zante_share_key_public ("/nowhere/at/all", &missing));
  g_assert_error (missing, ZANTE_ERROR, ZANTE_ERROR_INPUT);
}

/* RFC 8032, 7.1, test 2: the seed, the public key and the signature of the one byte 0x72. */
static void
test_vector (void)
{
  g_autofree char *folder = g_dir_make_tmp ("zante-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "key", NULL);
  g_assert_true (g_file_set_contents_full (
      path,
      "rfc8032:TM0Imyj/"
      "ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U+4pvs9QBfD6EOJWpK3CqdNG368nJgszy7ElozAzVXxKvRmDA==",
      -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_chmod (path, 0600);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteShareSecret) secret = zante_share_secret_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (secret->open[0], ==, 0x3d);
  g_autofree char *signature = zante_share_sign (secret, "\x72", 1);
  g_assert_cmpstr (signature, ==,
                   "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6w"
                   "DSkWErsMAA==");
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

static void
test_bad_input (StageFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *url, *key;
  } cases[] = {{"ftp://example.org/store", NULL},
               {"https://", NULL},
               {"http://example.org/?query", NULL},
               {"file://host/store", NULL},
               {"gopher", NULL},
               {"file:///store", "no key"},
               {"file:///store", "name:AAAA"},
               {"file:///store", ":"},
               {"file:///store", "NAME:PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="}};
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const keys[]
          = {cases[i].key != NULL ? cases[i].key : "a:PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=",
             NULL};
      const ZanteShareInput input
          = {.url = cases[i].url, .keys = keys, .workspace = fixture->workspace};
      g_autoptr (GError) error = NULL;
      g_test_message ("%s %s", cases[i].url, keys[0]);
      g_assert_null (zante_share_new (&input, &error));
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  stage_add ("/share/round-trip", test_round_trip);
  stage_add ("/share/foreign", test_foreign);
  stage_add ("/share/damaged-here", test_damaged_here);
  stage_add ("/share/pushed-at-once", test_pushed_at_once);
  stage_add ("/share/miss", test_miss);
  stage_add ("/share/flips", test_flips);
  stage_add ("/share/truncated", test_truncated);
  stage_add ("/share/swapped", test_swapped);
  stage_add ("/share/signed-by-nobody-that-is-trusted", test_signed_by_nobody_that_is_trusted);
  stage_add ("/share/plain", test_plain);
  stage_add ("/share/missing-object", test_missing_object);
  stage_add ("/share/key-files", test_key_files);
  stage_add ("/share/bad-input", test_bad_input);
  g_test_add_func ("/share/vector", test_vector);
  return g_test_run ();
}
