/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is booted and comes from packages: a bzImage, a module with its .modinfo, xen.efi. */
#include <string.h>

#include "base/elf.h"
#include "boot/image/hypervisor.h"
#include "boot/image/modules.h"
#include "boot/image/vmlinux.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_module (const char *data, gsize size)
{
  g_auto (GStrv) names = zante_module_depends (data, size);
  for (char **name = names; *name != NULL; name++)
    g_assert_cmpuint (strlen (*name), <, size);
}

static void
check_build_id (const guint8 *data, gsize size)
{
  g_autofree char *id = zante_pe_build_id (data, size);
  for (const char *c = id; c != NULL && *c != '\0'; c++)
    g_assert_true (g_ascii_isxdigit (*c));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) image = g_bytes_new_static (data, size);
  g_autoptr (GBytes) kernel = zante_vmlinux_extract (image);
  check_module ((const char *)data, size);
  check_build_id (data, size);
  if (kernel == NULL)
    return 0;
  gsize length = 0;
  const guint8 *start = g_bytes_get_data (kernel, &length);
  g_assert_true (zante_elf_is_magic (start, length));
  return 0;
}
