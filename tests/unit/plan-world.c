/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan-world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/fs.h"

/* The world ---------------------------------------------------------------------------------- */

static GHashTable *
string_map (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

PlanWorld *
plan_world_new (void)
{
  PlanWorld *world = g_new0 (PlanWorld, 1);
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

void
plan_world_free (PlanWorld *world)
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

/* Lines "component NAME KEY=VALUE..." -------------------------------------------------------- */

static gint
compare_components (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const ZanteComponent *const *)a)->name,
                 (*(const ZanteComponent *const *)b)->name);
}

static ZanteComponent *
component_of (PlanWorld *world, const char *name)
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
set (PlanWorld *world, ZanteComponent *component, const char *key, const char *value)
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

void
plan_world_component (PlanWorld *world, char **words)
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

/* source NAME IDENTITY ----------------------------------------------------------------------- */

void
plan_world_source (PlanWorld *world, char **words)
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
