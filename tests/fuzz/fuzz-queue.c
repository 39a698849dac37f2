/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches of a queue: what is imported is one patch again, and stays it when it is written anew. */
#include <string.h>

#include "queue/queue.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new (text, strlen (text));
  g_autoptr (ZanteQueue) queue = g_new0 (ZanteQueue, 1);
  g_autoptr (GError) error = NULL;
  queue->patches = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_queue_patch_free);
  guint n = zante_queue_import (queue, mailbox, "fuzz.mbox", &error);
  g_assert_true ((n == 0) == (error != NULL));
  for (guint i = 0; i < queue->patches->len; i++)
    {
      const ZanteQueuePatch *patch = queue->patches->pdata[i];
      g_assert_null (strchr (patch->name, '/'));
      g_autofree char *same = zante_queue_patch_text (patch, patch->patch->text->str);
      ZanteQueuePatch *again = zante_queue_patch_new (patch->name, g_steal_pointer (&same), NULL);
      g_assert_nonnull (again);
      zante_queue_patch_free (again);
    }
  return 0;
}
