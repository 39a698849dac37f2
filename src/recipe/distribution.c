/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recipe/recipe.h"

/* Whether one of the words of LIST (separated by spaces) is WORD. */
static gboolean
has_word (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list == NULL ? "" : list, " ", -1);
  return g_strv_contains ((const char *const *)words, word);
}

static gboolean
is_family (const char *id, const char *id_like, const char *family)
{
  return g_strcmp0 (id, family) == 0 || has_word (id_like, family);
}

const char *
zante_recipe_distribution (void)
{
  g_autofree char *id = g_get_os_info (G_OS_INFO_KEY_ID);
  g_autofree char *id_like = g_get_os_info ("ID_LIKE");
  if (is_family (id, id_like, "debian"))
    return "debian";
  if (is_family (id, id_like, "fedora") || is_family (id, id_like, "rhel"))
    return "fedora";
  return "debian";
}
