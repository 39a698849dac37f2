/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/toolchain.h"

#include <string.h>

#include "base/strings.h"
#include "base/version.h"
#include "plan/key-input.h"

struct _ZanteToolchain {
  const ZantePackageDatabase *kind;
  gpointer database;
  GHashTable *states; /* package → ZantePackageState*, NULL when it is not installed */
};

void
zante_package_state_free (ZantePackageState *state)
{
  if (state == NULL)
    return;
  g_free (state->version);
  g_free (state->offered);
  g_strfreev (state->follows);
  g_free (state);
}

const ZantePackageDatabase *
zante_package_database (const char *distribution)
{
  return strcmp (distribution, "fedora") == 0 ? &zante_rpm_database : &zante_dpkg_database;
}

ZanteToolchain *
zante_toolchain_new (const ZantePackageDatabase *kind, gpointer database)
{
  ZanteToolchain *toolchain = g_new (ZanteToolchain, 1);
  toolchain->kind = kind;
  toolchain->database = database;
  toolchain->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify)zante_package_state_free);
  return toolchain;
}

ZanteToolchain *
zante_plan_toolchain (const char *distribution, const char *state_dir, GError **error)
{
  const ZantePackageDatabase *kind = zante_package_database (distribution);
  gpointer database = kind->open (state_dir, error);
  return database == NULL ? NULL : zante_toolchain_new (kind, database);
}

void
zante_toolchain_free (ZanteToolchain *toolchain)
{
  if (toolchain == NULL)
    return;
  g_hash_table_unref (toolchain->states);
  toolchain->kind->close (toolchain->database);
  g_free (toolchain);
}

static const ZantePackageState *
find (ZanteToolchain *toolchain, const char *package)
{
  gpointer state;
  if (g_hash_table_lookup_extended (toolchain->states, package, NULL, &state))
    return state;
  state = toolchain->kind->find (toolchain->database, package);
  g_hash_table_insert (toolchain->states, g_strdup (package), state);
  return state;
}

const char *
zante_toolchain_version (ZanteToolchain *toolchain, const char *package)
{
  const ZantePackageState *state = find (toolchain, package);
  return state == NULL ? NULL : state->version;
}

/* A version, or several of one package that are installed side by side, as rpm's database has it.
 */
static gboolean
is_new_enough (const ZanteToolchain *toolchain, const ZantePackageState *state,
               const ZanteDependency *dependency)
{
  const char *text = state->offered != NULL ? state->offered : state->version;
  g_auto (GStrv) versions = g_strsplit (text, ", ", -1);
  if (dependency->comparison == NULL)
    return TRUE;
  for (char **version = versions; *version != NULL; version++)
    if (zante_version_is (toolchain->kind->compare (*version, dependency->version),
                          dependency->comparison))
      return TRUE;
  return FALSE;
}

/* The name to look for: with an architecture, where it names one. Owned by the caller. */
static char *
asked_name (const ZanteDependency *dependency)
{
  const char *qualifier = dependency->qualifier;
  if (qualifier == NULL || strcmp (qualifier, "any") == 0 || strcmp (qualifier, "native") == 0)
    return g_strdup (dependency->name);
  return g_strconcat (dependency->name, ":", qualifier, NULL);
}

/* The package that meets the item TEXT, or NULL; MET when it is met, by that package or because it
 * asks for nothing here. Owned by the caller. */
static char *
meet (ZanteToolchain *toolchain, const char *text, gboolean *met)
{
  const char *wrong = NULL;
  g_autoptr (GPtrArray) item = zante_dependency_parse (toolchain->kind->grammar, text, &wrong);
  *met = FALSE;
  for (guint i = 0; item != NULL && i < item->len; i++)
    {
      const ZanteDependency *dependency = item->pdata[i];
      g_autofree char *name = asked_name (dependency);
      const ZantePackageState *state = dependency->idle ? NULL : find (toolchain, name);
      *met |= dependency->idle;
      if (state == NULL || !is_new_enough (toolchain, state, dependency))
        continue;
      *met = TRUE;
      return g_steal_pointer (&name);
    }
  return NULL;
}

gboolean
zante_toolchain_has (ZanteToolchain *toolchain, const char *dependency)
{
  gboolean met;
  g_free (meet (toolchain, dependency, &met));
  return met;
}

GPtrArray *
zante_toolchain_closure (ZanteToolchain *toolchain, const char *const *packages)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_key_input_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal); /* of QUEUE */
  g_autoptr (GPtrArray) queue = g_ptr_array_new_with_free_func (g_free);
  for (; packages != NULL && *packages != NULL; packages++)
    {
      gboolean met;
      g_autofree char *name = meet (toolchain, *packages, &met);
      if (name != NULL || !met)
        zante_strings_add_unseen (queue, seen, name != NULL ? name : *packages);
    }
  guint asked = queue->len;
  for (const char *const *base = toolchain->kind->base; *base != NULL; base++)
    zante_strings_add_unseen (queue, seen, *base);
  for (guint i = 0; i < queue->len; i++)
    {
      const ZantePackageState *state = find (toolchain, queue->pdata[i]);
      if (state != NULL || i < asked)
        zante_key_add (inputs, "package", queue->pdata[i],
                       state == NULL ? "missing" : state->version);
      for (char **next = state == NULL ? NULL : state->follows; next != NULL && *next != NULL;
           next++)
        zante_strings_add_unseen (queue, seen, *next);
    }
  zante_key_sort (inputs);
  return inputs;
}
