/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/packages.h"

#include <string.h>

#include "base/quote.h"
#include "base/strings.h"

const char *
zante_packages_provider (const ZanteComponent *component, const char *distribution)
{
  if (component->provider != ZANTE_PROVIDER_SYSTEM || component->provider_spec == NULL
      || component->provider_spec->system == NULL)
    return NULL;
  const ZanteSystemCopy *copy
      = g_hash_table_lookup (component->provider_spec->system, distribution);
  return copy != NULL && g_strcmp0 (copy->path, component->provided_path) == 0 ? copy->package
                                                                               : NULL;
}

gboolean
zante_packages_lacks_path (const ZanteComponent *component)
{
  return component->provider == ZANTE_PROVIDER_SYSTEM && component->provided_path != NULL
         && *component->provided_path != '\0'
         && !g_file_test (component->provided_path, G_FILE_TEST_EXISTS);
}

static void
add_wanted (GHashTable *wanted, const ZanteComponent *component, const char *distribution,
            ZantePackagesKind kind)
{
  const char *package = zante_packages_provider (component, distribution);
  if (package != NULL && kind != ZANTE_PACKAGES_TO_BUILD)
    g_hash_table_add (wanted, (gpointer)package);
  if (component->provider != ZANTE_PROVIDER_BUILD || component->build_depends == NULL)
    return;
  char **names = g_hash_table_lookup (component->build_depends, distribution);
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    g_hash_table_add (wanted, names[i]);
}

/* What is not installed of the set WANTED, sorted; owned by the caller. */
static GPtrArray *
missing_of (ZanteToolchain *installed, GHashTable *wanted)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!zante_toolchain_has (installed, name))
      g_ptr_array_add (missing, g_strdup (name));
  g_ptr_array_sort (missing, zante_strings_compare);
  return missing;
}

GPtrArray *
zante_packages_missing_of (ZanteToolchain *installed, const ZanteComponent *component,
                           const char *distribution)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  add_wanted (wanted, component, distribution, ZANTE_PACKAGES_TO_BUILD);
  return missing_of (installed, wanted);
}

GPtrArray *
zante_packages_missing (ZanteRaise *raise, const char *const *names, ZantePackagesKind kind,
                        GError **error)
{
  const ZanteRecipe *recipe = zante_raise_recipe (raise, error);
  g_autoptr (ZanteToolchain) installed = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  if (recipe == NULL)
    return NULL;
  installed = zante_plan_toolchain (raise->distribution, raise->workspace->state, error);
  if (installed == NULL)
    return NULL;
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      if (names == NULL || g_strv_contains (names, component->name))
        add_wanted (wanted, component, raise->distribution, kind);
    }
  return missing_of (installed, wanted);
}

char **
zante_packages_command (const char *distribution, GPtrArray *packages, gboolean unprivileged)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  if (unprivileged)
    g_strv_builder_add (argv, "sudo");
  if (strcmp (distribution, "fedora") == 0)
    g_strv_builder_add_many (argv, "dnf", "-y", "install", "--setopt=install_weak_deps=False",
                             NULL);
  else
    /* "install" would take "make-" for a removal, and a name that it does not know for a pattern */
    g_strv_builder_add_many (argv, "apt-get", "-y", "satisfy", "--no-install-recommends", "--",
                             NULL);
  for (guint i = 0; i < packages->len; i++)
    g_strv_builder_add (argv, packages->pdata[i]);
  return g_strv_builder_end (argv);
}

char *
zante_packages_line (char **command)
{
  g_autoptr (GString) line = g_string_new (NULL);
  for (char **word = command; *word != NULL; word++)
    {
      g_autofree char *quoted = zante_shell_quote (*word);
      g_string_append_printf (line, "%s%s", word == command ? "" : " ", quoted);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
