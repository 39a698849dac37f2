/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strings.h"
#include "policy/policy.h"

#include <string.h>

#include "policy/private.h"
#include "policy/resolve.h"
#include "policy/rules.h"

static void
finding_free (ZanteFinding *finding)
{
  g_free (finding->path);
  g_free (finding->message);
  g_free (finding);
}

void
zante_policy_result_free (ZantePolicyResult *result)
{
  if (result == NULL)
    return;
  g_clear_pointer (&result->findings, g_ptr_array_unref);
  g_clear_pointer (&result->system_libraries, g_ptr_array_unref);
  g_free (result);
}

/* The state ---------------------------------------------------------------------------------- */

static GPtrArray *
keys_of (ZantePolicyTree *tree, const char *const *dirs)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  for (; dirs != NULL && *dirs != NULL; dirs++)
    g_ptr_array_add (keys, zante_policy_tree_key (tree, *dirs));
  return keys;
}

static void
collect_private_names (ZanteCheck *check)
{
  const GPtrArray *files = zante_policy_tree_files (check->tree);
  check->private_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < files->len; i++)
    {
      const ZantePolicyFile *file = files->pdata[i];
      char *stem = zante_check_is_in (check->private_dirs, file->dir)
                       ? zante_private_stem (file->name)
                       : NULL;
      if (stem != NULL)
        g_hash_table_add (check->private_names, stem);
    }
}

static void
collect_private_versions (ZanteCheck *check)
{
  check->private_versions = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < check->private_dirs->len; i++)
    {
      char *version = zante_private_version (check->private_dirs->pdata[i]);
      if (version != NULL)
        g_ptr_array_add (check->private_versions, version);
    }
}

static ZanteCheck
check_init (const ZantePolicyInput *input, ZantePolicyTree *tree, ZantePolicyResult *result)
{
  ZanteCheck check = {.input = input, .tree = tree, .result = result};
  check.private_dirs = keys_of (tree, input->private_dirs);
  check.public_dirs = keys_of (tree, input->public_dirs);
  check.search_dirs = zante_policy_search_dirs (tree, check.public_dirs);
  check.system_libraries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  check.system_files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify)zante_policy_file_free);
  collect_private_names (&check);
  collect_private_versions (&check);
  return check;
}

static void
check_clear (ZanteCheck *check)
{
  g_clear_pointer (&check->private_dirs, g_ptr_array_unref);
  g_clear_pointer (&check->public_dirs, g_ptr_array_unref);
  g_clear_pointer (&check->search_dirs, g_ptr_array_unref);
  g_clear_pointer (&check->private_names, g_hash_table_unref);
  g_clear_pointer (&check->private_versions, g_ptr_array_unref);
  g_clear_pointer (&check->system_libraries, g_hash_table_unref);
  g_clear_pointer (&check->system_files, g_hash_table_unref);
}
typedef ZanteCheck CheckAuto;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckAuto, check_clear)

/* The run ------------------------------------------------------------------------------------ */

static void
check_file (ZanteCheck *check, const ZantePolicyFile *file)
{
  check->result->files++;
  check->result->elf_files += file->elf != NULL || file->elf_error != NULL;
  for (int rule = 0; rule < ZANTE_N_RULES; rule++)
    check->result->checked[rule] += zante_rules[rule].check (check, file);
}

static gint
compare_findings (gconstpointer a, gconstpointer b)
{
  const ZanteFinding *left = *(const ZanteFinding *const *)a;
  const ZanteFinding *right = *(const ZanteFinding *const *)b;
  int order = strcmp (left->path, right->path);
  if (order == 0)
    order = (int)left->rule - (int)right->rule;
  return order != 0 ? order : strcmp (left->message, right->message);
}

static void
finish (ZanteCheck *check)
{
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, check->system_libraries);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (check->result->system_libraries, g_strdup (name));
  g_ptr_array_sort (check->result->system_libraries, zante_strings_compare);
  g_ptr_array_sort (check->result->findings, compare_findings);
}

ZantePolicyResult *
zante_policy_run (const ZantePolicyInput *input, GError **error)
{
  g_autoptr (ZantePolicyTree) tree = zante_policy_tree_new (
      input->tree, input->system_roots, input->forbidden, input->cancellable, error);
  if (tree == NULL)
    return NULL;
  g_autoptr (ZantePolicyResult) result = g_new0 (ZantePolicyResult, 1);
  result->findings = g_ptr_array_new_with_free_func ((GDestroyNotify)finding_free);
  result->system_libraries = g_ptr_array_new_with_free_func (g_free);
  g_auto (CheckAuto) check = check_init (input, tree, result);
  const GPtrArray *files = zante_policy_tree_files (tree);
  for (guint i = 0; i < files->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (input->cancellable, error))
        return NULL;
      check_file (&check, files->pdata[i]);
    }
  zante_check_differences (&check);
  finish (&check);
  return g_steal_pointer (&result);
}
