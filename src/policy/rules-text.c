/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about what is written in files: build paths and names that leaked, interpreters of
 * scripts. */
#include <string.h>

#include "policy/rules.h"
#include "policy/scan.h"

/* build-path --------------------------------------------------------------------------------- */

guint
zante_rule_build_path (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (zante_policy_file_is_directory (file))
    return 0;
  if (zante_policy_file_is_link (file))
    {
      g_autoptr (GPtrArray) leaks = g_ptr_array_new_with_free_func (g_free);
      zante_scan_bytes (zante_policy_tree_words (check->tree), file->entry->target,
                        strlen (file->entry->target), leaks);
      for (guint i = 0; i < leaks->len; i++)
        zante_check_report (check, ZANTE_RULE_BUILD_PATH, file, "its target %s",
                            (const char *)leaks->pdata[i]);
      return 1;
    }
  for (guint i = 0; file->leaks != NULL && i < file->leaks->len; i++)
    zante_check_report (check, ZANTE_RULE_BUILD_PATH, file, "%s",
                        (const char *)file->leaks->pdata[i]);
  return 1;
}

/* shebang ------------------------------------------------------------------------------------ */

/* Where packages install programs; what is elsewhere (/usr/local, a home directory) happens to be
 * on this machine only. */
static gboolean
is_packaged (const char *path)
{
  static const char *const dirs[]
      = {"/bin/", "/sbin/", "/lib", "/usr/bin/", "/usr/sbin/", "/usr/lib"};
  for (gsize i = 0; i < G_N_ELEMENTS (dirs); i++)
    if (g_str_has_prefix (path, dirs[i]))
      return TRUE;
  return FALSE;
}

static void
check_interpreter (ZanteCheck *check, const ZantePolicyFile *file, const char *path)
{
  g_auto (ZanteFound) found = zante_policy_tree_find (check->tree, "/", path);
  if (!zante_found_exists (&found))
    zante_check_report (check, ZANTE_RULE_SHEBANG, file,
                        "its interpreter '%s' is neither in the tree nor on this system (name one "
                        "that is, or drop the line)",
                        path);
  else if (found.place == ZANTE_PLACE_SYSTEM && !is_packaged (path))
    zante_check_report (check, ZANTE_RULE_SHEBANG, file,
                        "its interpreter '%s' is where no package installs one (name the "
                        "system's)",
                        path);
}

/* The program that "env ARGUMENTS" runs: the first word that is no option and no assignment. */
static const char *
env_program (char **words)
{
  for (; *words != NULL; words++)
    if (**words != '\0' && **words != '-' && strchr (*words, '=') == NULL)
      return *words;
  return NULL;
}

static void
check_env (ZanteCheck *check, const ZantePolicyFile *file, const char *program)
{
  static const char *const path[] = {"/usr/bin", "/usr/sbin", "/bin", "/sbin"};
  for (gsize i = 0; i < G_N_ELEMENTS (path); i++)
    {
      g_auto (ZanteFound) found = zante_check_find_in (check, path[i], program);
      if (zante_found_exists (&found))
        return;
    }
  zante_check_report (check, ZANTE_RULE_SHEBANG, file,
                      "env finds no '%s', neither in the tree nor on this system (name the "
                      "interpreter, or drop the line)",
                      program);
}

guint
zante_rule_shebang (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (file->shebang == NULL)
    return 0;
  g_autofree char *line = g_strstrip (g_strdup (file->shebang));
  g_auto (GStrv) words = g_strsplit_set (line, " \t", -1);
  const char *interpreter = words[0] == NULL ? "" : words[0];
  g_autofree char *base = g_path_get_basename (interpreter);
  const char *program = strcmp (base, "env") == 0 ? env_program (words + 1) : NULL;
  if (*interpreter != '/')
    zante_check_report (check, ZANTE_RULE_SHEBANG, file,
                        "its interpreter '%s' is not an absolute path", interpreter);
  else
    check_interpreter (check, file, interpreter);
  if (program != NULL && *program == '/')
    check_interpreter (check, file, program);
  else if (program != NULL)
    check_env (check, file, program);
  return 1;
}
