/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/scan.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const forbidden[] = {"/b", "host-1", "vm", NULL};
  g_autoptr (GPtrArray) words = zante_scan_words (forbidden, NULL);
  g_autoptr (GPtrArray) leaks = g_ptr_array_new_with_free_func (g_free);
  zante_scan_bytes (words, (const char *)data, size, leaks);
  g_assert_cmpuint (leaks->len, <=, 2 * words->len);
  return 0;
}
