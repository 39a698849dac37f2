/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/hash.h"
#include "stage/paths.h"
#include "stage/tree.h"

/* The label, then per entry: path, target, digest, mode, owner, size, inode, mtime, ctime. The file
 * is the SHA-256 of the rest, then the variant in the machine's byte order: it never leaves here.
 */
#define ENTRY_TYPE "(ayaysuuttxx)"
#define INDEX_TYPE "(sa" ENTRY_TYPE ")"

static GVariant *
to_variant (GPtrArray *tree, const char *label)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a" ENTRY_TYPE));
  for (guint i = 0; i < tree->len; i++)
    {
      const ZanteTreeEntry *entry = tree->pdata[i];
      g_variant_builder_add (&builder, "(^ay^aysuuttxx)", entry->path,
                             entry->target != NULL ? entry->target : "", entry->digest,
                             (guint32)entry->mode, (guint32)entry->owner, entry->size, entry->inode,
                             entry->mtime, entry->ctime);
    }
  return g_variant_ref_sink (
      g_variant_new ("(s@a" ENTRY_TYPE ")", label, g_variant_builder_end (&builder)));
}

gboolean
zante_tree_save (GPtrArray *tree, const char *label, const char *path, GError **error)
{
  g_autoptr (GVariant) variant = to_variant (tree, label);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize size = g_variant_get_size (variant);
  g_autofree char *digest = zante_hash_bytes (g_variant_get_data (variant), size);
  g_byte_array_append (bytes, (const guint8 *)digest, ZANTE_HASH_HEX);
  g_byte_array_append (bytes, g_variant_get_data (variant), (guint)size);
  return zante_cache_write (path, bytes->data, bytes->len, error);
}

static ZanteTreeEntry *
from_variant (GVariant *variant)
{
  ZanteTreeEntry *entry = g_new0 (ZanteTreeEntry, 1);
  const char *digest = NULL;
  guint32 mode = 0, owner = 0;
  g_variant_get (variant, "(^ay^ay&suuttxx)", &entry->path, &entry->target, &digest, &mode, &owner,
                 &entry->size, &entry->inode, &entry->mtime, &entry->ctime);
  entry->mode = mode;
  entry->owner = owner;
  g_strlcpy (entry->digest, digest, sizeof entry->digest);
  if (!S_ISLNK (entry->mode))
    g_clear_pointer (&entry->target, g_free);
  return entry;
}

/* The checked content of an index file, or NULL. */
static GVariant *
read_index (const char *path)
{
  g_autofree char *data = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &data, &size, NULL) || size < ZANTE_HASH_HEX)
    return NULL;
  g_autofree char *digest = zante_hash_bytes (data + ZANTE_HASH_HEX, size - ZANTE_HASH_HEX);
  if (strncmp (digest, data, ZANTE_HASH_HEX) != 0)
    return NULL;
  /* copied for its alignment */
  g_autoptr (GBytes) bytes = g_bytes_new (data + ZANTE_HASH_HEX, size - ZANTE_HASH_HEX);
  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (INDEX_TYPE), bytes, FALSE));
}

GPtrArray *
zante_tree_load (const char *path, const char *label, char **found)
{
  g_autoptr (GVariant) index = read_index (path);
  if (index == NULL)
    return NULL;
  g_autofree char *own_label = NULL;
  g_autoptr (GVariant) entries = NULL;
  g_variant_get (index, "(s@a" ENTRY_TYPE ")", &own_label, &entries);
  if (label != NULL && !g_str_equal (label, own_label))
    return NULL;
  gsize n = g_variant_n_children (entries);
  GPtrArray *tree = g_ptr_array_new_full ((guint)n, (GDestroyNotify)zante_tree_entry_free);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (entries, i);
      g_ptr_array_add (tree, from_variant (child));
    }
  if (found != NULL)
    *found = g_steal_pointer (&own_label);
  return tree;
}
