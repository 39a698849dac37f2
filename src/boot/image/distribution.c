/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/distribution.h"

#include "boot/image/owned.h"
#include "boot/image/rootdir.h"

void
zante_distribution_init (ZanteDistribution *distribution, const char *const *roots,
                         const char *const *names)
{
  *distribution = (ZanteDistribution){.replaced = NULL};
  for (gsize i = 0; roots[i] != NULL && i + 1 < G_N_ELEMENTS (distribution->roots); i++)
    distribution->roots[i] = roots[i];
  if (names != NULL)
    distribution->replaced = zante_owned_files (distribution->roots, names);
}

void
zante_distribution_clear (ZanteDistribution *distribution)
{
  g_clear_pointer (&distribution->replaced, g_hash_table_unref);
}

char *
zante_distribution_find (const ZanteDistribution *distribution, const char *path)
{
  if (distribution->replaced != NULL && zante_owned_has (distribution->replaced, path + 1))
    return NULL;
  for (const char *const *root = distribution->roots; *root != NULL; root++)
    {
      char *found = zante_rootdir_find (*root, path);
      if (found != NULL)
        return found;
    }
  return NULL;
}
