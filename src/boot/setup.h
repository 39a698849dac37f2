/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One boot while it is prepared: what was found, and what is handed from part to part. */
#pragma once

#include "boot/guest.h"
#include "boot/image/distribution.h"
#include "boot/image/hypervisor.h"
#include "boot/image/kernel.h"
#include "boot/image/supply.h"

/* What is done to the guests. */
typedef enum {
  ZANTE_TASK_CREATE,  /* each is created and tried */
  ZANTE_TASK_SAVE,    /* created, and saved to a disk of its own */
  ZANTE_TASK_RESTORE, /* restored from there */
} ZanteBootTask;
extern const char *const zante_task_names[]; /* as dom0-init knows them */

/* One of the machines that the guests of a run are spread over. */
typedef struct {
  guint number; /* from 1 */
  char *folder; /* where its QEMU runs and what that reads and writes lies; of one alone: the
                   setup's */
  char *nonce;
  GPtrArray *guests;       /* of ZanteGuest*, borrowed */
  guint memory;            /* MiB */
  ZanteBootReport *report; /* its own, but its guests are borrowed from the setup's */
} ZanteBootMachine;

typedef struct {
  const ZanteBootInput *input;
  ZanteBootTask task;
  const ZanteBootReport *saved; /* RESTORE: what happened in the machine that saved; borrowed */
  ZanteSupply supply;
  char *root;      /* the tree under test: dist/, a system, or the unpacked packages */
  char **packages; /* names of the packages under test; NULL: none are */
  ZanteDistribution distribution; /* what dom0 has beside the tree */
  ZanteRecipe recipe; /* the input's, its layout being that of the tree; borrowed but for it */
  char *folder;       /* where QEMU runs and what it reads and writes lies */
  ZanteHypervisor *hypervisor;
  ZanteKernel *kernel;
  GPtrArray *guests; /* of ZanteGuest* */
  char *bin;         /* in the image: where xl is */
  char *private_dir;
  guint dom0_memory;   /* MiB */
  GPtrArray *machines; /* of ZanteBootMachine*; at least one */
  double expected;     /* seconds that all of it took the last time; -1: not known */
  ZanteBootReport *report;
} ZanteBootSetup;
void zante_boot_setup_clear (ZanteBootSetup *setup);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteBootSetup, zante_boot_setup_clear)

/* The tree that INPUT, which names no packages, boots: a system's root or a dist/. Borrowed. */
const char *zante_boot_tree (const ZanteBootInput *input);
/* Hold the project's lock for booting until the descriptor closes; -1: an error, or cancelled. */
int zante_boot_hold (const ZanteBootInput *input, GError **error);
/* Boot and do TASK; the lock is held. SAVED as in the setup. As zante_boot_run. */
ZanteBootReport *zante_boot_do (const ZanteBootInput *input, ZanteBootTask task,
                                const ZanteBootReport *saved, GError **error);

/* Write each machine's initrd: everything of dom0, then a small archive with what is of this
 * machine only. The first part is the same for the same files. Guests whose needs are not met are
 * marked skipped in the report, and every file is listed there with its digest. */
gboolean zante_initramfs_write (ZanteBootSetup *setup, GError **error);
