/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rule is, what it is given, and the table of all rules. */
#pragma once

#include "policy/policy.h"
#include "policy/tree.h"

/* The state of one run. */
typedef struct {
  const ZantePolicyInput *input;
  ZantePolicyTree *tree;
  ZantePolicyResult *result;
  GPtrArray *private_dirs; /* char*: keys */
  GPtrArray *public_dirs;  /* char*: keys */
  GPtrArray *search_dirs;  /* char*: keys, in the loader's order; public_dirs first */
  GHashTable
      *private_names; /* set of char*: stems ("libxenctrl") of the libraries in private_dirs */
  GPtrArray *private_versions;  /* char*: "4.17" of "/usr/lib/xen-4.17/lib" */
  GHashTable *system_libraries; /* set of char* */
  GHashTable *system_files;     /* host path → ZantePolicyFile*: libraries of the system */
} ZanteCheck;

typedef struct {
  const char *name;  /* in reports */
  const char *about; /* one line */
  /* Apply the rule to FILE; returns how many things were checked, 0 when it does not concern it. */
  guint (*check) (ZanteCheck *check, const ZantePolicyFile *file);
} ZanteRuleKind;

extern const ZanteRuleKind zante_rules[ZANTE_N_RULES];

guint zante_rule_needed (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_runpath (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_soname (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_private (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_build_path (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_shebang (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_symlink (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_pkg_config (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_mode (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_xen (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_elf (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_symbol (ZanteCheck *check, const ZantePolicyFile *file);
guint zante_rule_output (ZanteCheck *check, const ZantePolicyFile *file);

/* Add a finding. */
void zante_check_report (ZanteCheck *check, ZanteRule rule, const ZantePolicyFile *file,
                         const char *format, ...) G_GNUC_PRINTF (4, 5);
/* Add a finding for each of the input's differences. */
void zante_check_differences (ZanteCheck *check);
/* Whether the key DIR is one of DIRS. */
gboolean zante_check_is_in (const GPtrArray *dirs, const char *dir);
/* Whether PATH (with links followed) is a directory of the tree or the system. */
gboolean zante_check_has_directory (ZanteCheck *check, const char *path);
/* Look for the file NAME in the directory DIR. */
ZanteFound zante_check_find_in (ZanteCheck *check, const char *dir, const char *name);
