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
  const char *tuple;  /* the variable for the multiarch tuple, or NULL to write the tuple */
  const char *folder; /* where all of it goes */
  const char *tools;  /* zante's folder of phase helpers */
} ZanteCarried;

/* FOLDER/component, which builds one; FOLDER/components/environment and, for each of them,
 * FOLDER/components/NAME/{environment,prepare,…,series} and NAME's files; FOLDER/private-libraries
 * where it is needed. A part of zante that is missing is ZANTE_ERROR_HOST. */
gboolean zante_carried_emit (const ZanteCarried *carried, GError **error);
/* The components of SOURCE that must be installed before COMPONENT; borrowed char*, owned by the
 * caller. */
GPtrArray *zante_carried_needs (const ZanteCarried *carried, const ZanteComponent *component);
