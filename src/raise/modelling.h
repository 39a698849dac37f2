/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commands that make packages begin with: everything built, the output of each component
 * laid out in a folder of its own, and the model of packages over them. */
#pragma once

#include "package/package.h"
#include "raise/pipeline.h"

typedef struct {
  ZantePipeline *pipeline;
  GPtrArray *folders; /* char*: where the outputs lie */
  ZanteModel *model;
  char *tools, *packaging;
} ZanteModelling;

/* Build what is out of date and make the model with the package names of DISTRIBUTION ("debian",
 * "fedora"). The caller holds the workspace. */
ZanteModelling *zante_modelling_new (ZanteRaise *raise, const char *distribution, GError **error);
void zante_modelling_free (ZanteModelling *modelling);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteModelling, zante_modelling_free)

/* A folder for work on the packages of SOURCE; owned by the caller. No component has such a name.
 */
char *zante_modelling_scratch (const ZanteModelling *modelling, const char *kind,
                               const ZanteSourcePackage *source);
/* Each of NAMES must be a source package of the model. */
gboolean zante_modelling_check_names (const ZanteModelling *modelling, const char *const *names,
                                      GError **error);
