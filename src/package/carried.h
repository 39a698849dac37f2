/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a source package carries along so that it stands alone: each component's steps as plain sh,
 * their variables, and the component's own files. Private to package/. */
#pragma once

#include "package/emission.h"

typedef struct {
  const ZanteRecipe *recipe;
  const char *distribution; /* that the packages are for */
  const ZanteSourcePackage *source;
  GPtrArray *emission;
  const char *tuple;        /* the variable for the multiarch tuple, or NULL to write the tuple */
  const char *folder;       /* where the components' folders go */
  const char *const *unset; /* variables that the package's own script sets */
  const char *further;      /* appended to the install step of a component with private libraries */
} ZanteCarried;

/* FOLDER/environment, and FOLDER/NAME/{environment,prepare,…,series} and NAME's files. */
gboolean zante_carried_emit (const ZanteCarried *carried, GError **error);
/* Whether a component of SOURCE has libraries that private-libraries must see to. */
gboolean zante_carried_has_private_libraries (const ZanteSourcePackage *source);
/* The file FROM as TO. A part of zante that is missing is ZANTE_ERROR_HOST. */
gboolean zante_carried_program (const ZanteCarried *carried, const char *from, const char *to,
                                GError **error);
/* The components of SOURCE that must be installed before COMPONENT; borrowed char*, owned by the
 * caller. */
GPtrArray *zante_carried_needs (const ZanteCarried *carried, const ZanteComponent *component);
