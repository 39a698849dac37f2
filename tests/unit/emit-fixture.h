/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases of the emitters. A file NAME.case is a few files of a project, laid over those of base.case
 * beside it, or else in tests/emit, and what comes of them:
 *
 *   == zante.yaml, components/one/component.yaml, …   the text of this file follows; "== PATH -"
 *                                                     takes it away, "== PATH 755" sets its mode
 *   == stage/one/usr/bin/program                      what the component `one` installed
 *   == args                                           lines for the test, such as what to show
 *   == expected                                       the output, or "error: " and the message
 *
 * UPDATE_EXPECTED=1 writes the expected part anew. */
#pragma once

#include "package/package.h"

typedef struct {
  char *folder;        /* the project; the working directory while the case runs */
  ZanteRecipe *recipe; /* NULL when it could not be read */
  GArray *stages;      /* of ZantePackageStage: one for each folder of stage/ */
  GError *error;       /* why there is no recipe */
  char **args;         /* the lines of that section */
} EmitWorld;

/* What a case's files lead to; owned by the caller. */
typedef char *(*EmitOutcome) (EmitWorld *world);

/* Add a test for each case of tests/emit/KIND, of which there must be at least MINIMUM. */
void emit_add_cases (const char *kind, guint minimum, EmitOutcome outcome);
/* The model of WORLD, or NULL and its error. */
ZanteModel *emit_model (EmitWorld *world, GError **error);
