/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the scripts tests/plan/NAME.test: each line is a command, and the lines that begin with '>'
 * are what the commands before them must have said. See tests/plan/README. */
#include "plan/plan.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "plan/toolchain.h"

#include "plan-world.h"

/* build, plan, why --------------------------------------------------------------------------- */

static char *
look_up (const char *key, gpointer user_data)
{
  return g_strdup (g_hash_table_lookup (((PlanWorld *)user_data)->store, key));
}

typedef struct {
  GPtrArray *roots, *force, *fails;
  gboolean check;
  guint jobs;
} Options;

static Options
options_new (char **words)
{
  Options options = {g_ptr_array_new (), g_ptr_array_new (), g_ptr_array_new (), FALSE, 1};
  for (char **word = words + 1; *word != NULL; word++)
    if (strcmp (*word, "check") == 0)
      options.check = TRUE;
    else if (g_str_has_prefix (*word, "jobs="))
      options.jobs = (guint)g_ascii_strtoull (*word + strlen ("jobs="), NULL, 10);
    else if (g_str_has_prefix (*word, "force="))
      g_ptr_array_add (options.force, *word + strlen ("force="));
    else if (g_str_has_prefix (*word, "fail="))
      g_ptr_array_add (options.fails, *word + strlen ("fail="));
    else
      g_ptr_array_add (options.roots, *word);
  g_ptr_array_add (options.roots, NULL);
  g_ptr_array_add (options.force, NULL);
  return options;
}

static void
options_clear (Options *options)
{
  g_ptr_array_unref (options->roots);
  g_ptr_array_unref (options->force);
  g_ptr_array_unref (options->fails);
}

static void
say (PlanWorld *world, const char *verb, const ZanteNode *node)
{
  g_string_append_printf (world->said, "> %s %s\n", verb, node->component->name);
}

/* Said in the place of a plan that cannot be made. */
static ZantePlan *
plan (PlanWorld *world, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) status = g_bytes_new (world->packages->str, world->packages->len);
  g_autoptr (ZanteToolchain) toolchain
      = zante_toolchain_new (&zante_dpkg_database, zante_dpkg_parse (status));
  g_autofree char *helpers = g_build_filename (world->folder, "helpers", NULL);
  ZantePlanInput input = {
      .recipe = world->recipe,
      .roots = options->roots->len > 1 ? (const char *const *)options->roots->pdata : NULL,
      .lookup = look_up,
      .user_data = world,
      .toolchain = toolchain,
      .sources = world->sources,
      .helpers = helpers,
      .durations = world->durations,
      .force = (const char *const *)options->force->pdata,
      .check = options->check,
  };
  ZantePlan *made = zante_plan_new (&input, &error);
  if (made == NULL)
    g_string_append_printf (world->said, "> error: %s\n", error->message);
  return made;
}

typedef struct {
  ZanteNode *node;
  double end;
} Job;

static void
end_job (PlanWorld *world, ZantePlan *plan, ZanteNode *node, const Options *options)
{
  const char *name = node->component->name;
  const char *fixed = g_hash_table_lookup (world->outputs, name);
  if (g_ptr_array_find_with_equal_func (options->fails, name, g_str_equal, NULL))
    {
      zante_plan_fail (plan, node);
      return;
    }
  /* An output that is not fixed follows from the key, as a digest. */
  g_autofree char *output = zante_hash_bytes (fixed == NULL ? node->key : fixed,
                                              strlen (fixed == NULL ? node->key : fixed));
  g_hash_table_insert (world->store, g_strdup (node->key), g_strdup (output));
  g_hash_table_insert (world->last, g_strdup (name), g_ptr_array_ref (node->inputs));
  zante_plan_complete (plan, node, output);
}

static void
say_rest (PlanWorld *world, const ZantePlan *plan, GPtrArray *before)
{
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      const ZanteNode *node = plan->nodes->pdata[i];
      if (node->state == ZANTE_NODE_FAILED)
        say (world, "failed", node);
      else if (node->state == ZANTE_NODE_SKIPPED)
        say (world, "skipped", node);
      else if (node->cached && g_ptr_array_find (before, (gpointer)node, NULL))
        say (world, "cut off", node);
    }
}

/* Virtual time: the job that ends first makes room for the next one. */
static void
run_build (PlanWorld *world, char **words)
{
  g_auto (GStrv) kept = g_strdupv (words);
  Options options = options_new (kept);
  g_autoptr (ZantePlan) made = plan (world, &options);
  g_autoptr (GArray) running = g_array_new (FALSE, FALSE, sizeof (Job));
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  double now = 0;
  for (guint i = 0; made != NULL && i < made->nodes->len; i++)
    if (((ZanteNode *)made->nodes->pdata[i])->state == ZANTE_NODE_WAITING)
      g_ptr_array_add (waiting, made->nodes->pdata[i]);
  while (made != NULL && !zante_plan_is_finished (made))
    {
      ZanteNode *next = running->len < options.jobs ? zante_plan_next (made) : NULL;
      if (next != NULL)
        {
          Job job = {next, now + next->seconds};
          say (world, "run", next);
          g_array_append_val (running, job);
          continue;
        }
      guint first = 0;
      for (guint i = 1; i < running->len; i++)
        if (g_array_index (running, Job, i).end < g_array_index (running, Job, first).end)
          first = i;
      Job job = g_array_index (running, Job, first);
      g_array_remove_index (running, first);
      now = job.end;
      end_job (world, made, job.node, &options);
    }
  if (made != NULL)
    say_rest (world, made, waiting);
  options_clear (&options);
}

static void
run_plan (PlanWorld *world, char **words)
{
  static const char *const states[] = {"wait", "build", "cached"};
  Options options = options_new (words);
  g_autoptr (ZantePlan) made = plan (world, &options);
  for (guint i = 0; made != NULL && i < made->nodes->len; i++)
    {
      const ZanteNode *node = made->nodes->pdata[i];
      say (world, states[node->state], node);
    }
  options_clear (&options);
}

static void
run_why (PlanWorld *world, char **words)
{
  Options options = options_new (words + 1);
  g_autoptr (ZantePlan) made = plan (world, &options);
  const ZanteNode *node = made == NULL ? NULL : zante_plan_find (made, words[1]);
  g_assert_nonnull (node);
  g_autoptr (GPtrArray) lines = zante_plan_why (node, g_hash_table_lookup (world->last, words[1]));
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (world->said, "> %s\n", (const char *)lines->pdata[i]);
  if (lines->len == 0)
    g_string_append (world->said, "> nothing\n");
  options_clear (&options);
}

/* package, recipe, helper -------------------------------------------------------------------- */

/* A later paragraph for the same package would not win: begin anew with `packages`. */
static void
run_package (PlanWorld *world, char **words)
{
  g_string_append_printf (world->packages,
                          "Package: %s\nStatus: install ok installed\nSection: devel\n"
                          "Architecture: amd64\nVersion: %s\nDepends: %s\n\n",
                          words[1], words[2], words[3] == NULL ? "" : words[3]);
}

static void
run_packages (PlanWorld *world, char **words)
{
  g_string_truncate (world->packages, 0);
}

static void
run_recipe (PlanWorld *world, char **words)
{
  if (strcmp (words[1], "xen-version") == 0)
    {
      g_free (world->recipe->xen_version);
      world->recipe->xen_version = g_strdup (words[2]);
    }
  else
    g_hash_table_insert (world->recipe->layout->dirs, g_strdup (words[1]), g_strdup (words[2]));
}

static void
run_helper (PlanWorld *world, char **words)
{
  g_autofree char *folder = g_build_filename (world->folder, "helpers", NULL);
  g_autofree char *path = g_build_filename (folder, words[1], NULL);
  g_mkdir (folder, 0755);
  g_assert_true (g_file_set_contents (path, words[2], -1, NULL));
}

static const struct {
  const char *name;
  void (*run) (PlanWorld *world, char **words);
} commands[] = {
    {"component", plan_world_component},
    {"source", plan_world_source},
    {"package", run_package},
    {"packages", run_packages},
    {"recipe", run_recipe},
    {"helper", run_helper},
    {"build", run_build},
    {"plan", run_plan},
    {"why", run_why},
};

/* Scripts ------------------------------------------------------------------------------------ */

static void
run_line (PlanWorld *world, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, words[0]) == 0)
      {
        commands[i].run (world, words);
        return;
      }
  g_error ("no command '%s'", words[0]);
}

static void
test_script (gconstpointer data)
{
  const char *path = data;
  g_autofree char *text = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  PlanWorld *world = plan_world_new ();
  for (char **line = lines; *line != NULL; line++)
    if (**line == '>')
      g_string_append_printf (expected, "%s\n", *line);
    else if (**line == '#' || **line == '\0')
      continue;
    else
      {
        g_string_append_printf (expected, "%s\n", *line);
        g_string_append_printf (world->said, "%s\n", *line);
        run_line (world, *line);
      }
  g_assert_cmpstr (world->said->str, ==, expected->str);
  plan_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "plan", NULL);
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (!g_str_has_suffix (entry->path, ".test"))
        continue;
      g_autofree char *name = g_strconcat ("/plan/data/", entry->path, NULL);
      g_test_add_data_func_full (name, g_build_filename (folder, entry->path, NULL), test_script,
                                 g_free);
    }
  return g_test_run ();
}
