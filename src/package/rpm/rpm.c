/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/rpm/rpm.h"

#include "package/parts.h"

/* In this order, because the head of the spec has what the rest of it uses. */
static gboolean (*const parts[]) (ZanteRpm *rpm, GError **error) = {
    zante_rpm_gather,   zante_rpm_check,      zante_rpm_collect_patches, zante_rpm_subpackages,
    zante_rpm_steps,    zante_rpm_scriptlets, zante_rpm_lists,           zante_rpm_changelog,
    zante_rpm_preamble, zante_rpm_globals,    zante_rpm_components,
};

static void
rpm_clear (ZanteRpm *rpm)
{
  g_free (rpm->maintainer);
  g_free (rpm->version);
  g_free (rpm->release);
  g_clear_pointer (&rpm->packages, g_ptr_array_unref);
  g_clear_pointer (&rpm->stanzas, g_ptr_array_unref);
  g_clear_pointer (&rpm->patches, g_ptr_array_unref);
  g_clear_pointer (&rpm->emission, g_ptr_array_unref);
  if (rpm->spec != NULL)
    g_string_free (rpm->spec, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteRpm, rpm_clear)

GPtrArray *
zante_package_rpm (const ZanteEmitInput *input, const ZanteSourcePackage *source, GError **error)
{
  g_auto (ZanteRpm) rpm = {.input = input,
                           .model = input->model,
                           .recipe = input->model->recipe,
                           .source = source,
                           .spec = g_string_new (NULL),
                           .emission = zante_emission_new ()};
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!parts[i](&rpm, error))
      {
        g_prefix_error (error, "source package '%s': ", source->name);
        return NULL;
      }
  g_autofree char *name = g_strconcat (source->name, ".spec", NULL);
  zante_emission_add (rpm.emission, name, g_string_free (g_steal_pointer (&rpm.spec), FALSE),
                      FALSE);
  return zante_emission_finish (rpm.emission, error) ? g_steal_pointer (&rpm.emission) : NULL;
}

/* The macros of a .spec are those of Fedora, so its files are where Fedora has them. */
static const ZanteChangelogKind changelog = {NULL, "%changelog\n", "* "};

static const ZantePackageTool tools[] = {
    {"rpmbuild", "rpm or rpm-build", NULL},
    {"eu-strip", "elfutils", NULL}, /* find-debuginfo's */
    {NULL, NULL, NULL},
};

const ZantePackageFormat zante_rpm_format = {.tools = tools,
                                             .changelog = &changelog,
                                             .name = "rpm",
                                             .distribution = "fedora",
                                             .layout = "fedora",
                                             .day = 24 * 60 * 60,
                                             .emit = zante_package_rpm,
                                             .build = zante_package_rpm_build};
