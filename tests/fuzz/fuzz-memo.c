/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memo file. A checksum guards it, so the bytes are also tried with the right one. */
#include "plan/memo.h"

#include <string.h>

#define IDENTITY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autofree char *note = NULL;
  g_autofree char *second = NULL;
  zante_memo_check (data, size, IDENTITY, &note);
  zante_memo_repair (copy, size);
  zante_memo_check (copy, size, IDENTITY, &second);
  return 0;
}
