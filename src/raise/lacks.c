/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/lacks.h"

#include <errno.h>
#include <sys/statvfs.h>

#include "base/error.h"
#include "raise/packages.h"

gboolean
zante_lacks_exec (const char *folder, GError **error)
{
  struct statvfs info;
  g_autofree char *there = g_strdup (folder);
  while (statvfs (there, &info) != 0)
    {
      char *above = g_path_get_dirname (there);
      if (errno != ENOENT || g_str_equal (above, there))
        {
          g_free (above);
          return TRUE; /* whoever writes there says what is wrong */
        }
      g_free (there);
      there = above;
    }
  if ((info.f_flag & ST_NOEXEC) == 0)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_HOST,
      "'%s' is on a file system that is mounted noexec, and what is built is run there: "
      "choose another project with -C, or remount it with exec",
      there);
}

/* Packages that are missing ------------------------------------------------------------------ */

/* The names of NODE's missing build dependencies; NULL when there are none. Owned by the caller. */
static char *
missing_of (const ZanteRaise *raise, ZanteToolchain *installed, const ZanteNode *node)
{
  g_autoptr (GPtrArray) missing
      = zante_packages_missing_of (installed, node->component, raise->distribution);
  g_ptr_array_add (missing, NULL);
  return missing->len == 1 ? NULL : g_strjoinv (", ", (char **)missing->pdata);
}

static void
warn_of_packages (const ZanteRaise *raise, ZanteToolchain *installed, const ZanteNode *node)
{
  g_autofree char *missing = missing_of (raise, installed, node);
  if (missing != NULL)
    zante_log_message (raise->log, ZANTE_LOG_WARNING,
                       "component '%s': build dependencies that are not installed: %s (zante "
                       "builddep --install)",
                       node->component->name, missing);
}

static void
warn_of_providers (const ZanteRaise *raise, const ZanteNode *node, GHashTable *told)
{
  for (char **use = node->component->uses; use != NULL && *use != NULL; use++)
    {
      const ZanteComponent *provider = zante_recipe_find (raise->recipe, *use, NULL);
      if (provider == NULL || !zante_packages_lacks_path (provider)
          || !g_hash_table_add (told, (gpointer)provider))
        continue;
      zante_log_message (raise->log, ZANTE_LOG_WARNING,
                         "component '%s' is the system's, which has no '%s' (see zante doctor)",
                         provider->name, provider->provided_path);
    }
}

gboolean
zante_lacks_check (ZanteRaise *raise, const ZantePlan *plan, ZanteToolchain *installed,
                   GError **error)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_direct_hash, g_direct_equal);
  if (!zante_lacks_exec (raise->workspace->root, error))
    return FALSE;
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      const ZanteNode *node = plan->nodes->pdata[i];
      if (node->state == ZANTE_NODE_DONE)
        continue;
      warn_of_packages (raise, installed, node);
      warn_of_providers (raise, node, told);
    }
  return TRUE;
}

/* Commands that were not found --------------------------------------------------------------- */

/* What a shell, env and make say: "sh: 1: bison: not found", "env: ‘bison’: No such file or
 * directory", "make: bison: No such file or directory". Owned by the caller; NULL: none. */
static char *
missing_command (const char *message)
{
  static const char pattern[] = "(?:: |‘|')([A-Za-z0-9_+.-]+)(?:’|')?: (?:command )?(?:not "
                                "found|No such file or directory)";
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  return g_regex_match (regex, message, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

void
zante_lacks_explain (ZanteRaise *raise, const ZantePlan *plan, ZanteToolchain *installed,
                     GError **error)
{
  if (error == NULL || !g_error_matches (*error, ZANTE_ERROR, ZANTE_ERROR_BUILD))
    return;
  g_autofree char *command = missing_command ((*error)->message);
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      const ZanteNode *node = plan->nodes->pdata[i];
      if (node->state != ZANTE_NODE_FAILED)
        continue;
      g_autofree char *missing = missing_of (raise, installed, node);
      g_autofree char *message = g_steal_pointer (&(*error)->message);
      if (missing != NULL)
        (*error)->message = g_strdup_printf (
            "%s; build dependencies that are not installed: %s (zante builddep --install)", message,
            missing);
      else if (command != NULL)
        (*error)->message
            = g_strdup_printf ("%s; the package that has '%s' belongs into build-depends of '%s'",
                               message, command, node->component->file);
      else
        (*error)->message = g_steal_pointer (&message);
      return;
    }
}
