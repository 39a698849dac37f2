/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The beginning of an rpm package, which `zante boot --from` reads itself. */
#include "boot/image/rpm-header.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (ZanteRpmHeader) header = zante_rpm_header_read (data, size);
  g_assert_true (header == NULL || (header->name != NULL && header->version != NULL));
  return 0;
}
