/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rpm's list of packages. */
#include "plan/toolchain.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *const packages[] = {"a", NULL};
  g_autoptr (ZanteToolchain) toolchain
      = zante_toolchain_new (&zante_rpm_database, zante_rpm_parse ((const char *)data, size));
  g_ptr_array_unref (zante_toolchain_closure (toolchain, packages));
  return 0;
}
