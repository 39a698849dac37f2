/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules for what was installed, proved file by file over a tree: private libraries, RUNPATH,
 * SONAME, what each ELF file needs, leaked build paths and host names, shebangs, symbolic links,
 * pkg-config files. A tree is looked at as it will be after installation: laid over the system,
 * with directories that the system has merged (/lib, /usr/lib) taken as one. Nothing is taken from
 * the tool that makes libraries private, so that this is a proof of its work. See ELF gABI chapter
 * 5 (dynamic section), ld.so(8), file-hierarchy(7) and FHS 3.0. */
#pragma once

#include "stage/stage.h"
#include <gio/gio.h>

typedef enum {
  ZANTE_RULE_NEEDED,     /* a DT_NEEDED resolves neither in the tree nor on this system */
  ZANTE_RULE_RUNPATH,    /* DT_RUNPATH missing where needed, present where not, or DT_RPATH */
  ZANTE_RULE_SONAME,     /* a private library has one, or a public one has none */
  ZANTE_RULE_PRIVATE,    /* something private lies in the default linker path */
  ZANTE_RULE_BUILD_PATH, /* a build path or the build host's name in the file */
  ZANTE_RULE_SHEBANG,    /* an interpreter that is not absolute, or not there */
  ZANTE_RULE_SYMLINK,    /* dangling, or leaves the tree */
  ZANTE_RULE_PKG_CONFIG, /* a .pc file whose paths are not there, or without its rpath */
  ZANTE_RULE_MODE,       /* set-user-ID, world-writable, not readable */
  ZANTE_RULE_ELF,        /* not a well-formed ELF file */
  ZANTE_RULE_XEN,        /* a PV shim in place of a hypervisor, or the other way round */
  ZANTE_RULE_SYMBOL,     /* a symbol that nothing offers which the file needs */
  ZANTE_RULE_OUTPUT,     /* a file that is not as its component's output has it */
  ZANTE_N_RULES
} ZanteRule;
const char *zante_rule_name (ZanteRule rule);

typedef struct {
  ZanteRule rule;
  char *path;    /* in the tree, with a leading '/' */
  char *message; /* what is wrong and how to mend it */
} ZanteFinding;

typedef struct {
  const char *tree; /* folder, usually dist/ */
  /* Where the private libraries will be: "/usr/lib/xen-4.17/lib", … */
  const char *const *private_dirs;
  /* The linker's default path: "/usr/lib/x86_64-linux-gnu", "/usr/lib" */
  const char *const *public_dirs;
  /* What no file may contain: paths ("/build/src", the user's home) and names (host, user), as
   * whole words; a name that could be an ordinary word counts only as "@name" (policy/scan.h). A
   * path that documentation rightly names ("/root") is the caller's to leave out. The tree's own
   * path is always forbidden. */
  const char *const *forbidden;
  /* Folders in which the system's own files are looked up, in order; NULL: "/" */
  const char *const *system_roots;
  /* How the tree differs from what it was made of, of ZanteStageDifference*, see
   * zante_stage_dist_differences; NULL: nothing is known about that */
  const GPtrArray *differences;
  GCancellable *cancellable;
} ZantePolicyInput;

typedef struct {
  guint files, elf_files;       /* looked at */
  guint checked[ZANTE_N_RULES]; /* how many times each rule was applied */
  GPtrArray *findings;          /* of ZanteFinding*, sorted by path then rule */
  GPtrArray *system_libraries;  /* char*: sonames resolved outside the tree, sorted */
} ZantePolicyResult;

/* Look at every file of the tree. FALSE only when it could not be read: findings are a result. */
ZantePolicyResult *zante_policy_run (const ZantePolicyInput *input, GError **error);
void zante_policy_result_free (ZantePolicyResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePolicyResult, zante_policy_result_free)

/* The result for people: one aligned line "RULE  PATH  MESSAGE" per finding, one line per rule with
 * how often it was applied, the libraries expected of the system, the verdict. Control characters
 * in names are escaped. Owned by the caller. */
char *zante_policy_table (const ZantePolicyResult *result);

/* The result for programs, owned by the caller. Members are added in later versions, never changed:
 *
 *   { "verdict": "pass" | "fail",          fail: at least one finding
 *     "files": 459, "elf-files": 94,
 *     "rules": [                           every rule, in the order of ZanteRule
 *       { "rule": "needed", "checked": 90, "findings": 0 }, ... ],
 *     "findings": [                        sorted by path, then rule
 *       { "rule": "runpath", "path": "/usr/lib/xen-4.17/bin/xl", "message": "..." }, ... ],
 *     "system-libraries": [ "libc.so.6", ... ] }
 *
 * Bytes that are not UTF-8 become U+FFFD. */
char *zante_policy_json (const ZantePolicyResult *result);
