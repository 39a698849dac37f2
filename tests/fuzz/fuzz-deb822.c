/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paragraphs of .dsc, Sources and .sources files, and the lists of files in them. */
#include "fetch/apt/deb822.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) all = zante_deb822_parse ((const char *)data, size, "fuzz", NULL);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      g_autoptr (GPtrArray) files = zante_deb822_files (all->pdata[i], "fuzz", NULL);
      g_assert (files == NULL || files->len > 0);
    }
  return 0;
}
