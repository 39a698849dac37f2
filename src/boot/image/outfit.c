/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/outfit.h"

#include <string.h>

#include "boot/image/installed.h"
#include "boot/image/layout.h"
#include "boot/image/owned.h"
#include "package/package.h"

static void
choose_declared (ZanteOutfit *outfit)
{
  g_autoptr (GPtrArray) candidates
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_candidate_free);
  for (guint i = 0; i < outfit->declared->len; i++)
    {
      const ZanteDeclared *declared = outfit->declared->pdata[i];
      g_ptr_array_add (candidates, zante_candidate_new (declared->name, declared->section,
                                                        g_strdupv (declared->needs)));
    }
  zante_installed_choose (candidates);
  outfit->installed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < candidates->len; i++)
    {
      const ZanteCandidate *candidate = candidates->pdata[i];
      if (candidate->installed)
        g_hash_table_add (outfit->installed, g_strdup (candidate->name));
    }
}

void
zante_outfit_init (ZanteOutfit *outfit, const ZanteRecipe *recipe, const char *root)
{
  static const char *const unread[] = {"bootdir", "efidir", "mandir", "docdir"};
  *outfit = (ZanteOutfit){.owned = zante_owned_paths (root)};
  for (gsize i = 0; i < G_N_ELEMENTS (unread); i++)
    outfit->unread[i] = zante_boot_directory (recipe->layout, unread[i]);
  if (outfit->owned != NULL)
    return;
  outfit->declared = zante_package_declared (recipe);
  choose_declared (outfit);
}

void
zante_outfit_clear (ZanteOutfit *outfit)
{
  g_clear_pointer (&outfit->declared, g_ptr_array_unref);
  g_clear_pointer (&outfit->installed, g_hash_table_unref);
  g_clear_pointer (&outfit->owned, g_hash_table_unref);
}

static gboolean
is_below (const char *path, const char *folder)
{
  gsize length = strlen (folder);
  return strncmp (path, folder, length) == 0 && path[length] == '/';
}

/* What no package declares is nobody's to leave out. */
static gboolean
is_not_installed (const ZanteOutfit *outfit, const char *path)
{
  gboolean known = FALSE;
  for (guint i = 0; outfit->declared != NULL && i < outfit->declared->len; i++)
    {
      const ZanteDeclared *declared = outfit->declared->pdata[i];
      if (!zante_package_declares (declared, path))
        continue;
      if (g_hash_table_contains (outfit->installed, declared->name))
        return FALSE;
      known = TRUE;
    }
  return known;
}

gboolean
zante_outfit_lacks (const char *path, gpointer outfit)
{
  const ZanteOutfit *this = outfit;
  g_autofree char *absolute = g_strconcat ("/", path, NULL);
  if (this->owned != NULL && !zante_owned_has (this->owned, path))
    return TRUE;
  for (const char *const *folder = this->unread; *folder != NULL; folder++)
    if (is_below (absolute, *folder))
      return TRUE;
  return is_not_installed (this, absolute);
}
