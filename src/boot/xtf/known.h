/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of results that are known to come on an emulated machine, each with its reason:
 * domains/xtf-known.yaml. */
#pragma once

#include "boot/boot.h"

typedef struct {
  char **tests;        /* XTF's names */
  char **environments; /* pv64 …; NULL: all */
  int result;          /* a ZanteBootOutcome less one: the first choice is SUCCESS */
  char *reason;
  char **qemu; /* "7.2" …: only with these; NULL: any */
  char **xen;  /* "4.17" …: only with these; NULL: any */
} ZanteKnown;

typedef struct {
  GPtrArray *known; /* of ZanteKnown*; the first that fits counts */
} ZanteKnownTable;
void zante_known_table_free (ZanteKnownTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteKnownTable, zante_known_table_free)

/* Errors: ZANTE_ERROR_INPUT with positions. */
ZanteKnownTable *zante_known_load (const char *path, GError **error);

/* What is known of NAME, "test-ENVIRONMENT-TEST" or "test-ENVIRONMENT-TEST~VARIATION", with the
 * versions XEN ("4.17") and QEMU ("QEMU emulator version 7.2.22 (…)"); NULL: it should succeed. */
const ZanteKnown *zante_known_find (const ZanteKnownTable *table, const char *name, const char *xen,
                                    const char *qemu);
