/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules for what was installed, proved file by file over a tree: private libraries, RUNPATH,
 * SONAME, what each ELF file needs, leaked build paths and host names, shebangs, symbolic links,
 * pkg-config files. See ELF gABI chapter 5 (dynamic section) and FHS 3.0. */
#pragma once

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
  ZANTE_N_RULES
} ZanteRule;
const char *zante_rule_name (ZanteRule rule);

typedef struct {
  ZanteRule rule;
  char *path;    /* in the tree, with a leading '/' */
  char *message; /* what is wrong and how to mend it */
} ZanteFinding;

typedef struct {
  const char *tree;                /* folder, usually dist/ */
  const char *const *private_dirs; /* "/usr/lib/xen-4.17/lib", … */
  const char *const
      *public_dirs; /* the linker's default path: "/usr/lib/x86_64-linux-gnu", "/usr/lib" */
  const char *const *forbidden; /* strings that no file may contain: "/build/src", host name … */
  const char *const *system_roots; /* where the system's own libraries are looked up; NULL: "/" */
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

/* The result as a table for people, or as JSON. Owned by the caller. */
char *zante_policy_table (const ZantePolicyResult *result);
char *zante_policy_json (const ZantePolicyResult *result);
