/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Version scripts, and the makefiles beside them. */
#include <string.h>

#include "abi/makefile.h"
#include "abi/map.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gboolean all = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) symbols
      = zante_abi_map_parse ((const char *)data, size, "fuzz", &all, &error);
  g_assert_true ((symbols == NULL) == (error != NULL));
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *value = zante_abi_make_value (text, "MAJOR");
  g_assert_true (value == NULL || strchr (value, '\n') == NULL);
  g_array_unref (zante_abi_make_rules (text));
  return 0;
}
