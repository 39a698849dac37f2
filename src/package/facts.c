/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/outside.h"
#include "package/deb/deb.h"
#include "package/parts.h"
#include "package/patch-header.h"

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
    zante_error_set (
        error, ZANTE_ERROR_INPUT,
        "%s: packages need a maintainer: add 'packaging: {maintainer: \"Name <mail>\"}', "
        "or set DEBFULLNAME and DEBEMAIL",
        where);
  else
    zante_error_set (error, ZANTE_ERROR_INPUT, "%s: maintainer '%s' %s", where, found, wrong);
  return NULL;
}

/* "NAME: what it does (XSA-1, CVE-2020-1)", as an item of its own. */
static void
append_patch (GString *text, const char *file)
{
  g_autofree char *name = g_path_get_basename (file);
  g_autofree char *patch = zante_outside_read (file, NULL, NULL);
  if (patch == NULL)
    return;
  g_autofree char *title = zante_patch_title (patch);
  g_auto (GStrv) cves = zante_patch_cves (patch);
  g_autofree char *ids = g_strjoinv (", ", cves);
  guint64 advisory = zante_patch_advisory (name, patch);
  g_string_append_printf (text, "\nApply %s%s%s", name, title == NULL ? "" : ": ",
                          title == NULL ? "" : title);
  if (advisory != 0 || *ids != '\0')
    g_string_append (text, " (");
  if (advisory != 0)
    g_string_append_printf (text, "XSA-%" G_GUINT64_FORMAT "%s", advisory,
                            *ids == '\0' ? "" : ", ");
  if (advisory != 0 || *ids != '\0')
    g_string_append_printf (text, "%s)", ids);
  g_string_append_c (text, '.');
}

static char *
describe_version (const ZanteSourcePackage *source)
{
  const ZanteLockEntry *entry = source->entry;
  if (entry != NULL && entry->version != NULL)
    return g_strdup_printf ("Package the upstream source of %s %s.", entry->package,
                            entry->version);
  if (entry != NULL && entry->commit != NULL)
    return g_strdup_printf ("Package upstream's %s.", source->upstream);
  return g_strdup_printf ("Package version %s.", source->upstream);
}

/* What was asked for, else what there is to say of a packaging: the version and its patches. */
char *
zante_package_changes (const ZanteEmitInput *input, const ZanteSourcePackage *source)
{
  const ZantePackaging *packaging = input->model->recipe->packaging;
  const char *given = input->changelog != NULL ? input->changelog : packaging->changelog;
  char **patches = source->source != NULL ? source->source->patches : NULL;
  if (given != NULL)
    return g_strdup (given);
  g_autofree char *version = describe_version (source);
  g_autoptr (GString) text = g_string_new (version);
  for (; patches != NULL && *patches != NULL; patches++)
    append_patch (text, *patches);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
