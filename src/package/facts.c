/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "package/deb/deb.h"
#include "package/parts.h"

/* As dch(1) finds it: what is configured, else DEBFULLNAME and DEBEMAIL. */
static char *
find_maintainer (const ZanteRecipe *recipe)
{
  const char *name = g_getenv ("DEBFULLNAME"), *mail = g_getenv ("DEBEMAIL");
  if (recipe->packaging->maintainer != NULL)
    return g_strdup (recipe->packaging->maintainer);
  if (mail != NULL && strchr (mail, '<') != NULL)
    return g_strdup (mail);
  return name == NULL || mail == NULL ? NULL : g_strdup_printf ("%s <%s>", name, mail);
}

char *
zante_package_maintainer (const ZanteRecipe *recipe, GError **error)
{
  g_autofree char *found = find_maintainer (recipe);
  const char *wrong = found == NULL ? NULL : zante_deb_check_maintainer (found);
  if (found != NULL && wrong == NULL)
    return g_steal_pointer (&found);
  g_autofree char *where = zante_yaml_locate (
      recipe->packaging_file, found == NULL ? "/packaging" : "/packaging/maintainer");
  if (found == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "%s: packages need a maintainer: add 'packaging: {maintainer: \"Name <mail>\"}', "
                 "or set DEBFULLNAME and DEBEMAIL",
                 where);
  else
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "%s: maintainer '%s' %s", where, found,
                 wrong);
  return NULL;
}

/* What was asked for, else what there is to say of a first packaging. */
char *
zante_package_changes (const ZanteEmitInput *input, const ZanteSourcePackage *source)
{
  const ZantePackaging *packaging = input->model->recipe->packaging;
  const char *given = input->changelog != NULL ? input->changelog : packaging->changelog;
  const ZanteLockEntry *entry = source->entry;
  if (given != NULL)
    return g_strdup (given);
  if (entry != NULL && entry->version != NULL)
    return g_strdup_printf ("Package the upstream source of %s %s.", entry->package,
                            entry->version);
  if (entry != NULL && entry->commit != NULL)
    return g_strdup_printf ("Package upstream's %s.", source->upstream);
  return g_strdup_printf ("Package version %s.", source->upstream);
}
