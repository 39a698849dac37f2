/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An archive's index, searched for what depends on a library that goes away. */
#include "abi/abi.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  ZanteAbiLibrary old = {.name = (char *)"libxenctrl", .soname = (char *)"libxenctrl.so.4.17"};
  ZanteAbiLibrary stable
      = {.name = (char *)"libxencall", .soname = (char *)"libxencall.so.1", .stable = TRUE};
  g_autoptr (GPtrArray) before = g_ptr_array_new (), after = g_ptr_array_new ();
  g_ptr_array_add (before, &stable);
  g_ptr_array_add (before, &old);
  g_ptr_array_add (after, &stable);
  g_autoptr (GPtrArray) changes = zante_abi_compare (before, after);
  g_autoptr (GByteArray) index = g_byte_array_new ();
  g_byte_array_append (index, data, (guint)size);
  g_autoptr (GPtrArray) indexes = g_ptr_array_new ();
  g_ptr_array_add (indexes, index);
  g_autoptr (ZanteAbiRebuilds) rebuilds = zante_abi_rebuilds (indexes, changes);
  for (guint i = 0; i < rebuilds->rebuilds->len; i++)
    g_assert_cmpuint (((ZanteAbiRebuild *)rebuilds->rebuilds->pdata[i])->needs->len, >, 0);
  return 0;
}
