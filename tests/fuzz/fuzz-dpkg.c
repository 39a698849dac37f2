/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dpkg's status file, and the packages it leads to. */
#include "plan/toolchain.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *const packages[] = {"gcc", "a", "a:i386", "virtual | b (>= 1)", ":", NULL};
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (ZanteToolchain) toolchain
      = zante_toolchain_new (&zante_dpkg_database, zante_dpkg_parse (bytes));
  g_ptr_array_unref (zante_toolchain_closure (toolchain, packages));
  g_autofree char *name = zante_dpkg_name ((const char *)data, size);
  zante_toolchain_version (toolchain, name == NULL ? "" : name);
  return 0;
}
