/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/carried.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"

/* What packaging/common/component sets itself, or the packaging system. */
static const char *const unset[] = {"LC_ALL", "TZ", "SOURCE_DATE_EPOCH", "name", NULL};

static const char make_private[]
    = "\n"
      "# Libraries without a stable ABI lose their SONAME, and what needs them gets a RUNPATH: "
      "see\n"
      "# private-libraries.\n"
      "\"$tools/private-libraries\" \"$DESTDIR\" \"$private_libdir\"\n";

/* Variables ---------------------------------------------------------------------------------- */

/* VALUE as a word of the shell: quotes only where they are needed, and the machine's own multiarch
 * tuple by the variable that the packaging system has for it. */
static char *
shell_word (const ZanteCarried *carried, const ZanteComponent *component, const char *name,
            const char *value)
{
  static const char plain[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "%+,-./:=@_";
  gboolean own
      = component->environment != NULL && g_hash_table_contains (component->environment, name);
  const char *tuple = g_hash_table_lookup (carried->recipe->layout->dirs, "multiarch");
  gboolean has_tuple = carried->tuple != NULL && strstr (value, tuple) != NULL;
  if (strspn (value, plain) != strlen (value) || (own && has_tuple))
    return zante_recipe_shell_word (component, name, value);
  g_autoptr (GString) word = g_string_new (value);
  if (has_tuple)
    g_string_replace (word, tuple, carried->tuple, 0);
  return g_string_free (g_steal_pointer (&word), FALSE);
}

/* The same for every component. */
static gboolean
is_shared (const ZanteCarried *carried, const char *name)
{
  static const char *const shared[] = {"host_distribution", "version", "xen_version", NULL};
  return g_strv_contains (shared, name)
         || g_hash_table_contains (carried->recipe->layout->dirs, name);
}

static void
append_variables (const ZanteCarried *carried, const ZanteComponent *component, gboolean of_all,
                  GString *text)
{
  g_auto (GStrv) variables = zante_recipe_environment (carried->recipe, component);
  for (char **variable = variables; *variable != NULL; variable++)
    {
      const char *equals = strchr (*variable, '=');
      g_autofree char *name = g_strndup (*variable, (gsize)(equals - *variable));
      if (g_strv_contains (unset, name) || is_shared (carried, name) != of_all)
        continue;
      gboolean host = strcmp (name, "host_distribution") == 0;
      g_autofree char *word
          = shell_word (carried, component, name, host ? carried->distribution : equals + 1);
      g_string_append_printf (text, "%s=%s\n", name, word);
    }
}

static void
add_text (const ZanteCarried *carried, const char *name, const char *file, const char *text)
{
  g_autofree char *path = g_build_filename (carried->folder, "components", name, file, NULL);
  zante_emission_add (carried->emission, path, g_strdup (text), FALSE);
}

static void
add_environment (const ZanteCarried *carried, const ZanteComponent *component)
{
  g_autoptr (GString) text = g_string_new (NULL);
  if (component->summary != NULL)
    g_string_append_printf (text, "# %s\n", component->summary);
  g_string_append_printf (text, "source=%s\n", component->source != NULL ? "yes" : "no");
  append_variables (carried, component, FALSE, text);
  add_text (carried, component->name, "environment", text->str);
}

/* Steps and files ---------------------------------------------------------------------------- */

static void
add_phases (const ZanteCarried *carried, const ZanteComponent *component)
{
  gboolean is_private = component->libraries != NULL && component->libraries->private_dir != NULL;
  for (ZantePhase phase = 0; component->phases != NULL && phase < ZANTE_N_PHASES; phase++)
    {
      const char *text = component->phases->text[phase];
      if (text == NULL)
        continue;
      const char *end = g_str_has_suffix (text, "\n") ? "" : "\n";
      const char *further = is_private && phase == ZANTE_PHASE_INSTALL ? make_private : "";
      g_autofree char *whole = g_strconcat (text, end, further, NULL);
      add_text (carried, component->name, zante_phase_names[phase], whole);
    }
}

static void
add_series (const ZanteCarried *carried, const ZanteComponent *component)
{
  if (component->patches == NULL || component->patches[0] == NULL)
    return;
  g_autofree char *names = g_strjoinv ("\n", component->patches);
  g_autofree char *text = g_strconcat (names, "\n", NULL);
  add_text (carried, component->name, "series", text);
}

static gboolean
add_file (const ZanteCarried *carried, const char *from, const char *to, gboolean executable,
          GError **error)
{
  gsize size = 0;
  char *data = zante_outside_read (from, &size, error);
  if (data == NULL)
    return FALSE;
  zante_emission_add_bytes (carried->emission, to, data, size, executable);
  return TRUE;
}

/* A link is the file that it leads to, as a build sees it; to anything else it would mean another
 * thing where the recipe is unpacked. */
static gboolean
follow (const ZanteComponent *component, const char *path, struct stat *st, GError **error)
{
  if (!S_ISLNK (st->st_mode) || (stat (path, st) == 0 && S_ISREG (st->st_mode)))
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "component '%s': the link '%s' leads to no file, and a recipe carries files alone",
      component->name, path);
}

/* The component's own folder but for its description and what an editor left. */
static gboolean
add_files (const ZanteCarried *carried, const ZanteComponent *component, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (component->folder, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      struct stat st = entry->st;
      if (zante_component_is_description (entry->path) || *entry->path == '.'
          || g_str_has_suffix (entry->path, "~"))
        continue;
      g_autofree char *from = g_build_filename (component->folder, entry->path, NULL);
      if (!follow (component, from, &st, error))
        return FALSE;
      if (!S_ISREG (st.st_mode))
        continue;
      g_autofree char *to
          = g_build_filename (carried->folder, "components", component->name, entry->path, NULL);
      if (!add_file (carried, from, to, (st.st_mode & 0100) != 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_libraries (const ZanteSourcePackage *source)
{
  for (guint i = 0; i < source->components->len; i++)
    if (((const ZanteComponent *)source->components->pdata[i])->libraries != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
add_tool (const ZanteCarried *carried, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (carried->tools, name, NULL);
  g_autofree char *to = g_build_filename (carried->folder, name, NULL);
  g_autoptr (GError) local = NULL;
  if (add_file (carried, from, to, TRUE, &local))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_HOST, "a part of zante is missing: %s",
                          local->message);
}

gboolean
zante_carried_emit (const ZanteCarried *carried, GError **error)
{
  g_autoptr (GString) all = g_string_new ("# Where things are, for every component.\n");
  append_variables (carried, carried->source->components->pdata[0], TRUE, all);
  add_text (carried, "", "environment", all->str);
  for (guint i = 0; i < carried->source->components->len; i++)
    {
      const ZanteComponent *component = carried->source->components->pdata[i];
      add_environment (carried, component);
      add_phases (carried, component);
      add_series (carried, component);
      if (!add_files (carried, component, error))
        return FALSE;
    }
  return add_tool (carried, "component", error)
         && (!has_libraries (carried->source) || add_tool (carried, "private-libraries", error));
}

GPtrArray *
zante_carried_needs (const ZanteCarried *carried, const ZanteComponent *component)
{
  GPtrArray *names = g_ptr_array_new ();
  for (char **need = component->needs; need != NULL && *need != NULL; need++)
    for (guint i = 0; i < carried->source->components->len; i++)
      {
        const ZanteComponent *other = carried->source->components->pdata[i];
        if (strcmp (other->name, *need) == 0)
          g_ptr_array_add (names, other->name);
      }
  return names;
}
