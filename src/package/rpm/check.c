/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "package/rpm/rpm.h"

static gboolean
is_version (const char *text)
{
  return *text != '\0'
         && strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._+~^") == strlen (text);
}

static gboolean
check_version (const ZanteRpm *rpm, GError **error)
{
  if (is_version (rpm->version) && g_ascii_isdigit (*rpm->version))
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "the version '%s', which comes from the pin of the source '%s', must begin with a "
      "digit and have only letters, digits and '._+~^': pin a tag, or another source",
      rpm->version, rpm->source->source != NULL ? rpm->source->source->name : "-");
}

static gboolean
check_revision (ZanteRpm *rpm, GError **error)
{
  rpm->release = zante_package_rpm_release (rpm->model);
  if (is_version (rpm->release))
    return TRUE;
  g_autofree char *where = zante_yaml_locate (rpm->recipe->packaging_file, "/packaging/revision");
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "%s: revision '%s' has characters other than letters, digits and '._+~^'",
                          where, rpm->release);
}

/* Letters, digits and "._+-", as Fedora's guidelines have it. */
static gboolean
check_name (const ZanteRpmPackage *package, GError **error)
{
  static const char allowed[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._+-";
  const ZanteBinary *binary = package->binaries->pdata[0];
  if (g_ascii_isalnum (*package->name) && strspn (package->name, allowed) == strlen (package->name))
    return TRUE;
  const ZantePattern *pattern = binary->patterns->len == 0 ? NULL : binary->patterns->pdata[0];
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "%s: '%s' is no name of an rpm package: it begins with a letter or digit, and has "
      "letters, digits and '._+-' only",
      pattern != NULL ? zante_component_file (pattern->component, "/packages")
                      : binary->source->name,
      package->name);
}

gboolean
zante_rpm_check (ZanteRpm *rpm, GError **error)
{
  rpm->maintainer = zante_package_maintainer (rpm->recipe, error);
  if (rpm->maintainer == NULL)
    return FALSE;
  rpm->version = zante_package_rpm_version (rpm->source);
  rpm->stanzas = zante_package_stanzas (rpm->input->copyright, rpm->source, error);
  if (rpm->stanzas == NULL)
    return FALSE;
  for (guint i = 0; i < rpm->packages->len; i++)
    if (!check_name (rpm->packages->pdata[i], error))
      return FALSE;
  return check_version (rpm, error) && check_revision (rpm, error);
}
