/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The patches of advisories that a user has: a folder of them, as advisories come with, and of
 * .meta files. */
#pragma once

#include "series/series.h"

/* One set of patches of an advisory: those of one version of Xen. */
typedef struct {
  guint number;
  char *version;       /* "4.17", "master"; NULL: none is said */
  char *label;         /* for people: the first file, and how many follow */
  char *stable_ref;    /* see ZanteXsaRecipe, or NULL */
  GArray *prereqs;     /* likewise */
  GPtrArray *patches;  /* of ZanteContentPatch, in order; owned, like the rest */
  GPtrArray *subjects; /* of char*, see zante_xsa_subject; "" for a patch without one */
  guint total;         /* how many there are, as far as a subject says it ("PATCH 1/2"), or 0 */
  GPtrArray *mails;    /* of ZanteMailbox, one of each patch */
} ZanteXsaVersion;
void zante_xsa_version_free (ZanteXsaVersion *version);

typedef struct {
  GPtrArray *versions;   /* of ZanteXsaVersion, owned */
  GHashTable *elsewhere; /* the numbers of advisories whose .meta file names other trees alone */
} ZanteXsaPatches;
void zante_xsa_patches_free (ZanteXsaPatches *patches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaPatches, zante_xsa_patches_free)

/* The patches in FOLDER and below it (NULL: none), their lines entered in BOOK. A patch's advisory
 * is that of its name, or that which its text says it is; a .meta file says which belong together,
 * else their names do (xsaN-VERSION-1.patch). A patch of another tree than Xen's is left out.
 * ZANTE_ERROR_INPUT for what cannot be read. */
ZanteXsaPatches *zante_xsa_patches_load (ZanteLineBook *book, const char *folder, GError **error);
