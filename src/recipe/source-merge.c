/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recipe/parts.h"

/* Move the sources of SETTINGS to SOURCES: those of a higher layer replace those below. */
static gboolean
take_layer (GHashTable *sources, ZanteSettings *settings, GError **error)
{
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;
  if (settings == NULL || settings->sources == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, settings->sources);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!zante_source_resolve (value, name, settings->file, error))
      return FALSE;
  g_hash_table_iter_init (&iter, settings->sources);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      ZanteSource *source = value;
      g_hash_table_iter_steal (&iter);
      source->name = name;
      source->file = g_strdup (settings->file);
      g_hash_table_replace (sources, source->name, source);
    }
  return TRUE;
}

static gboolean
take_local (GHashTable *sources, const char *text, GError **error)
{
  g_autofree char *name = NULL, *path = NULL;
  if (!zante_split_override ("--local", text, &name, &path, error))
    return FALSE;
  const ZanteSource *old = g_hash_table_lookup (sources, name);
  if (old == NULL)
    {
      g_autofree char *hint = zante_hint (name, sources);
      return zante_complain_option (error, "--local", text, "there is no source '%s'%s", name,
                                    hint);
    }
  g_autofree char *expanded = g_str_has_prefix (path, "~/")
                                  ? g_build_filename (g_get_home_dir (), path + 2, NULL)
                                  : g_strdup (path);
  ZanteSource *source = g_new0 (ZanteSource, 1);
  source->local = g_new0 (ZanteLocalSource, 1);
  source->local->path = g_canonicalize_filename (expanded, NULL);
  source->name = g_strdup (name);
  source->file = g_strdup (old->file);
  g_hash_table_replace (sources, source->name, source);
  if (g_file_test (source->local->path, G_FILE_TEST_IS_DIR))
    return TRUE;
  return zante_complain_option (error, "--local", text, "there is no folder '%s'",
                                source->local->path);
}

GHashTable *
zante_sources_merge (ZanteLayers *layers, const ZanteRecipeInput *input, GError **error)
{
  g_autoptr (GHashTable) sources
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)zante_source_free);
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    if (!take_layer (sources, layers->layer[layer], error))
      return NULL;
  for (const char *const *local = input->overrides.locals; local != NULL && *local != NULL; local++)
    if (!take_local (sources, *local, error))
      return NULL;
  return g_steal_pointer (&sources);
}
