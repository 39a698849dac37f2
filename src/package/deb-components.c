/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "package/deb.h"

/* Set by debian/component itself, or by dpkg-buildpackage. */
static const char *const set_elsewhere[] = {"LC_ALL", "TZ", "SOURCE_DATE_EPOCH", "name", NULL};

/* The same for every component, beside the directories. */
static const char *const shared[] = {"host_distribution", "version", "xen_version", NULL};

/* Environment -------------------------------------------------------------------------------------
 */

static gboolean
is_plain (const char *text)
{
  static const char plain[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "%+,-./:=@_";
  return *text != '\0' && strspn (text, plain) == strlen (text);
}

/* VALUE as a word of the shell; quotes only where they are needed, and this machine's multiarch
 * tuple as dpkg tells it. */
static char *
shell_word (const ZanteDeb *deb, const ZanteComponent *component, const char *name,
            const char *value)
{
  g_autoptr (GString) word = g_string_new (value);
  const char *tuple = zante_deb_directory (deb, "multiarch");
  gboolean own
      = component->environment != NULL && g_hash_table_contains (component->environment, name);
  if (*value == '\0')
    return g_strdup ("");
  if (!is_plain (value) || own)
    {
      if (own && is_plain (value) && strstr (value, tuple) == NULL)
        return g_strdup (value);
      return zante_recipe_shell_word (component, name, value);
    }
  g_string_replace (word, tuple, "$DEB_HOST_MULTIARCH", 0);
  return g_string_free (g_steal_pointer (&word), FALSE);
}

static gboolean
is_shared (const ZanteDeb *deb, const char *name)
{
  return g_strv_contains (shared, name) || zante_deb_directory (deb, name) != NULL;
}

static void
append_variables (const ZanteDeb *deb, const ZanteComponent *component, gboolean of_all,
                  GString *text)
{
  g_auto (GStrv) variables = zante_recipe_environment (deb->recipe, component);
  for (char **variable = variables; *variable != NULL; variable++)
    {
      const char *equals = strchr (*variable, '=');
      g_autofree char *name = g_strndup (*variable, (gsize)(equals - *variable));
      if (g_strv_contains (set_elsewhere, name) || is_shared (deb, name) != of_all)
        continue;
      g_autofree char *word = shell_word (deb, component, name, equals + 1);
      g_string_append_printf (text, "%s=%s\n", name, word);
    }
}

static void
add_environments (ZanteDeb *deb)
{
  g_autoptr (GString) all = g_string_new ("# Where things are, for every component.\n");
  append_variables (deb, deb->source->components->pdata[0], TRUE, all);
  zante_emission_add (deb->emission, "debian/components/environment",
                      g_string_free (g_steal_pointer (&all), FALSE), FALSE);
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      g_autofree char *path
          = g_strconcat ("debian/components/", component->name, "/environment", NULL);
      g_autoptr (GString) own = g_string_new (NULL);
      g_string_append_printf (own, "# %s\nsource=%s\n", component->summary,
                              component->source != NULL ? "yes" : "no");
      append_variables (deb, component, FALSE, own);
      zante_emission_add (deb->emission, path, g_string_free (g_steal_pointer (&own), FALSE),
                          FALSE);
    }
}

/* Phases and files --------------------------------------------------------------------------------
 */

static const char make_private[]
    = "\n"
      "# Libraries without a stable ABI lose their SONAME, and what needs them gets a\n"
      "# RUNPATH: see debian/private-libraries.\n"
      "\"$tools/private-libraries\" \"$DESTDIR\" \"$private_libdir\"\n";

static void
add_phases (ZanteDeb *deb, const ZanteComponent *component)
{
  gboolean is_private = component->libraries != NULL && component->libraries->private_dir != NULL;
  for (ZantePhase phase = 0; component->phases != NULL && phase < ZANTE_N_PHASES; phase++)
    {
      const char *text = component->phases->text[phase];
      if (text == NULL || phase == ZANTE_PHASE_CHECK)
        continue;
      g_autofree char *path = g_strconcat ("debian/components/", component->name, "/",
                                           zante_phase_names[phase], NULL);
      const char *further = is_private && phase == ZANTE_PHASE_INSTALL ? make_private : "";
      const char *end = g_str_has_suffix (text, "\n") ? "" : "\n";
      zante_emission_add (deb->emission, path, g_strconcat (text, end, further, NULL), FALSE);
    }
}

static gboolean
add_file (ZanteDeb *deb, const char *from, const char *to, gboolean executable, GError **error)
{
  char *data = NULL;
  gsize size = 0;
  if (!g_file_get_contents (from, &data, &size, error))
    return FALSE;
  zante_emission_add_bytes (deb->emission, to, data, size, executable);
  return TRUE;
}

/* The component's own folder but for its description and what an editor left. */
static gboolean
add_files (ZanteDeb *deb, const ZanteComponent *component, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (component->folder, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (!S_ISREG (entry->st.st_mode) || strcmp (entry->path, "component.yaml") == 0
          || *entry->path == '.' || g_str_has_suffix (entry->path, "~"))
        continue;
      g_autofree char *from = g_build_filename (component->folder, entry->path, NULL);
      g_autofree char *to
          = g_strconcat ("debian/components/", component->name, "/", entry->path, NULL);
      if (!add_file (deb, from, to, (entry->st.st_mode & 0100) != 0, error))
        return FALSE;
    }
  return TRUE;
}

static void
add_series (ZanteDeb *deb, const ZanteComponent *component)
{
  if (component->patches == NULL || component->patches[0] == NULL)
    return;
  g_autofree char *names = g_strjoinv ("\n", component->patches);
  g_autofree char *path = g_strconcat ("debian/components/", component->name, "/series", NULL);
  zante_emission_add (deb->emission, path, g_strconcat (names, "\n", NULL), FALSE);
}

/* Programs that debian/ brings along -------------------------------------------------------------
 */

static gboolean
add_program (ZanteDeb *deb, const char *folder, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (folder, name, NULL);
  g_autofree char *to = g_strconcat ("debian/", name, NULL);
  g_autoptr (GError) local = NULL;
  if (add_file (deb, from, to, TRUE, &local))
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST, "a part of zante is missing: %s",
               local->message);
  return FALSE;
}

gboolean
zante_deb_components (ZanteDeb *deb, GError **error)
{
  g_autofree char *own = g_build_filename (deb->input->packaging, "deb", NULL);
  gboolean is_private = FALSE;
  add_environments (deb);
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      add_phases (deb, component);
      add_series (deb, component);
      if (!add_files (deb, component, error))
        return FALSE;
      is_private = is_private || component->libraries != NULL;
    }
  return add_program (deb, own, "component", error)
         && (!is_private || add_program (deb, deb->input->tools, "private-libraries", error));
}
