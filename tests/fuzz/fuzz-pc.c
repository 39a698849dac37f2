/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/pkgconfig.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZantePkgConfig) config
      = zante_pkg_config_parse ((const char *)data, size, "/usr/lib/pkgconfig", &error);
  g_assert_true ((config == NULL) == (error != NULL));
  if (config == NULL)
    return 0;
  g_auto (GStrv) words = zante_pkg_config_words (config, "Libs", &error);
  g_auto (GStrv) modules = zante_pkg_config_modules (config, "Requires");
  g_assert_true ((words == NULL) == (error != NULL));
  g_assert_nonnull (modules);
  return 0;
}
