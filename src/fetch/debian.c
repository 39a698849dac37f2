/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A source package of the machine's own Debian archive: found through apt, pinned by the digests of
 * its files, taken from any mirror that has them. */
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "fetch/apt.h"
#include "fetch/debian-tree.h"
#include "fetch/files.h"
#include "fetch/kind.h"
#include "fetch/quote.h"

static gboolean
update_once (ZanteFetchContext *context, GError **error)
{
  const ZanteFetchInput *input = context->input;
  if (context->apt_fresh)
    return TRUE;
  zante_log_message (input->log, ZANTE_LOG_INFO,
                     "reading the source indices of apt's repositories");
  context->apt_warnings = g_string_new (NULL);
  context->apt_fresh
      = zante_apt_update (input->workspace, context->apt_warnings, input->cancellable, error);
  return context->apt_fresh;
}

static int
by_path (gconstpointer a, gconstpointer b)
{
  const ZanteLockFile *const *left = a, *const *right = b;
  return strcmp ((*left)->path, (*right)->path);
}

static gboolean
resolve (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *previous,
         ZanteLockEntry *entry, GError **error)
{
  (void)previous;
  const ZanteFetchInput *input = context->input;
  const ZanteDebianSource *debian = source->debian;
  if (!update_once (context, error))
    return FALSE;
  g_autoptr (GPtrArray) files = zante_apt_find (input->workspace, debian->package, debian->version,
                                                &entry->version, input->cancellable, error);
  if (files == NULL)
    {
      if (error != NULL && context->apt_warnings->len > 0)
        g_prefix_error (error, "apt warned: %s; ", g_strchomp (context->apt_warnings->str));
      return FALSE;
    }
  entry->package = g_strdup (debian->package);
  g_ptr_array_sort (files, by_path);
  g_ptr_array_set_free_func (files, NULL); /* see lock.c */
  entry->files = g_steal_pointer (&files);
  return TRUE;
}

static GPtrArray *
locked_files (const ZanteLockEntry *entry)
{
  return entry->files == NULL ? zante_lock_files_new () : zante_lock_files_copy (entry->files);
}

/* Some servers take a plain '+' in a path for a blank, so it is escaped, as apt does. */
static char *
file_url (const char *root, const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  return g_strconcat (root, escaped, NULL);
}

static gboolean
locate (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
        const ZanteLockFile *file, ZanteDownload *download, GError **error)
{
  (void)source, (void)entry;
  GPtrArray *mirrors = zante_fetch_mirrors (context, error);
  if (mirrors == NULL)
    return FALSE;
  for (guint i = 0; i < mirrors->len; i++)
    {
      const ZanteMirror *mirror = g_ptr_array_index (mirrors, i);
      g_autofree char *url = file_url (mirror->root, file->path);
      zante_download_add_url (download, url, mirror->proxy);
    }
  download->hint = g_strdup ("when the archive has moved on, 'zante lock --update' pins what it "
                             "has now");
  return TRUE;
}

static gboolean
unpack (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
        const char *dest, GError **error)
{
  return zante_debian_lay_out (input->workspace, entry, source->debian->series, dest,
                               input->cancellable, error);
}

static char *
identity (const ZanteSource *source, const ZanteLockEntry *entry)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (guint i = 0; entry->files != NULL && i < entry->files->len; i++)
    zante_hash_update_string (hash, ((ZanteLockFile *)g_ptr_array_index (entry->files, i))->sha256);
  g_autofree char *digest = zante_hash_finish (hash);
  return g_strdup_printf ("%s %s%s %s", entry->package, entry->version,
                          source->debian->series ? " with its series" : "", digest);
}

const ZanteFetchKind zante_fetch_debian = {
    .name = "debian",
    .resolve = resolve,
    .files = locked_files,
    .locate = locate,
    .unpack = unpack,
    .identity = identity,
};
