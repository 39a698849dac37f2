/* SPDX-License-Identifier: GPL-2.0-or-later */
/* .meta files of advisories, and what patches say that they are. */
#include "xsa/meta.h"
#include "xsa/status.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) recipes = zante_xsa_meta_parse (text, size, "fuzz", &error);
  g_assert_true ((recipes == NULL) == (error != NULL));
  for (guint i = 0; recipes != NULL && i < recipes->len; i++)
    {
      const ZanteXsaRecipe *recipe = recipes->pdata[i];
      g_assert_true (recipe->number > 0 && recipe->tree != NULL && recipe->version != NULL);
    }
  g_autoptr (ZanteXsaRelease) release = zante_xsa_release_new ("fuzz", "0");
  zante_xsa_own_read (release->own, "xsa1.patch", text, size);
  return 0;
}
