/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch-fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"

void
fixture_init (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  memset (fixture, 0, sizeof *fixture);
  fixture->dir = g_dir_make_tmp ("zante fetch 'XXXXXX", &error);
  g_assert_no_error (error);
  fixture->workspace = zante_workspace_new (fixture->dir);
  zante_workspace_make (fixture->workspace, &error);
  g_assert_no_error (error);
  g_autofree char *events = fixture_path (fixture, "events");
  fixture->json = fopen (events, "we");
  fixture->input.workspace = fixture->workspace;
  fixture->input.log = zante_log_new (NULL, FALSE, ZANTE_LOG_INFO, fixture->json);
}

void
fixture_clear (Fixture *fixture)
{
  if (fixture->dir == NULL)
    return; /* the test was skipped */
  if (fixture->server != NULL)
    {
      g_subprocess_force_exit (fixture->server);
      g_subprocess_wait (fixture->server, NULL, NULL);
      g_object_unref (fixture->server);
    }
  zante_log_free (fixture->input.log);
  fclose (fixture->json);
  g_free ((gpointer)fixture->input.names);
  zante_recipe_free (fixture->recipe);
  zante_workspace_free (fixture->workspace);
  zante_fs_remove_tree (fixture->dir, NULL);
  g_free (fixture->dir);
  g_free (fixture->url);
}

gboolean
fixture_needs (const char *const *programs)
{
  for (; *programs != NULL; programs++)
    {
      g_autofree char *path = g_find_program_in_path (*programs);
      if (path != NULL)
        continue;
      g_autofree char *reason = g_strdup_printf ("needs %s", *programs);
      g_test_skip (reason);
      return FALSE;
    }
  return TRUE;
}

char *
fixture_path (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->dir, name, NULL);
}

void
fixture_write (const Fixture *fixture, const char *name, const char *data, gssize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fixture_path (fixture, name);
  g_autofree char *folder = g_path_get_dirname (path);
  zante_fs_make_dirs (folder, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);
}

char *
fixture_read (const Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fixture_path (fixture, name);
  char *data = NULL;
  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  return data;
}

gboolean
fixture_has (const Fixture *fixture, const char *name)
{
  g_autofree char *path = fixture_path (fixture, name);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

char *
fixture_noise (const Fixture *fixture, const char *name, gsize size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  g_autofree char *data = g_malloc (size + 1);
  for (gsize i = 0; i < size; i++)
    data[i] = (char)g_rand_int_range (rand, 0, 256);
  fixture_write (fixture, name, data, (gssize)size);
  return zante_hash_bytes (data, size);
}

char *
fixture_sh (const Fixture *fixture, const char *script)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_cwd (launcher, fixture->dir);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", fixture->dir, TRUE);
  g_autoptr (GSubprocess) process
      = g_subprocess_launcher_spawn (launcher, &error, "sh", "-euc", script, NULL);
  g_assert_no_error (error);
  char *output = NULL;
  g_autofree char *complaint = NULL;
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &complaint, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s: %s%s", script, output, complaint);
  return g_strchomp (output);
}

void
fixture_serve (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *script
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fetch", "server.py", NULL);
  fixture->server
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          "python3", script, fixture->dir, NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) stream
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->server));
  g_autofree char *port = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (port);
  fixture->url = g_strdup_printf ("http://127.0.0.1:%s", port);
}

guint
fixture_requests (const Fixture *fixture, const char *needle)
{
  if (!fixture_has (fixture, "requests"))
    return 0;
  g_autofree char *log = fixture_read (fixture, "requests");
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  guint count = 0;
  for (char **line = lines; *line != NULL; line++)
    count += strstr (*line, needle) != NULL;
  return count;
}

static const char **
all_names (const ZanteRecipe *recipe)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, recipe->sources);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_add (names, NULL);
  return (const char **)g_ptr_array_steal (names, NULL);
}

void
fixture_load (Fixture *fixture, const char *sources)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stack = g_strconcat ("stack: s\nsummary: test\nxen-version: \"4.17\"\n"
                                        "layout: debian\ncomponents: {}\nsources:\n",
                                        sources, NULL);
  fixture_write (fixture, "s.yaml", stack, -1);
  fixture_write (fixture, "zante.yaml", "stack: ./s.yaml\n", -1);
  ZanteRecipeInput input = {.project = fixture->dir, .distribution = "debian"};
  g_clear_pointer (&fixture->recipe, zante_recipe_free);
  fixture->recipe = zante_recipe_load (&input, &error);
  g_assert_no_error (error);
  g_free ((gpointer)fixture->input.names);
  fixture->input.recipe = fixture->recipe;
  fixture->input.names = all_names (fixture->recipe);
}

void
fixture_lock (Fixture *fixture, const char *sources, gboolean update)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fixture_path (fixture, "zante.lock");
  fixture_load (fixture, sources);
  g_autoptr (ZanteLock) lock
      = zante_fetch_lock (&fixture->input, update ? ZANTE_LOCK_UPDATE : ZANTE_LOCK_KEEP, &error);
  g_assert_no_error (error);
  zante_lock_save (lock, path, &error);
  g_assert_no_error (error);
  fixture_load (fixture, sources);
}

const ZanteSource *
fixture_source (const Fixture *fixture, const char *name)
{
  const ZanteSource *source = g_hash_table_lookup (fixture->recipe->sources, name);
  g_assert_nonnull (source);
  return source;
}

gboolean
fixture_unpack (const Fixture *fixture, const char *name, GError **error)
{
  g_autofree char *dest = g_build_filename (fixture->dir, "out", name, NULL);
  zante_fs_remove_tree (dest, NULL);
  return zante_fetch_unpack (&fixture->input, fixture_source (fixture, name), dest, error);
}

void
fixture_assert_error (const GError *error, int code, const char *pattern)
{
  g_assert_nonnull (error);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("'%s' does not match '%s'", error->message, pattern);
  g_assert_cmpint (zante_error_exit_status (error), ==, code);
}

void
fixture_lock_fails (const Fixture *fixture, int code, const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteLock) lock = zante_fetch_lock (&fixture->input, ZANTE_LOCK_UPDATE, &error);
  g_assert_null (lock);
  fixture_assert_error (error, code, pattern);
}

void
fixture_fetch_fails (const Fixture *fixture, int code, const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (zante_fetch_run (&fixture->input, &error));
  fixture_assert_error (error, code, pattern);
}

void
fixture_unpack_fails (const Fixture *fixture, const char *name, int code, const char *pattern)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (fixture_unpack (fixture, name, &error));
  fixture_assert_error (error, code, pattern);
}

void
fixture_fetch (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  zante_fetch_run (&fixture->input, &error);
  g_assert_no_error (error);
}
