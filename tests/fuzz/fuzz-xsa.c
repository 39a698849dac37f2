/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advisories: in messages of commits, and in files about them. */
#include "xsa/xsa.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GArray) mentions = zante_xsa_mentions (text);
  for (guint i = 1; i < mentions->len; i++)
    g_assert_cmpuint (g_array_index (mentions, ZanteXsaMention, i - 1).number, <,
                      g_array_index (mentions, ZanteXsaMention, i).number);
  g_ptr_array_unref (zante_xsa_reverts (text));
  g_autoptr (GHashTable) facts = zante_xsa_facts_new ();
  g_autoptr (GError) error = NULL;
  gboolean read = zante_xsa_facts_parse (facts, text, size, "fuzz", 0, &error);
  g_assert_true (read == (error == NULL));
  return 0;
}
