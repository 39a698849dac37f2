/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/layout.h"

#include "boot/image/rootdir.h"

const char *
zante_boot_directory (const ZanteLayout *layout, const char *name)
{
  return g_hash_table_lookup (layout->dirs, name);
}

static ZanteLayout *
copy (const ZanteLayout *layout)
{
  ZanteLayout *other = g_new0 (ZanteLayout, 1);
  GHashTableIter iter;
  gpointer name = NULL, path = NULL;
  other->name = g_strdup (layout->name);
  other->dirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, layout->dirs);
  while (g_hash_table_iter_next (&iter, &name, &path))
    g_hash_table_insert (other->dirs, g_strdup (name), g_strdup (path));
  return other;
}

/* Whether a Xen of any version has its private directory there. */
static gboolean
fits (const ZanteLayout *layout, const char *root)
{
  g_autofree char *pattern
      = g_build_filename (zante_boot_directory (layout, "libexecdir"), "xen-*/bin/xl", NULL);
  g_autoptr (GPtrArray) found = zante_rootdir_glob (root, pattern);
  return found->len > 0;
}

ZanteLayout *
zante_boot_layout (const ZanteRecipe *recipe, const char *root)
{
  if (fits (recipe->layout, root))
    return copy (recipe->layout);
  for (const char *const *name = zante_layout_names; *name != NULL; name++)
    {
      g_autoptr (ZanteLayout) layout = zante_layout_standard (*name, recipe->xen_version);
      if (fits (layout, root))
        return g_steal_pointer (&layout);
    }
  return copy (recipe->layout);
}
