/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index file of a tree. A checksum guards it, so the bytes are tried with the right one. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "stage/tree.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
write_index (const char *path, const guint8 *data, gsize size)
{
  g_autofree char *digest = zante_hash_bytes (data, size);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *)digest, (guint)strlen (digest));
  g_byte_array_append (bytes, data, (guint)size);
  g_assert_true (g_file_set_contents_full (path, (const char *)bytes->data, (gssize)bytes->len,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = g_strdup_printf ("%s/zante-fuzz-index-%d", g_get_tmp_dir (), getpid ());
  g_autofree char *label = NULL;
  write_index (path, data, size);
  g_autoptr (GPtrArray) tree = zante_tree_load (path, NULL, &label);
  g_unlink (path);
  for (guint i = 0; tree != NULL && i < tree->len; i++)
    g_assert_nonnull (((const ZanteTreeEntry *)tree->pdata[i])->path);
  if (tree == NULL)
    return 0;
  zante_tree_find (tree, "usr/bin/xl");
  g_free (zante_tree_digest (tree));
  return 0;
}
