/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/rules.h"

#include "base/strings.h"

void
zante_check_report (ZanteCheck *check, ZanteRule rule, const ZantePolicyFile *file,
                    const char *format, ...)
{
  ZanteFinding *finding = g_new0 (ZanteFinding, 1);
  va_list args;
  va_start (args, format);
  finding->rule = rule;
  finding->path = g_strdup (file->path);
  finding->message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (check->result->findings, finding);
}

gboolean
zante_check_is_in (const GPtrArray *dirs, const char *dir)
{
  return zante_strings_has ((GPtrArray *)dirs, dir);
}

ZanteFound
zante_check_find_in (ZanteCheck *check, const char *dir, const char *name)
{
  g_autofree char *path = g_strconcat (dir, "/", name, NULL);
  return zante_policy_tree_find (check->tree, "/", path);
}

gboolean
zante_check_has_directory (ZanteCheck *check, const char *path)
{
  g_auto (ZanteFound) found = zante_policy_tree_find (check->tree, "/", path);
  if (found.place == ZANTE_PLACE_SYSTEM)
    return g_file_test (found.host_path, G_FILE_TEST_IS_DIR);
  return found.place == ZANTE_PLACE_TREE
         && (found.file == NULL || zante_policy_file_is_directory (found.file));
}

const ZanteRuleKind zante_rules[ZANTE_N_RULES] = {
    [ZANTE_RULE_NEEDED]
    = {"needed", "what an ELF file needs is in the tree or on the system", zante_rule_needed},
    [ZANTE_RULE_RUNPATH]
    = {"runpath", "DT_RUNPATH exactly where a private library is needed", zante_rule_runpath},
    [ZANTE_RULE_SONAME]
    = {"soname", "public libraries have a DT_SONAME, private ones have none", zante_rule_soname},
    [ZANTE_RULE_PRIVATE]
    = {"private", "nothing private in the default linker path", zante_rule_private},
    [ZANTE_RULE_BUILD_PATH]
    = {"build-path", "no build path or host name in any file", zante_rule_build_path},
    [ZANTE_RULE_SHEBANG] = {"shebang", "interpreters are absolute and there", zante_rule_shebang},
    [ZANTE_RULE_SYMLINK] = {"symlink", "symbolic links lead somewhere", zante_rule_symlink},
    [ZANTE_RULE_PKG_CONFIG] = {"pkg-config", ".pc files tell the truth", zante_rule_pkg_config},
    [ZANTE_RULE_MODE] = {"mode", "modes are safe and readable", zante_rule_mode},
    [ZANTE_RULE_ELF] = {"elf", "ELF files are well-formed", zante_rule_elf},
    [ZANTE_RULE_XEN] = {"xen", "hypervisors are no shims, and shims are", zante_rule_xen},
    [ZANTE_RULE_SYMBOL]
    = {"symbol", "what an ELF file needs has the symbols that it wants", zante_rule_symbol},
    [ZANTE_RULE_OUTPUT]
    = {"output", "every file is the one of its component's output", zante_rule_output},
};

const char *
zante_rule_name (ZanteRule rule)
{
  g_return_val_if_fail (rule < ZANTE_N_RULES, NULL);
  return zante_rules[rule].name;
}
