/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Items of build-depends in both grammars, and versions in both orders: what is taken can be no
 * option, and an order holds both ways round. */
#include <string.h>

#include "base/version.h"
#include "recipe/recipe.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
parse (const char *distribution, const char *text)
{
  const char *wrong = NULL;
  g_autoptr (GPtrArray) item = zante_dependency_parse (distribution, text, &wrong);
  g_assert_true ((item == NULL) == (wrong != NULL));
  for (guint i = 0; item != NULL && i < item->len; i++)
    g_assert_true (*((const ZanteDependency *)item->pdata[i])->name != '-');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  const char *half = text + strlen (text) / 2;
  parse ("debian", text);
  parse ("fedora", text);
  g_assert_cmpint (zante_version_compare_deb (text, half), ==,
                   -zante_version_compare_deb (half, text));
  g_assert_cmpint (zante_version_compare_rpm (text, text), ==, 0);
  return 0;
}
