/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the scripts tests/plan/NAME.test: each line is a command, and the lines that begin with '>'
 * are what the commands before them must have said. See tests/plan/README. */
#include "plan/plan.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "plan/toolchain.h"

typedef struct {
  char *folder; /* components' folders */
  ZanteRecipe *recipe;
  GHashTable *durations; /* component → double* */
  GHashTable *outputs;   /* component → output, whatever the key is */
  GHashTable *sources;   /* source → identity */
  GHashTable *store;     /* key → output */
  GHashTable *last;      /* component → GPtrArray of ZanteKeyInput* */
  GString *packages;     /* dpkg's status */
  GString *said;
} World;

/* The world ------------------------------------------------------------------------------------ */

static GHashTable *
string_map (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  world->folder = g_dir_make_tmp ("zante-plan-XXXXXX", NULL);
  world->recipe = g_new0 (ZanteRecipe, 1);
  world->recipe->stack = g_strdup ("test");
  world->recipe->xen_version = g_strdup ("4.17");
  world->recipe->distribution = g_strdup ("debian");
  world->recipe->layout = g_new0 (ZanteLayout, 1);
  world->recipe->layout->name = g_strdup ("debian");
  world->recipe->layout->dirs = string_map ();
  g_hash_table_insert (world->recipe->layout->dirs, g_strdup ("libdir"), g_strdup ("/usr/lib"));
  g_hash_table_insert (world->recipe->layout->dirs, g_strdup ("libexecdir"), g_strdup ("/usr/lib"));
  world->recipe->components = g_ptr_array_new ();
  world->recipe->sources = g_hash_table_new (g_str_hash, g_str_equal);
  world->recipe->inputs = g_ptr_array_new_with_free_func (g_free);
  world->durations = string_map ();
  world->outputs = string_map ();
  world->sources = string_map ();
  world->store = string_map ();
  world->last
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  world->packages = g_string_new (NULL);
  world->said = g_string_new (NULL);
  return world;
}

static void
component_free (ZanteComponent *component)
{
  g_clear_pointer (&component->values, g_hash_table_unref);
  g_free (component->folder);
  g_free (component->provided_path);
  zante_yaml_free (&zante_component_table, component);
}

static void
source_free (ZanteSource *source)
{
  if (source->local != NULL)
    g_free (source->local->path);
  g_free (source->local);
  g_free (source->debian);
  g_free (source->name);
  g_free (source);
}

static void
world_free (World *world)
{
  GHashTableIter iter;
  gpointer source;
  zante_fs_remove_tree (world->folder, NULL);
  for (guint i = 0; i < world->recipe->components->len; i++)
    component_free (world->recipe->components->pdata[i]);
  g_ptr_array_unref (world->recipe->components);
  g_hash_table_iter_init (&iter, world->recipe->sources);
  while (g_hash_table_iter_next (&iter, NULL, &source))
    source_free (source);
  g_hash_table_unref (world->recipe->sources);
  g_ptr_array_unref (world->recipe->inputs);
  g_hash_table_unref (world->recipe->layout->dirs);
  g_free (world->recipe->layout->name);
  g_free (world->recipe->layout);
  g_free (world->recipe->stack);
  g_free (world->recipe->xen_version);
  g_free (world->recipe->distribution);
  g_free (world->recipe);
  g_hash_table_unref (world->durations);
  g_hash_table_unref (world->outputs);
  g_hash_table_unref (world->sources);
  g_hash_table_unref (world->store);
  g_hash_table_unref (world->last);
  g_string_free (world->packages, TRUE);
  g_string_free (world->said, TRUE);
  g_free (world->folder);
  g_free (world);
}

/* component NAME KEY=VALUE … ------------------------------------------------------------------- */

static gint
compare_components (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const ZanteComponent *const *)a)->name,
                 (*(const ZanteComponent *const *)b)->name);
}

static ZanteComponent *
component_of (World *world, const char *name)
{
  for (guint i = 0; i < world->recipe->components->len; i++)
    {
      ZanteComponent *component = world->recipe->components->pdata[i];
      if (strcmp (component->name, name) == 0)
        return component;
    }
  ZanteComponent *component = g_new0 (ZanteComponent, 1);
  component->name = g_strdup (name);
  component->folder = g_build_filename (world->folder, name, NULL);
  component->provider = ZANTE_PROVIDER_BUILD;
  component->phases = g_new0 (ZantePhases, 1);
  component->values = string_map ();
  component->provided_path = g_strdup ("");
  g_assert_cmpint (g_mkdir (component->folder, 0755), ==, 0);
  g_ptr_array_add (world->recipe->components, component);
  g_ptr_array_sort (world->recipe->components, compare_components);
  return component;
}

static void
set_string (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static void
set_list (char ***place, const char *value)
{
  g_strfreev (*place);
  *place = *value == '\0' ? NULL : g_strsplit (value, ",", -1);
}

static void
set_phase (ZanteComponent *component, const char *phase, const char *value)
{
  for (guint i = 0; i < ZANTE_N_PHASES; i++)
    if (strcmp (zante_phase_names[i], phase) == 0)
      {
        set_string (&component->phases->text[i], value);
        return;
      }
  g_error ("no phase '%s'", phase);
}

static void
set_file (const ZanteComponent *component, const char *name, const char *value)
{
  g_autofree char *path = g_build_filename (component->folder, name, NULL);
  if (*value == '\0')
    g_unlink (path);
  else
    g_assert_true (g_file_set_contents (path, value, -1, NULL));
}

static void
set_depends (ZanteComponent *component, const char *value)
{
  if (component->build_depends == NULL)
    component->build_depends
        = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
  g_hash_table_insert (component->build_depends, g_strdup ("debian"), g_strsplit (value, ",", -1));
}

static void
set_provides (ZanteComponent *component, const char *value)
{
  if (component->provider_spec == NULL)
    component->provider_spec = g_new0 (ZanteProviderSpec, 1);
  g_free (component->provider_spec->variable);
  component->provider_spec->variable = g_strconcat (component->name, "_path", NULL);
  set_string (&component->provided_path, value);
}

static void
set_provider (ZanteComponent *component, const char *value)
{
  for (ZanteProvider provider = ZANTE_PROVIDER_BUILD; provider <= ZANTE_PROVIDER_OFF; provider++)
    if (strcmp (value, zante_provider_name (provider)) == 0)
      component->provider = provider;
}

static void
set_private (ZanteComponent *component, const char *value)
{
  if (component->libraries == NULL)
    component->libraries = g_new0 (ZanteLibraries, 1);
  set_string (&component->libraries->private_dir, value);
}

static void
set (World *world, ZanteComponent *component, const char *key, const char *value)
{
  double seconds = g_ascii_strtod (value, NULL);
  if (strcmp (key, "needs") == 0)
    set_list (&component->needs, value);
  else if (strcmp (key, "uses") == 0)
    set_list (&component->uses, value);
  else if (strcmp (key, "provider") == 0)
    set_provider (component, value);
  else if (strcmp (key, "provides") == 0)
    set_provides (component, value);
  else if (strcmp (key, "summary") == 0)
    set_string (&component->summary, value);
  else if (strcmp (key, "source") == 0)
    set_string (&component->source, value);
  else if (strcmp (key, "private") == 0)
    set_private (component, value);
  else if (strcmp (key, "depends") == 0)
    set_depends (component, value);
  else if (strcmp (key, "seconds") == 0)
    g_hash_table_insert (world->durations, g_strdup (component->name),
                         g_memdup2 (&seconds, sizeof seconds));
  else if (strcmp (key, "output") == 0)
    g_hash_table_insert (world->outputs, g_strdup (component->name), g_strdup (value));
  else if (g_str_has_prefix (key, "phase."))
    set_phase (component, key + strlen ("phase."), value);
  else if (g_str_has_prefix (key, "file."))
    set_file (component, key + strlen ("file."), value);
  else if (g_str_has_prefix (key, "option."))
    g_hash_table_insert (component->values, g_strdup (key + strlen ("option.")), g_strdup (value));
  else
    g_error ("no key '%s'", key);
}

static void
run_component (World *world, char **words)
{
  ZanteComponent *component = component_of (world, words[1]);
  for (char **word = words + 2; *word != NULL; word++)
    {
      char *equals = strchr (*word, '=');
      g_assert_nonnull (equals);
      *equals = '\0';
      set (world, component, *word, equals + 1);
    }
}

/* source NAME IDENTITY ------------------------------------------------------------------------- */

static void
run_source (World *world, char **words)
{
  ZanteSource *source = g_hash_table_lookup (world->recipe->sources, words[1]);
  if (source == NULL)
    {
      source = g_new0 (ZanteSource, 1);
      source->name = g_strdup (words[1]);
      g_hash_table_insert (world->recipe->sources, source->name, source);
    }
  g_clear_pointer (&source->debian, g_free);
  if (source->local != NULL)
    g_free (source->local->path);
  g_clear_pointer (&source->local, g_free);
  if (g_str_has_prefix (words[2], "local:"))
    {
      source->local = g_new0 (ZanteLocalSource, 1);
      source->local->path = g_strdup (words[2] + strlen ("local:"));
    }
  else
    source->debian = g_new0 (ZanteDebianSource, 1);
  g_hash_table_insert (world->sources, g_strdup (words[1]), g_strdup (words[2]));
}

/* build, plan, why ----------------------------------------------------------------------------- */

static char *
look_up (const char *key, gpointer user_data)
{
  return g_strdup (g_hash_table_lookup (((World *)user_data)->store, key));
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
say (World *world, const char *verb, const ZanteNode *node)
{
  g_string_append_printf (world->said, "> %s %s\n", verb, node->component->name);
}

/* Said in the place of a plan that cannot be made. */
static ZantePlan *
plan (World *world, const Options *options)
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
end_job (World *world, ZantePlan *plan, ZanteNode *node, const Options *options)
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
say_rest (World *world, const ZantePlan *plan, GPtrArray *before)
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
run_build (World *world, char **words)
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
run_plan (World *world, char **words)
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
run_why (World *world, char **words)
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

/* package, recipe, helper ---------------------------------------------------------------------- */

/* A later paragraph for the same package would not win: begin anew with `packages`. */
static void
run_package (World *world, char **words)
{
  g_string_append_printf (world->packages,
                          "Package: %s\nStatus: install ok installed\nSection: devel\n"
                          "Architecture: amd64\nVersion: %s\nDepends: %s\n\n",
                          words[1], words[2], words[3] == NULL ? "" : words[3]);
}

static void
run_packages (World *world, char **words)
{
  g_string_truncate (world->packages, 0);
}

static void
run_recipe (World *world, char **words)
{
  if (strcmp (words[1], "xen-version") == 0)
    set_string (&world->recipe->xen_version, words[2]);
  else
    g_hash_table_insert (world->recipe->layout->dirs, g_strdup (words[1]), g_strdup (words[2]));
}

static void
run_helper (World *world, char **words)
{
  g_autofree char *folder = g_build_filename (world->folder, "helpers", NULL);
  g_autofree char *path = g_build_filename (folder, words[1], NULL);
  g_mkdir (folder, 0755);
  g_assert_true (g_file_set_contents (path, words[2], -1, NULL));
}

static const struct {
  const char *name;
  void (*run) (World *world, char **words);
} commands[] = {
    {"component", run_component}, {"source", run_source}, {"package", run_package},
    {"packages", run_packages},   {"recipe", run_recipe}, {"helper", run_helper},
    {"build", run_build},         {"plan", run_plan},     {"why", run_why},
};

/* Scripts -------------------------------------------------------------------------------------- */

static void
run_line (World *world, const char *line)
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
  World *world = world_new ();
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
  world_free (world);
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
