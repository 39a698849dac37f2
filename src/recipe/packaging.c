/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recipe/parts.h"

#define AT(member) offsetof (ZantePackaging, member)

static const ZanteField packaging_fields[] = {
    {"maintainer", ZANTE_FIELD_LINE, AT (maintainer),
     .help = "Name <mail> of who answers for the packages (else from DEBFULLNAME and DEBEMAIL)"},
    {"revision", ZANTE_FIELD_LINE, AT (revision),
     .help = "which packaging of this upstream version it is (default 1zante1, behind the "
             "distribution's own revision if the source is its, so that ours is the newer one)"},
    {"distribution", ZANTE_FIELD_LINE, AT (distribution),
     .help = "the suite that they are for (default unstable)"},
    {"changelog", ZANTE_FIELD_STRING, AT (changelog),
     .help = "what changed, one line or paragraph for each change"},
    {"date", ZANTE_FIELD_LINE, AT (date),
     .help = "when the change was made, as 2026-11-22T01:00:00Z or seconds since 1970: the time "
             "stamp of everything in the packages (else SOURCE_DATE_EPOCH, else when it was told "
             "first)"},
    {"urgency", ZANTE_FIELD_LINE, AT (urgency),
     .help = "low, medium (the default), high, emergency or critical: how soon Debian should take "
             "the change"},
    {"epoch", ZANTE_FIELD_LINE, AT (epoch),
     .help = "a number before Debian's version, that makes it newer than any with a lower one "
             "(default: that of the distribution's own version, which has none as a rule)"},
    {"uploaders", ZANTE_FIELD_LINE, AT (uploaders),
     .help = "Name <mail>, Name <mail>: who else answers for Debian's packages"},
    {"vcs-git", ZANTE_FIELD_LINE, AT (vcs_git),
     .help = "the repository of debian/: URL, URL -b BRANCH, and [PATH] below it"},
    {"vcs-browser", ZANTE_FIELD_LINE, AT (vcs_browser),
     .help = "where that can be read with a browser"},
    {"standards-version", ZANTE_FIELD_LINE, AT (standards_version),
     .help = "the version of Debian Policy that debian/ was compared with (default 4.6.2)"},
    {NULL},
};
const ZanteFieldTable zante_packaging_table
    = {"packaging", sizeof (ZantePackaging), packaging_fields};

void
zante_packaging_free (ZantePackaging *packaging)
{
  if (packaging != NULL)
    zante_yaml_free (&zante_packaging_table, packaging);
}

static void
lay_over (ZantePackaging *below, const ZantePackaging *above)
{
  for (const ZanteField *field = packaging_fields; field->name != NULL; field++)
    {
      char *const *value = G_STRUCT_MEMBER_P (above, field->offset);
      char **merged = G_STRUCT_MEMBER_P (below, field->offset);
      if (*value == NULL)
        continue;
      g_free (*merged);
      *merged = g_strdup (*value);
    }
}

void
zante_packaging_merge (ZanteRecipe *recipe, const ZanteLayers *layers,
                       const ZanteRecipeInput *input)
{
  const char *file = NULL;
  recipe->packaging = zante_yaml_new (&zante_packaging_table);
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    {
      const ZanteSettings *settings = layers->layer[layer];
      if (settings == NULL || settings->packaging == NULL)
        continue;
      lay_over (recipe->packaging, settings->packaging);
      file = settings->file;
    }
  recipe->packaging_file
      = file != NULL ? g_strdup (file) : g_build_filename (input->project, "zante.yaml", NULL);
}
