/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recipe/parts.h"

/* Put the patches of ADDITION after those of the source that a lower layer describes. */
static gboolean
add_patches (GHashTable *sources, const ZanteSource *addition, const char *name, const char *file,
             GError **error)
{
  ZanteSource *below = g_hash_table_lookup (sources, name);
  g_autofree char *pointer = zante_pointer ("sources", name, "patches", NULL);
  if (below == NULL)
    {
      g_autofree char *hint = zante_hint (name, sources);
      return zante_complain (error, file, pointer,
                             "there is no source '%s' to add patches to%s: say what it is, one of "
                             "debian, git, archive and local",
                             name, hint);
    }
  if (below->local != NULL)
    return zante_complain (error, file, pointer,
                           "source '%s' is a local tree, which is not patched: apply them yourself",
                           name);
  g_autoptr (GStrvBuilder) patches = g_strv_builder_new ();
  if (below->patches != NULL)
    g_strv_builder_addv (patches, (const char **)below->patches);
  g_strv_builder_addv (patches, (const char **)addition->patches);
  g_strfreev (below->patches);
  below->patches = g_strv_builder_end (patches);
  return TRUE;
}

/* Move the sources of SETTINGS to SOURCES: those of a higher layer replace those below, or add
 * patches to them. */
static gboolean
take_layer (GHashTable *sources, ZanteSettings *settings, GError **error)
{
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;
  if (settings == NULL || settings->sources == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, settings->sources);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!zante_source_resolve (value, name, settings->file, error)
        || (zante_source_is_addition (value)
            && !add_patches (sources, value, name, settings->file, error)))
      return FALSE;
  g_hash_table_iter_init (&iter, settings->sources);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      ZanteSource *source = value;
      if (zante_source_is_addition (source))
        continue;
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
