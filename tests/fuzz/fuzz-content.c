/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches on a tree in memory. The input is a file, a line "%%", and patches: what applies can be
 * taken out again, and then the tree is as it was. */
#include "series/content.h"

#include <string.h>

#include "series/series.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
same (const GArray *one, const GArray *other)
{
  return one != NULL && one->len == other->len
         && memcmp (one->data, other->data, one->len * sizeof (guint32)) == 0;
}

/* Apply PATCH to FILES and take it out again. A hunk may stand at more than one place, so that the
 * way back fits another one: then nothing is promised but the length. */
static void
there_and_back (GHashTable *files, const ZanteContentPatch *patch)
{
  g_auto (ZanteContentTree) tree = {0};
  zante_content_tree_init (&tree, files);
  if (!zante_content_apply (&tree, patch, FALSE))
    return;
  g_autoptr (GArray) made = NULL;
  GArray *lines = g_hash_table_lookup (tree.own, "f");
  made = lines == NULL ? NULL : g_array_copy (lines);
  if (zante_content_apply (&tree, patch, TRUE) && zante_content_apply (&tree, patch, FALSE)
      && made != NULL)
    g_assert_cmpuint (((GArray *)g_hash_table_lookup (tree.own, "f"))->len, ==, made->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  char *mark = strstr (text, "\n%%\n");
  if (mark == NULL)
    return 0;
  g_autoptr (ZanteLineBook) book = zante_line_book_new ();
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new (mark + 4, strlen (mark + 4));
  g_autoptr (GPtrArray) patches
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_content_patch_free);
  for (guint i = 0; i < mailbox->patches->len; i++)
    g_ptr_array_add (patches, zante_content_patch_new (book, mailbox->patches->pdata[i]));
  g_autoptr (GArray) lines = zante_line_book_read (book, text, (gsize)(mark + 1 - text));
  g_autoptr (GArray) copy = g_array_copy (lines);
  g_autoptr (GHashTable) files = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (files, (gpointer) "f", lines);
  zante_content_fit (files, patches);
  for (guint i = 0; i < patches->len; i++)
    there_and_back (files, patches->pdata[i]);
  g_assert_true (same (lines, copy)); /* a tree changes nothing of what it is made on */
  return 0;
}
