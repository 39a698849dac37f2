/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante verify: prove the rules for every file that was staged. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/command.h"
#include "policy/policy.h"

/* Where the components of RECIPE keep their private libraries. */
static gboolean
add_private_dirs (const ZanteRecipe *recipe, GPtrArray *dirs, GError **error)
{
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      if (component->libraries == NULL || component->libraries->private_dir == NULL)
        continue;
      g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
      char *dir = zante_recipe_expand (component->libraries->private_dir,
                                       (const char *const *)variables, error);
      if (dir == NULL)
        return FALSE;
      g_ptr_array_add (dirs, dir);
    }
  g_ptr_array_add (dirs, NULL);
  return TRUE;
}

/* Where it was built, by whom and on which machine. */
static void
add_forbidden (const ZanteSession *session, GPtrArray *strings)
{
  const char *home = g_get_home_dir ();
  char host[256] = "";
  g_ptr_array_add (strings, g_strdup ("/build/src"));
  g_ptr_array_add (strings, g_strdup ("/build/stage"));
  g_ptr_array_add (strings, g_strdup (session->raise->workspace->project));
  /* "/root" and "/home" are rightly named by manual pages. */
  if (strchr (home + 1, '/') != NULL)
    g_ptr_array_add (strings, g_strdup (home));
  if (gethostname (host, sizeof host - 1) == 0 && *host != '\0')
    g_ptr_array_add (strings, g_strdup (host));
  g_ptr_array_add (strings, NULL);
}

static ZantePolicyResult *
verify (ZanteSession *session, const char *tree, GError **error)
{
  const ZanteRecipe *recipe = zante_raise_recipe (session->raise, error);
  g_autoptr (GPtrArray) private_dirs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) forbidden = g_ptr_array_new_with_free_func (g_free);
  if (recipe == NULL || !add_private_dirs (recipe, private_dirs, error))
    return NULL;
  add_forbidden (session, forbidden);
  g_autofree char *whole = g_canonicalize_filename (tree, NULL);
  gboolean is_dist = strcmp (whole, session->raise->workspace->dist) == 0;
  g_autoptr (GPtrArray) differences
      = is_dist ? zante_stage_dist_differences (session->raise->workspace, error) : NULL;
  if (is_dist && differences == NULL)
    return NULL;
  const char *const public_dirs[]
      = {g_hash_table_lookup (recipe->layout->dirs, "libdir"), "/usr/lib", "/lib", NULL};
  ZantePolicyInput input = {.tree = tree,
                            .private_dirs = (const char *const *)private_dirs->pdata,
                            .public_dirs = public_dirs,
                            .forbidden = (const char *const *)forbidden->pdata,
                            .differences = differences,
                            .cancellable = session->raise->cancellable};
  return zante_policy_run (&input, error);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_autofree char *format = NULL;
  const GOptionEntry entries[] = {
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
      {0},
  };
  g_auto (GStrv) operands
      = zante_command_parse (&zante_command_verify, entries, argc, argv, 0, 1, error);
  if (operands == NULL)
    return FALSE;
  gboolean json = g_strcmp0 (format, "json") == 0;
  if (format != NULL && !json && strcmp (format, "text") != 0)
    return zante_error_set (error, ZANTE_ERROR_USAGE, "verify: no format '%s' (text or json)",
                            format);
  const char *tree = operands[0] != NULL ? operands[0] : session->raise->workspace->dist;
  if (!g_file_test (tree, G_FILE_TEST_IS_DIR))
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "nothing to verify: '%s' is no folder (run 'zante build' first)", tree);
  g_autoptr (ZantePolicyResult) result = verify (session, tree, error);
  if (result == NULL)
    return FALSE;
  g_autofree char *text = json ? zante_policy_json (result) : zante_policy_table (result);
  fputs (text, stdout);
  if (result->findings->len == 0)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_POLICY, "%u findings in '%s'", result->findings->len,
                          tree);
}

const ZanteCommand zante_command_verify
    = {"verify", "[DIR]", "Prove the rules for every file in dist/ (or DIR)", run};
