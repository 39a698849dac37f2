/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "package/deb/deb.h"
#include "package/parts.h"

const char *
zante_deb_check_name (const char *value)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789+-.";
  if (strlen (value) < 2)
    return "is shorter than two characters";
  if (!g_ascii_isalnum (*value))
    return "does not begin with a letter or digit";
  if (strspn (value, allowed) != strlen (value))
    return "has characters other than lower-case letters, digits, '+', '-' and '.'";
  return NULL;
}

const char *
zante_deb_check_version (const char *value)
{
  const char *colon = strchr (value, ':');
  const char *upstream = colon == NULL ? value : colon + 1;
  const char *dash = strrchr (upstream, '-');
  gsize length = dash == NULL ? strlen (upstream) : (gsize)(dash - upstream);
  static const char common[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".+~";
  static const char with_dash[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".+~-";
  if (colon != NULL && (colon == value || strspn (value, G_CSET_DIGITS) != (gsize)(colon - value)))
    return "has an epoch that is no number";
  if (!g_ascii_isdigit (*upstream))
    return "does not begin with a digit";
  if (strspn (upstream, with_dash) < length)
    return "has an upstream part with characters other than letters, digits and '.+~-'";
  if (dash != NULL && (dash[1] == '\0' || strspn (dash + 1, common) != strlen (dash + 1)))
    return "has a revision that is empty or has characters other than letters, digits and '.+~'";
  return NULL;
}

const char *
zante_deb_check_maintainer (const char *value)
{
  const char *less = strchr (value, '<'), *at = less == NULL ? NULL : strchr (less, '@');
  gsize length = strlen (value);
  if (less == NULL || less <= value + 1 || less[-1] != ' ' || value[length - 1] != '>')
    return "is not of the form Name <mail@host>";
  if (at == NULL || at == less + 1 || at + 2 >= value + length
      || strpbrk (less + 1, " \t<,") != NULL || strchr (at + 1, '@') != NULL)
    return "has no mail address";
  /* A comma would begin another name. */
  if (memchr (value, ',', (gsize)(less - value)) != NULL)
    return "has a comma in the name";
  return NULL;
}

/* Where in zante.yaml FIELD of the section is, or would be. */
static gboolean
complain (const ZanteDeb *deb, GError **error, const char *field, const char *value,
          const char *wrong)
{
  g_autofree char *pointer = g_strconcat ("/packaging/", field, NULL);
  g_autofree char *where = zante_yaml_locate (deb->recipe->packaging_file, pointer);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: %s '%s' %s", where, field, value, wrong);
}

/* What a project says, field by field. */
static gboolean
check_fields (const ZanteDeb *deb, GError **error)
{
  const ZantePackaging *packaging = deb->recipe->packaging;
  const struct {
    const char *field, *value;
    const char *(*check) (const char *value);
  } fields[] = {
      {"distribution", packaging->distribution, zante_deb_check_suite},
      {"urgency", packaging->urgency, zante_deb_check_urgency},
      {"epoch", packaging->epoch, zante_deb_check_epoch},
      {"uploaders", packaging->uploaders, zante_deb_check_uploaders},
      {"vcs-git", packaging->vcs_git, zante_deb_check_url},
      {"vcs-browser", packaging->vcs_browser, zante_deb_check_url},
      {"standards-version", packaging->standards_version, zante_deb_check_standards},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = fields[i].value;
      const char *wrong = value == NULL ? NULL : fields[i].check (value);
      if (wrong != NULL)
        return complain (deb, error, fields[i].field, value, wrong);
    }
  return TRUE;
}

static gboolean
check_versions (const ZanteDeb *deb, GError **error)
{
  g_autofree char *trial = g_strconcat ("0-", deb->source->revision, NULL);
  const char *wrong
      = strchr (deb->source->revision, '-') != NULL ? "has a '-'" : zante_deb_check_version (trial);
  if (wrong != NULL)
    return complain (deb, error, "revision", deb->source->revision, wrong);
  wrong = zante_deb_check_version (deb->version);
  if (wrong == NULL)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "the version '%s', which comes from the pin of the source '%s', %s: pin a tag, "
      "or another source",
      deb->version, deb->source->source != NULL ? deb->source->source->name : "-", wrong);
}

static const ZanteComponent *
declaring_component (const ZanteDeb *deb, const ZanteBinary *binary)
{
  if (binary->patterns->len > 0)
    return ((const ZantePattern *)binary->patterns->pdata[0])->component;
  return deb->source->components->pdata[0];
}

static gboolean
check_names (const ZanteDeb *deb, GError **error)
{
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      const char *wrong = zante_deb_check_name (binary->name);
      if (wrong == NULL)
        continue;
      const ZanteComponent *component = declaring_component (deb, binary);
      g_autofree char *where
          = zante_yaml_locate (zante_component_file (component, "/packages"), "/packages");
      return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: the package name '%s' %s", where,
                              binary->name, wrong);
    }
  return TRUE;
}

gboolean
zante_deb_check (ZanteDeb *deb, GError **error)
{
  deb->maintainer = zante_package_maintainer (deb->recipe, error);
  return deb->maintainer != NULL && check_fields (deb, error) && check_versions (deb, error)
         && check_names (deb, error);
}
