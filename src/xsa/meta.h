/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The .meta files that Xen's security team publishes beside advisories: which patches each version
 * of each tree takes, and what they need. Pure. */
#pragma once

#include <glib.h>

typedef struct {
  guint number;
  char *version;       /* "4.17", "master" */
  char *tree;          /* "xen", "qemuu", "linux" … */
  char *stable_ref;    /* the commit that the patches were made on, or NULL */
  GArray *prereqs;     /* of guint: the advisories whose patches come first */
  GPtrArray *patterns; /* of char*: the patches, globs from the folder of the file */
} ZanteXsaRecipe;

/* The recipes (of ZanteXsaRecipe, owned) in SIZE bytes of DATA, by version and tree as they stand;
 * LABEL names it in messages. What has another shape than it must have is ZANTE_ERROR_INPUT. */
GPtrArray *zante_xsa_meta_parse (const char *data, gsize size, const char *label, GError **error);
