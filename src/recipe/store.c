/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recipe/parts.h"

#define AT(member) offsetof (ZanteStoreChoice, member)

static const ZanteField store_fields[] = {
    {"url", ZANTE_FIELD_LINE, AT (url),
     .help = "where it is: https://…, http://…, or a folder, as file:///… or as a path"},
    {"keys", ZANTE_FIELD_STRINGS, AT (keys),
     .help
     = "the public keys that are trusted, as 'zante store key' prints them; one's own is too"},
    {"push", ZANTE_FIELD_BOOL, AT (push),
     .help = "whether build pushes what it built (default no); for that it needs a key of its own"},
    {NULL},
};
const ZanteFieldTable zante_store_table = {"store", sizeof (ZanteStoreChoice), store_fields};

void
zante_store_choice_free (ZanteStoreChoice *store)
{
  if (store != NULL)
    zante_yaml_free (&zante_store_table, store);
}

/* A path is relative to the file that it stands in, as every other one is; nothing is no path. */
static char *
resolve (const char *url, const char *file)
{
  return url == NULL || *url == '\0' || strstr (url, "://") != NULL
             ? g_strdup (url)
             : zante_resolve_path (url, file);
}

void
zante_store_merge (ZanteRecipe *recipe, const ZanteLayers *layers)
{
  recipe->store = zante_yaml_new (&zante_store_table);
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    {
      const ZanteSettings *settings = layers->layer[layer];
      if (settings == NULL || settings->store == NULL)
        continue;
      zante_store_choice_free (recipe->store);
      recipe->store = zante_yaml_new (&zante_store_table);
      recipe->store->url = resolve (settings->store->url, settings->file);
      recipe->store->keys = g_strdupv (settings->store->keys);
      recipe->store->push = settings->store->push;
    }
}
