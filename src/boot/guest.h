/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guests: small descriptions in folders, and what each becomes in dom0. */
#pragma once

#include "boot/boot.h"
#include "boot/image/image.h"

typedef struct {
  char *name; /* yaml: guest */
  char *summary;
  char *config;
  char **files;
  char **uses;
  char **capabilities;
  guint64 memory;     /* MiB */
  guint64 beside;     /* MiB that it costs besides */
  gboolean alone;     /* no other guest runs meanwhile */
  GHashTable *expect; /* where → char** of texts */
  guint64 timeout;    /* seconds */
  int level;          /* 0: guest, 1: suite, 2: only when it is named, 3: migration */
  char **steps;
  char *build;            /* shell, or NULL */
  char **programs;        /* that it calls */
  char *folder;           /* absolute */
  char *program;          /* in dom0, to be run instead of a guest; NULL: this is a guest */
  gboolean tells_outcome; /* a test of XTF: it ends by itself, and says how */
} ZanteGuest;
void zante_guest_free (ZanteGuest *guest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteGuest, zante_guest_free)

/* What a guest may use. */
typedef enum {
  ZANTE_USE_KERNEL,
  ZANTE_USE_INITRD,
  ZANTE_USE_PVGRUB_PV,
  ZANTE_USE_PVGRUB_PVH,
  ZANTE_USE_SHIM,
  ZANTE_USE_SEABIOS,
  ZANTE_USE_OVMF,
  ZANTE_USE_DEVICE_MODEL,
  ZANTE_USE_STUBDOM,
  ZANTE_USE_DISK,
  ZANTE_USE_NETWORK,
  ZANTE_N_USES
} ZanteUse;
extern const char *const zante_use_names[ZANTE_N_USES + 1];
gboolean zante_guest_uses (const ZanteGuest *guest, ZanteUse use);
/* The order in which guests are started and told, by level and name (a GCompareFunc for arrays of
 * them). */
gint zante_guest_compare (gconstpointer a, gconstpointer b);
/* Whether it counts aloud, so that it can be saved in one machine and restored in another. */
gboolean zante_guest_counts (const ZanteGuest *guest);

/* The guests of LEVEL in FOLDERS (NULL-terminated; the first has precedence by name), those of
 * ONLY (NULL: all), sorted by level and name. Errors are ZANTE_ERROR_INPUT with positions. */
GPtrArray *zante_guests_load (const char *const *folders, ZanteBootLevel level,
                              const char *const *only, GError **error);

/* Put GUEST into IMAGE as /zante/guests/NUMBER-NAME. VALUES: what stands between two '@' in its
 * configuration → what replaces it; an unknown one is ZANTE_ERROR_INPUT. */
gboolean zante_guest_place (const ZanteGuest *guest, guint number, GHashTable *values,
                            ZanteImage *image, GError **error);
