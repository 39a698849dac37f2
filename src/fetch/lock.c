/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find out what the sources are now and pin it. */
#include <string.h>

#include "base/error.h"
#include "fetch/files.h"
#include "fetch/kind.h"

/* A lock frees its entries by their table, so their arrays have no free function. */
static void
copy_entry (const ZanteLockEntry *from, ZanteLockEntry *to)
{
  to->kind = g_strdup (from->kind);
  to->package = g_strdup (from->package);
  to->version = g_strdup (from->version);
  to->suite = g_strdup (from->suite);
  to->url = g_strdup (from->url);
  to->size = from->size;
  to->sha256 = g_strdup (from->sha256);
  to->ref = g_strdup (from->ref);
  to->commit = g_strdup (from->commit);
  to->date = from->date;
  if (from->files == NULL)
    return;
  to->files = zante_lock_files_copy (from->files);
  g_ptr_array_set_free_func (to->files, NULL);
}

static ZanteLockEntry *
add_entry (ZanteLock *lock, const char *name)
{
  ZanteLockEntry *entry = g_new0 (ZanteLockEntry, 1);
  g_hash_table_insert (lock->sources, g_strdup (name), entry);
  return entry;
}

/* Keep what OLD has for sources of the recipe that are not asked about. */
static void
keep_others (const ZanteFetchInput *input, GPtrArray *asked, ZanteLock *lock)
{
  GHashTableIter iter;
  gpointer name, entry;
  if (input->recipe->lock == NULL)
    return;
  g_hash_table_iter_init (&iter, input->recipe->lock->sources);
  while (g_hash_table_iter_next (&iter, &name, &entry))
    {
      ZanteSource *source = g_hash_table_lookup (input->recipe->sources, name);
      if (source != NULL && !g_ptr_array_find (asked, source, NULL))
        copy_entry (entry, add_entry (lock, name));
    }
}

/* What an entry pins, in a word. */
static const char *
pinned (const ZanteLockEntry *entry)
{
  const char *word = entry->version != NULL  ? entry->version
                     : entry->commit != NULL ? entry->commit
                                             : entry->sha256;
  return word == NULL ? "?" : word;
}

static void
tell_move (const ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *from,
           const ZanteLockEntry *to)
{
  if (from != NULL && strcmp (pinned (from), pinned (to)) != 0)
    zante_log_message (context->input->log, ZANTE_LOG_NOTICE, "source '%s' moves from %s to %s",
                       source->name, pinned (from), pinned (to));
}

/* Whether PREVIOUS (or NULL) stays in the lock. */
static gboolean
is_kept (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *previous,
         ZanteLockMode mode, GError **error)
{
  const ZanteFetchKind *kind = zante_fetch_kind (source);
  if (previous == NULL || mode == ZANTE_LOCK_UPDATE || !zante_lock_check (previous, source, NULL))
    return FALSE;
  return mode == ZANTE_LOCK_KEEP || kind->is_offered == NULL || context->input->offline
         || kind->is_offered (context, source, previous, error);
}

static gboolean
lock_source (ZanteFetchContext *context, const ZanteSource *source, ZanteLockMode mode,
             ZanteLock *lock, GError **error)
{
  g_autoptr (GError) local = NULL;
  const ZanteFetchKind *kind = zante_fetch_kind (source);
  const ZanteLock *old = context->input->recipe->lock;
  const ZanteLockEntry *previous
      = old == NULL ? NULL : g_hash_table_lookup (old->sources, source->name);
  if (kind->resolve == NULL)
    return TRUE;
  if (is_kept (context, source, previous, mode, &local))
    {
      copy_entry (previous, add_entry (lock, source->name));
      return TRUE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (context->input->offline)
    return zante_error_set (error, ZANTE_ERROR_SOURCE,
                            "it is not pinned yet, and --offline forbids to look it up");
  ZanteLockEntry *entry = add_entry (lock, source->name);
  entry->kind = g_strdup (kind->name);
  if (!kind->resolve (context, source, entry, error))
    return FALSE;
  tell_move (context, source, previous, entry);
  return TRUE;
}

ZanteLock *
zante_fetch_lock (const ZanteFetchInput *input, ZanteLockMode mode, GError **error)
{
  g_autoptr (GPtrArray) sources = zante_fetch_select (input, error);
  g_autoptr (ZanteFetchContext) context
      = sources == NULL ? NULL : zante_fetch_context_new (input, error);
  if (context == NULL)
    return NULL;
  g_autoptr (ZanteLock) lock = zante_lock_new ();
  keep_others (input, sources, lock);
  for (guint i = 0; i < sources->len; i++)
    {
      const ZanteSource *source = g_ptr_array_index (sources, i);
      if (!lock_source (context, source, mode, lock, error))
        {
          zante_fetch_prefix (error, source);
          return NULL;
        }
    }
  return g_steal_pointer (&lock);
}
