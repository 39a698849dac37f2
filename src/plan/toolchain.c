/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/toolchain.h"

#include <string.h>

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

static void
queue_package (GPtrArray *queue, GHashTable *seen, const char *package)
{
  if (g_hash_table_contains (seen, package))
    return;
  char *name = g_strdup (package);
  g_hash_table_add (seen, name);
  g_ptr_array_add (queue, name);
}

GPtrArray *
zante_toolchain_closure (ZanteToolchain *toolchain, const char *const *packages)
{
  GPtrArray *inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_key_input_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) queue = g_ptr_array_new ();
  for (; packages != NULL && *packages != NULL; packages++)
    queue_package (queue, seen, *packages);
  guint asked = queue->len;
  for (const char *const *base = toolchain->kind->base; *base != NULL; base++)
    queue_package (queue, seen, *base);
  for (guint i = 0; i < queue->len; i++)
    {
      const ZantePackageState *state = find (toolchain, queue->pdata[i]);
      if (state != NULL || i < asked)
        zante_key_add (inputs, "package", queue->pdata[i],
                       state == NULL ? "missing" : state->version);
      for (char **next = state == NULL ? NULL : state->follows; next != NULL && *next != NULL;
           next++)
        queue_package (queue, seen, *next);
    }
  zante_key_sort (inputs);
  return inputs;
}
