/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boot what was built, in QEMU, and tell what happened. dom0 is a distribution's kernel with an
 * initramfs of the tools under test; it starts guests and reports line by line. Nothing of this
 * needs root, KVM or hardware. */
#pragma once

#include "base/log.h"
#include "base/workspace.h"
#include "fetch/fetch.h"
#include "recipe/recipe.h"
#include <gio/gio.h>

typedef enum {
  ZANTE_BOOT_DOM0,        /* the daemons run, and what runs is what was built */
  ZANTE_BOOT_GUEST,       /* and a guest starts, which proves that tools and hypervisor match */
  ZANTE_BOOT_SUITE,       /* every kind of guest */
  ZANTE_BOOT_TOOLS_TESTS, /* upstream's test programs of the tools, in dom0; no guest */
  ZANTE_BOOT_XTF,         /* the tests of the Xen Test Framework, and nothing else */
  ZANTE_BOOT_MIGRATION,   /* the guests that count, see zante_boot_restore */
} ZanteBootLevel;
/* As --level has them, by level; ends with NULL. */
extern const char *const zante_boot_level_names[];

/* How it ended. */
typedef enum {
  ZANTE_BOOT_PASS,
  ZANTE_BOOT_FAIL,       /* it ran to its end, and something was wrong */
  ZANTE_BOOT_DIED,       /* the hypervisor or dom0 crashed */
  ZANTE_BOOT_HANG,       /* no sign of life, or the time was over */
  ZANTE_BOOT_QEMU_ERROR, /* QEMU did not start */
  ZANTE_BOOT_SKIPPED,    /* of a guest: what it needs is not there */
  ZANTE_BOOT_KNOWN,      /* of a test of XTF: no success, as is known of emulated machines */
} ZanteBootClass;
/* "pass", "fail", "died", "hang", "qemu-error", "skipped" or "known". */
const char *zante_boot_class_name (ZanteBootClass class);

/* What a test of XTF said, the worst last (include/xtf/report.h; a crash is that it said nothing).
 */
typedef enum {
  ZANTE_OUTCOME_NONE,
  ZANTE_OUTCOME_SUCCESS,
  ZANTE_OUTCOME_SKIP,    /* it cannot be done here */
  ZANTE_OUTCOME_ERROR,   /* something is wrong with the test */
  ZANTE_OUTCOME_FAILURE, /* something is wrong with what is tested */
  ZANTE_OUTCOME_CRASH,
} ZanteBootOutcome;

typedef struct {
  const ZanteWorkspace *workspace;
  const ZanteRecipe *recipe;
  const char *data;              /* folder with dom0-init, guest-init and guests/ */
  const char *const *guest_dirs; /* more folders of guests; NULL: none */
  const char *root;              /* of a system, to boot instead of dist/; NULL: dist/ */
  const char *dist;              /* another dist/ than the project's; NULL: the project's */
  const char *const *packages;   /* .deb, .rpm or tar files to boot instead of dist/, of each
                                    package the newest; NULL: dist/ */
  ZanteBootLevel level;
  const char *const *only; /* guests to start, by name; NULL: all of the level */
  const char *const *xsa;  /* level XTF: the tests of these advisories, by number; NULL: all */
  gboolean efi;            /* xen.efi, started by OVMF */
  gboolean icount;         /* time in the machine goes by what it executes, not by the clock */
  gboolean keep;           /* a shell on the terminal after the verdict */
  gboolean shell;          /* a shell in dom0 instead of guests and a verdict */
  const char *kernel;      /* dom0's, or NULL: the newest installed, or a downloaded one */
  guint machines;          /* that guests are spread over, 0: as many as fit */
  guint memory;            /* MiB of each machine, 0: enough */
  guint timeout;           /* seconds for all of it, 0: by level */
  guint silence;           /* seconds without a byte from it, 0: 90 */
  gboolean offline;        /* download nothing */
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteBootInput;

typedef struct {
  char *name;
  double seconds; /* since the start of QEMU */
} ZanteBootStage;

typedef struct {
  char *name;
  gboolean ok;
  char *text;
} ZanteBootStep;

typedef struct {
  char *name;
  char *summary;
  ZanteBootClass class;  /* pass, fail or skipped; hang when nothing was said of it at the end */
  char *text;            /* why; or what dom0 said */
  gboolean skipped_here; /* it never went into the machine */
  gboolean is_program;   /* no guest, but a program that runs in dom0 */
  int exit_status;       /* its exit status, -1: it did not end, or this is a guest */
  int create_status;     /* exit status of xl create, -1: it was not reached */
  double create_seconds, marker_seconds; /* -1: not reached */
  double began, seconds;                 /* when it was created, how long it took; -1: not known */
  ZanteBootOutcome outcome;              /* of a test of XTF */
  ZanteBootOutcome expected;             /* what is known to come; NONE: nothing is known of it */
  char *reason;                          /* why that is no success */
  GPtrArray *steps;                      /* of ZanteBootStep* */
} ZanteBootGuest;

/* Something that was built, as the running system tells of itself. */
typedef struct {
  char *name; /* build-id, xen-version, commandline */
  char *expected;
  char *seen; /* NULL: it was not told */
} ZanteBootFact;

typedef struct {
  char *path; /* in the initramfs; or "xen", "vmlinuz", and "initrd" without what is of one boot
                 only */
  char *sha256;
} ZanteBootFile;

typedef struct _ZanteBootReport ZanteBootReport;
struct _ZanteBootReport {
  ZanteBootClass class;
  char *text;  /* one line: why */
  char *stage; /* the last that was reached, see zante(1) */
  ZanteBootLevel level;
  double seconds;
  GPtrArray *stages;   /* of ZanteBootStage*, as reached */
  GPtrArray *guests;   /* of ZanteBootGuest*, in order */
  GPtrArray *facts;    /* of ZanteBootFact*: what is compared */
  GHashTable *told;    /* char* → char*: everything that dom0 told of itself */
  GPtrArray *files;    /* of ZanteBootFile*, sorted by path */
  GPtrArray *warnings; /* char* */
  GPtrArray *logs;     /* char*: paths */
  guint machines;      /* how many there were */
  char *qemu_version;
  char *accelerator; /* kvm or tcg */
  char *command;     /* of QEMU, as shell lines, one for each machine */
  char *folder;
  char *kernel;           /* dom0's release */
  char *tree;             /* what was booted: dist/, a system's root, unpacked packages */
  ZanteBootReport *saved; /* what saved the guests that were restored here; NULL: they were created
                           */
};
void zante_boot_report_free (ZanteBootReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteBootReport, zante_boot_report_free)

/* Boot. A report whatever happened in the machine; NULL and an error when it could not be tried:
 * ZANTE_ERROR_INPUT, ZANTE_ERROR_SOURCE, ZANTE_ERROR_HOST. */
ZanteBootReport *zante_boot_run (const ZanteBootInput *input, GError **error);

/* What guests are saved by, beside what they are restored by. */
typedef struct {
  const ZanteRecipe *recipe;
  const char *root; /* its dist/ */
} ZanteBootOrigin;
/* Create the guests of level migration in a machine of ORIGIN, save each, and restore it in one of
 * INPUT, whose level must be that one, with everything else the same. Neither a shell nor a console
 * is left in the first. It passes when both do. */
ZanteBootReport *zante_boot_restore (const ZanteBootInput *input, const ZanteBootOrigin *origin,
                                     GError **error);

/* The report for people, as JSON (documented in zante(1)) and as JUnit XML. Owned by the caller. */
char *zante_boot_report_text (const ZanteBootReport *report);
char *zante_boot_report_json (const ZanteBootReport *report);
char *zante_boot_report_junit (const ZanteBootReport *report);

/* The fields of guest.yaml; doc/ makes the manual page of them. */
extern const ZanteFieldTable zante_boot_guest_table;
