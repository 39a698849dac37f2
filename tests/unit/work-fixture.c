/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/proc.h"

static char *
take (BuildFixture *fixture, char *data)
{
  g_ptr_array_add (fixture->garbage, data);
  return data;
}

static void
copy (const char *from, const char *to)
{
  g_autofree char *all = g_build_filename (from, ".", NULL);
  const char *argv[] = {"cp", "-a", all, to, NULL};
  g_autoptr (GError) error = NULL;
  g_free (zante_proc_output (argv, NULL, NULL, NULL, 1, NULL, &error));
  g_assert_no_error (error);
}

/* The store: one folder per component -------------------------------------------------------- */

static char *
stored (BuildFixture *fixture, const char *name)
{
  return g_build_filename (fixture->workspace->store, name, NULL);
}

static gboolean
provide (const ZanteNode *node, const char *deps, gpointer user_data, GError **error)
{
  for (guint i = 0; i < node->needs->len; i++)
    {
      const ZanteNode *need = node->needs->pdata[i];
      g_autofree char *from = stored (user_data, need->component->name);
      copy (from, deps);
      if (!provide (need, deps, user_data, error))
        return FALSE;
    }
  return TRUE;
}

static char *
digest_tree (const char *root, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (root, error);
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *path = g_build_filename (root, entry->path, NULL);
      g_autofree char *digest = S_ISREG (entry->st.st_mode) ? zante_hash_file (path, error) : NULL;
      zante_hash_update_string (hash, entry->path);
      zante_hash_update_string (hash, digest);
    }
  return entries != NULL ? zante_hash_finish (hash) : NULL;
}

static char *
seal (const ZanteNode *node, const char *stage, double seconds, gboolean plain, gpointer user_data,
      GError **error)
{
  g_autofree char *to = stored (user_data, node->component->name);
  if (!zante_fs_remove_tree (to, error) || !zante_fs_make_dirs (to, error))
    return NULL;
  copy (stage, to);
  return digest_tree (to, error);
}

/* Setting up --------------------------------------------------------------------------------- */

static char *
find_reaper (void)
{
  const char *build = g_getenv ("BUILDDIR");
  g_autofree char *cwd = g_get_current_dir ();
  return g_build_filename (build != NULL ? build : cwd, "zante-reaper", NULL);
}

void
build_fixture_setup (BuildFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  (void)data;
  *fixture = (BuildFixture){0};
  fixture->garbage = g_ptr_array_new_with_free_func (g_free);
  fixture->dir = g_dir_make_tmp ("zante-build-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->workspace = zante_workspace_new (fixture->dir);
  g_assert_true (zante_workspace_make (fixture->workspace, &error));
  fixture->tools = g_build_filename (fixture->dir, "tools", NULL);
  g_assert_true (zante_fs_make_dirs (fixture->tools, &error));
  fixture->json = tmpfile ();
  fixture->recipe.distribution = take (fixture, g_strdup ("debian"));
  fixture->recipe.xen_version = take (fixture, g_strdup ("4.17"));
  fixture->recipe.layout = (gpointer)take (fixture, (gpointer)g_new0 (ZanteLayout, 1));
  fixture->recipe.layout->dirs = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (fixture->recipe.layout->dirs, "libdir", "/usr/lib/x86_64-linux-gnu");
  fixture->recipe.components = g_ptr_array_new ();
  fixture->recipe.sources = g_hash_table_new (g_str_hash, g_str_equal);
  fixture->fetch = (ZanteFetchInput){.workspace = fixture->workspace, .recipe = &fixture->recipe};
  fixture->input = (ZanteBuildInput){
      .workspace = fixture->workspace,
      .recipe = &fixture->recipe,
      .fetch = &fixture->fetch,
      .tools = fixture->tools,
      .reaper = take (fixture, find_reaper ()),
      .jobs = 2,
      .provide = provide,
      .seal = seal,
      .user_data = fixture,
      .log = zante_log_new (NULL, FALSE, ZANTE_LOG_INFO, fixture->json),
      .cancellable = g_cancellable_new (),
  };
}

static void
free_component (gpointer data)
{
  ZanteComponent *component = data;
  g_free (component->phases);
  g_free (component->limits);
  g_free (component->libraries);
  g_strfreev (component->needs);
  g_clear_pointer (&component->values, g_hash_table_unref);
  g_free (component);
}

void
build_fixture_teardown (BuildFixture *fixture, gconstpointer data)
{
  (void)data;
  zante_plan_free (fixture->plan);
  zante_log_free (fixture->input.log);
  g_object_unref (fixture->input.cancellable);
  for (guint i = 0; i < fixture->recipe.components->len; i++)
    free_component (fixture->recipe.components->pdata[i]);
  g_ptr_array_unref (fixture->recipe.components);
  g_hash_table_unref (fixture->recipe.sources);
  g_hash_table_unref (fixture->recipe.layout->dirs);
  g_ptr_array_unref (fixture->garbage);
  fclose (fixture->json);
  zante_fs_remove_tree (fixture->dir, NULL);
  zante_workspace_free (fixture->workspace);
  g_free (fixture->tools);
  g_free (fixture->dir);
}

/* Components --------------------------------------------------------------------------------- */

ZanteComponent *
build_fixture_add (BuildFixture *fixture, const char *name, const char *needs)
{
  ZanteComponent *component = g_new0 (ZanteComponent, 1);
  component->name = take (fixture, g_strdup (name));
  component->summary = component->name;
  component->phases = g_new0 (ZantePhases, 1);
  component->limits = g_new0 (ZanteLimits, 1);
  component->needs = needs != NULL ? g_strsplit (needs, ",", -1) : NULL;
  component->provider = ZANTE_PROVIDER_BUILD;
  component->values = g_hash_table_new (g_str_hash, g_str_equal);
  component->folder = take (fixture, g_build_filename (fixture->dir, "components", name, NULL));
  component->file = take (fixture, g_build_filename (component->folder, "component.yaml", NULL));
  g_assert_true (zante_fs_make_dirs (component->folder, NULL));
  g_ptr_array_add (fixture->recipe.components, component);
  return component;
}

void
build_fixture_phase (BuildFixture *fixture, ZanteComponent *component, ZantePhase phase,
                     const char *text)
{
  component->phases->text[phase] = take (fixture, g_strdup (text));
}

const char *
build_fixture_local (BuildFixture *fixture, ZanteComponent *component)
{
  ZanteSource *source = (gpointer)take (fixture, (gpointer)g_new0 (ZanteSource, 1));
  source->local = (gpointer)take (fixture, (gpointer)g_new0 (ZanteLocalSource, 1));
  source->local->path
      = take (fixture, g_build_filename (fixture->dir, "trees", component->name, NULL));
  source->name = component->name;
  source->file = component->file;
  component->source = component->name;
  g_hash_table_insert (fixture->recipe.sources, component->name, source);
  g_assert_true (zante_fs_make_dirs (source->local->path, NULL));
  return source->local->path;
}

gboolean
build_fixture_run (BuildFixture *fixture, GError **error)
{
  ZantePlanInput plan = {.recipe = &fixture->recipe};
  g_clear_pointer (&fixture->plan, zante_plan_free);
  fixture->plan = zante_plan_new (&plan, error);
  g_assert_nonnull (fixture->plan);
  fixture->input.plan = fixture->plan;
  return zante_build_run (&fixture->input, error);
}

/* Looking ------------------------------------------------------------------------------------ */

char *
build_fixture_output (BuildFixture *fixture, const char *component, const char *path)
{
  g_autofree char *root = stored (fixture, component);
  g_autofree char *file = g_build_filename (root, path, NULL);
  char *text = NULL;
  return g_file_get_contents (file, &text, NULL, NULL) ? text : g_strdup ("");
}

char *
build_fixture_log (BuildFixture *fixture, const char *component)
{
  g_autofree char *name = g_strconcat (component, ".log", NULL);
  g_autofree char *file = g_build_filename (fixture->workspace->logs, name, NULL);
  char *text = NULL;
  return g_file_get_contents (file, &text, NULL, NULL) ? text : g_strdup ("");
}

char *
build_fixture_events (BuildFixture *fixture)
{
  char *text = NULL;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fileno (fixture->json));
  fflush (fixture->json);
  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

gboolean
build_fixture_needs_sandbox (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reaper = find_reaper ();
  if (zante_build_sandbox_works (reaper, &error))
    return TRUE;
  g_test_skip (error->message);
  return FALSE;
}

static guint
count_marked (const char *mark)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  guint n = 0;
  for (const char *name; proc != NULL && (name = g_dir_read_name (proc)) != NULL;)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "environ", NULL);
      g_autofree char *data = NULL;
      gsize size;
      if (!g_ascii_isdigit (*name) || atoi (name) == (int)getpid ()
          || !g_file_get_contents (path, &data, &size, NULL))
        continue;
      if (memmem (data, size, mark, strlen (mark)) != NULL)
        n++;
    }
  return n;
}

guint
build_fixture_survivors (const char *mark, guint seconds)
{
  guint n = count_marked (mark);
  for (guint i = 0; n > 0 && i < seconds * 20; i++, n = count_marked (mark))
    g_usleep (50 * 1000);
  return n;
}
