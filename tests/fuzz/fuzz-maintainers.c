/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MAINTAINERS: its areas, and which of them are about a path. */
#include "series/check/maintainers.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const paths[]
      = {"README", "xen/common/domain.c", "xen/arch/x86/mm/p2m.c", "a//b/", "*", ""};
  g_autoptr (ZanteMaintainers) maintainers = zante_maintainers_read ((const char *)data, size);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GPtrArray) areas = zante_maintainers_of (maintainers, paths[i]);
      for (guint j = 0; j < areas->len; j++)
        {
          const ZanteMaintained *area = areas->pdata[j];
          g_assert_cmpuint (area->maintainers->len, >, 0);
          g_assert_cmpuint (zante_maintained_depth (area, paths[i]), >, 0);
        }
    }
  return 0;
}
