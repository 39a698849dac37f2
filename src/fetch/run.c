/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/fetch.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/outside.h"
#include "base/strings.h"
#include "fetch/files.h"
#include "fetch/kind.h"
#include "fetch/patch/patch.h"

static const ZanteFetchKind *const kinds[] = {
    &zante_fetch_debian,
    &zante_fetch_git,
    &zante_fetch_archive,
    &zante_fetch_local,
};

const ZanteFetchKind *
zante_fetch_kind (const ZanteSource *source)
{
  const char *name = zante_source_kind (source);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i]->name, name) == 0)
      return kinds[i];
  g_assert_not_reached ();
}

void
zante_fetch_prefix (GError **error, const ZanteSource *source)
{
  g_autofree char *prefix = g_strdup_printf ("source '%s': ", source->name);
  if (error != NULL && *error != NULL && !g_str_has_prefix ((*error)->message, prefix))
    g_prefix_error (error, "%s", prefix);
}

static const ZanteSource *
find_source (const ZanteRecipe *recipe, const char *name, GError **error)
{
  const ZanteSource *source = g_hash_table_lookup (recipe->sources, name);
  if (source != NULL)
    return source;
  g_autofree char **names = zante_strings_keys (recipe->sources);
  g_autofree char *hint = zante_error_hint (name, (const char *const *)names, "");
  return zante_error_null (error, ZANTE_ERROR_INPUT, "unknown source '%s'%s", name, hint);
}

static void
add_once (GPtrArray *sources, const ZanteSource *source)
{
  if (source != NULL && !g_ptr_array_find (sources, source, NULL))
    g_ptr_array_add (sources, (gpointer)source);
}

GPtrArray *
zante_fetch_select (const ZanteFetchInput *input, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  for (const char *const *name = input->names; name != NULL && *name != NULL; name++)
    {
      const ZanteSource *source = find_source (input->recipe, *name, error);
      if (source == NULL)
        return NULL;
      add_once (sources, source);
    }
  for (guint i = 0; input->names == NULL && i < input->recipe->components->len; i++)
    {
      const ZanteComponent *component = g_ptr_array_index (input->recipe->components, i);
      if (component->provider == ZANTE_PROVIDER_BUILD)
        add_once (sources, zante_recipe_source (input->recipe, component));
    }
  zante_strings_sort_by (sources, ZanteSource, name);
  return g_steal_pointer (&sources);
}

gboolean
zante_fetch_entry (const ZanteRecipe *recipe, const ZanteSource *source,
                   const ZanteLockEntry **entry, GError **error)
{
  *entry = NULL;
  if (zante_fetch_kind (source)->resolve == NULL)
    return TRUE;
  if (recipe->lock != NULL)
    *entry = g_hash_table_lookup (recipe->lock->sources, source->name);
  if (*entry != NULL)
    return zante_lock_check (*entry, source, error);
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "source '%s' is not pinned in '%s' (run 'zante lock')", source->name,
                          recipe->lock_file == NULL ? "zante.lock" : recipe->lock_file);
}

/* Where FILE can be had: from the bundle if it is there, else from the network. */
static gboolean
add_places (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
            const ZanteLockFile *file, ZanteDownload *download, GError **error)
{
  const char *name = zante_lock_file_name (file);
  g_autofree char *relative = g_build_filename ("downloads", file->sha256, name, NULL);
  g_autofree char *bundled = zante_fetch_bundled (context, relative);
  if (bundled != NULL)
    {
      g_autofree char *url = g_filename_to_uri (bundled, NULL, NULL);
      zante_download_add_url (download, url, NULL);
      return TRUE;
    }
  if (!context->input->offline)
    return zante_fetch_kind (source)->locate (context, source, entry, file, download, error);
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "'%s' is not here and --offline forbids to download it (run 'zante fetch' where "
      "there is a network, or bring a bundle and give --from-bundle)",
      name);
}

static gboolean
is_queued (GPtrArray *downloads, const char *place)
{
  for (guint i = 0; i < downloads->len; i++)
    if (strcmp (((ZanteDownload *)g_ptr_array_index (downloads, i))->place, place) == 0)
      return TRUE;
  return FALSE;
}

/* Queue the files of SOURCE that are not here. */
static gboolean
queue_missing (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
               GPtrArray *downloads, GError **error)
{
  const ZanteFetchKind *kind = zante_fetch_kind (source);
  const ZanteWorkspace *workspace = context->input->workspace;
  if (kind->files == NULL)
    return TRUE;
  g_autoptr (GPtrArray) files = kind->files (entry);
  guint before = downloads->len;
  for (guint i = 0; i < files->len; i++)
    {
      const ZanteLockFile *file = g_ptr_array_index (files, i);
      g_autofree char *place = zante_lock_file_place (workspace, file, error);
      if (place == NULL)
        return FALSE;
      if (zante_lock_file_is_present (workspace, file) || is_queued (downloads, place))
        continue;
      ZanteDownload *download = zante_download_new (source->name, place, file->size, file->sha256);
      g_ptr_array_add (downloads, download);
      if (!add_places (context, source, entry, file, download, error))
        return FALSE;
    }
  if (downloads->len == before)
    zante_log_emit (context->input->log, &ZANTE_EVENT (.event = "fetch-end", .status = "cached",
                                                       .component = source->name));
  return TRUE;
}

static gboolean
queue_all (ZanteFetchContext *context, GPtrArray *sources, GPtrArray *downloads, GError **error)
{
  for (guint i = 0; i < sources->len; i++)
    {
      const ZanteSource *source = g_ptr_array_index (sources, i);
      const ZanteLockEntry *entry;
      if (!zante_fetch_entry (context->input->recipe, source, &entry, error))
        return FALSE;
      if (!zante_patch_check ((const char *const *)source->patches, error)
          || !queue_missing (context, source, entry, downloads, error))
        {
          zante_fetch_prefix (error, source);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
settle_all (ZanteFetchContext *context, GPtrArray *sources, GError **error)
{
  for (guint i = 0; i < sources->len; i++)
    {
      const ZanteSource *source = g_ptr_array_index (sources, i);
      const ZanteFetchKind *kind = zante_fetch_kind (source);
      const ZanteLockEntry *entry;
      if (kind->settle == NULL)
        continue;
      if (!zante_fetch_entry (context->input->recipe, source, &entry, error))
        return FALSE;
      if (!kind->settle (context, source, entry, error))
        {
          zante_fetch_prefix (error, source);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
zante_fetch_run (const ZanteFetchInput *input, GError **error)
{
  g_autoptr (GPtrArray) sources = zante_fetch_select (input, error);
  g_autoptr (GPtrArray) downloads
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_download_free);
  g_autoptr (ZanteFetchContext) context
      = sources == NULL ? NULL : zante_fetch_context_new (input, error);
  return context != NULL && queue_all (context, sources, downloads, error)
         && zante_fetch_download (context, downloads, error)
         && settle_all (context, sources, error);
}

/* What somebody else made has no link that leads out; a developer's own tree may. */
static gboolean
check_links (const ZanteSource *source, const char *dest, GError **error)
{
  return source->local != NULL || zante_beneath_check (dest, error);
}

static gboolean
unpack_into (const ZanteFetchInput *input, const ZanteSource *source, const char *dest,
             GError **error)
{
  const ZanteLockEntry *entry;
  return zante_fetch_entry (input->recipe, source, &entry, error)
         && zante_fetch_kind (source)->unpack (input, source, entry, dest, error)
         && check_links (source, dest, error)
         && zante_fetch_patch (dest, (const char *const *)source->patches, input->cancellable,
                               error);
}

gboolean
zante_fetch_unpack (const ZanteFetchInput *input, const ZanteSource *source, const char *dest,
                    GError **error)
{
  /* A tree that has its name is whole. */
  g_autofree char *aside = g_strconcat (dest, ".new", NULL);
  g_autofree char *parent = g_path_get_dirname (dest);
  if (zante_fs_make_dirs (parent, error) && zante_fs_remove_tree (aside, error)
      && unpack_into (input, source, aside, error)
      && (g_rename (aside, dest) == 0
          || zante_error_errno (error, errno, "cannot make '%s'", dest)))
    return TRUE;
  zante_fs_remove_tree (aside, NULL);
  zante_fetch_prefix (error, source);
  return FALSE;
}

/* The digest of the contents of PATCHES, which may be links, in their order. */
static char *
patches_digest (char **patches, GError **error)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (; *patches != NULL; patches++)
    {
      g_autofree char *digest = zante_outside_hash (*patches, error);
      if (digest == NULL)
        return NULL;
      zante_hash_update_string (hash, digest);
    }
  return zante_hash_finish (hash);
}

GPtrArray *
zante_fetch_files (const ZanteFetchInput *input, const ZanteSource *source, GError **error)
{
  const ZanteFetchKind *kind = zante_fetch_kind (source);
  const ZanteLockEntry *entry;
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  if (!zante_fetch_entry (input->recipe, source, &entry, error))
    return NULL;
  g_autoptr (GPtrArray) files = kind->files == NULL ? zante_lock_files_new () : kind->files (entry);
  for (guint i = 0; i < files->len; i++)
    {
      char *place = zante_lock_file_verified (input->workspace, files->pdata[i], error);
      if (place == NULL)
        {
          zante_fetch_prefix (error, source);
          return NULL;
        }
      g_ptr_array_add (places, place);
    }
  return g_steal_pointer (&places);
}

char *
zante_fetch_read (const ZanteFetchInput *input, const ZanteSource *source, const char *path,
                  GError **error)
{
  const ZanteLockEntry *entry;
  char *data = zante_fetch_entry (input->recipe, source, &entry, error)
                   ? zante_fetch_kind (source)->read (input, source, entry, path, error)
                   : NULL;
  if (data == NULL)
    zante_fetch_prefix (error, source);
  return data;
}

char *
zante_fetch_identity (const ZanteRecipe *recipe, const ZanteSource *source, GError **error)
{
  const ZanteFetchKind *kind = zante_fetch_kind (source);
  const ZanteLockEntry *entry;
  if (!zante_fetch_entry (recipe, source, &entry, error))
    return NULL;
  g_autofree char *own = kind->identity (source, entry);
  if (source->patches == NULL || *source->patches == NULL)
    return g_strdup_printf ("%s:%s", kind->name, own);
  g_autofree char *patches = patches_digest (source->patches, error);
  if (patches == NULL)
    zante_fetch_prefix (error, source);
  return patches == NULL ? NULL : g_strdup_printf ("%s:%s patches %s", kind->name, own, patches);
}
