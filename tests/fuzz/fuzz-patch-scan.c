/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches and series files: no name that gets through may lead out of the tree. */
#include <string.h>

#include "fetch/patch/scan.h"
#include "fetch/patch/series.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_inside (GPtrArray *names)
{
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (names->pdata[i], "/", -1);
      g_assert (*(char *)names->pdata[i] != '/');
      g_assert (!g_strv_contains ((const char *const *)parts, ".."));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (ZantePatchScan) scan = zante_patch_scan ((const char *)data, size, NULL);
  g_autoptr (GPtrArray) series = zante_series_parse ((const char *)data, size, NULL);
  assert_inside (scan == NULL ? NULL : scan->paths);
  assert_inside (series);
  return 0;
}
