/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Binary packages through the machine's own apt: its own configuration and what it knows as
 * installed, but a private cache, so that nothing of the system is touched and nobody has to be
 * root. apt verifies what it downloads (signed InRelease → Packages index → SHA-256). */
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "fetch/apt/apt.h"
#include "fetch/fetch.h"

static const char configuration[] = ZANTE_APT_CONFIGURATION "#clear DPkg::Pre-Install-Pkgs;\n"
                                                            "#clear DPkg::Post-Invoke;\n";

static char *
private_path (const ZanteFetchInput *input, const char *name)
{
  return g_build_filename (input->workspace->state, "apt-binary", name, NULL);
}

static void
add_format (GPtrArray *argv, const char *format, const char *value)
{
  g_autoptr (GString) word = g_string_new (format);
  g_string_replace (word, "%s", value, 1);
  g_ptr_array_add (argv, g_strdup (word->str));
}

/* apt-get with a private cache and, if OWN_LISTS, private indices. */
static GPtrArray *
private_argv (const ZanteFetchInput *input, gboolean own_lists)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = private_path (input, NULL);
  g_ptr_array_add (argv, g_strdup ("apt-get"));
  add_format (argv, "-c=%s/apt.conf", folder);
  add_format (argv, "-oDir::Cache=%s/cache", folder);
  g_ptr_array_add (argv, g_strdup ("-oDebug::NoLocking=1"));
  if (own_lists)
    add_format (argv, "-oDir::State::lists=%s/lists", folder);
  /* The sandbox user of a root's apt could not enter a private folder. */
  if (geteuid () == 0)
    g_ptr_array_add (argv, g_strdup ("-oAPT::Sandbox::User=root"));
  g_ptr_array_add (argv, g_strdup ("-oAcquire::Retries=3"));
  g_ptr_array_add (argv, g_strdup ("-q"));
  return argv;
}

static void
keep_error (const char *line, gpointer user_data)
{
  GString *last = user_data;
  if (g_str_has_prefix (line, "E: ") && last->len == 0)
    g_string_assign (last, line + 3);
}

/* Run the words TAKEN, which are freed. ZANTE_ERROR_HOST with apt's own words when it fails. */
static gboolean
run_apt (const ZanteFetchInput *input, GPtrArray *taken, GError **error)
{
  g_autoptr (GPtrArray) argv = taken;
  g_autoptr (GString) last = g_string_new (NULL);
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LC_ALL", "C", TRUE);
  g_ptr_array_add (argv, NULL);
  ZanteProc proc = {.argv = (const char *const *)argv->pdata,
                    .environ = (const char *const *)environment,
                    .on_line = keep_error,
                    .user_data = last,
                    .cancellable = input->cancellable};
  ZanteProcResult result;
  if (!zante_proc_run (&proc, &result, error))
    return FALSE;
  if (result.status == 0)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_HOST, "apt-get failed with status %d%s%s",
                          result.status, last->len > 0 ? ": " : "", last->str);
}

static gboolean
download (const ZanteFetchInput *input, const char *const *names, gboolean own_lists,
          GError **error)
{
  GPtrArray *argv = private_argv (input, own_lists);
  g_ptr_array_add (argv, g_strdup ("--yes"));
  g_ptr_array_add (argv, g_strdup ("--no-install-recommends"));
  g_ptr_array_add (argv, g_strdup ("--download-only"));
  g_ptr_array_add (argv, g_strdup ("install"));
  g_ptr_array_add (argv, g_strdup ("--"));
  for (; *names != NULL; names++)
    g_ptr_array_add (argv, g_strdup (*names));
  return run_apt (input, argv, error);
}

static gboolean
update (const ZanteFetchInput *input, GError **error)
{
  GPtrArray *argv = private_argv (input, TRUE);
  g_ptr_array_add (argv, g_strdup ("update"));
  return run_apt (input, argv, error);
}

static gboolean
prepare (const ZanteFetchInput *input, GError **error)
{
  static const char *const folders[] = {"cache/archives/partial", "lists/partial"};
  g_autofree char *archives = private_path (input, "cache/archives");
  g_autofree char *config = private_path (input, "apt.conf");
  if (!zante_fs_remove_tree (archives, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = private_path (input, folders[i]);
      if (!zante_fs_make_dirs (path, error))
        return FALSE;
    }
  return zante_fs_write (config, configuration, -1, error);
}

static GPtrArray *
downloaded (const ZanteFetchInput *input, GError **error)
{
  g_autofree char *archives = private_path (input, "cache/archives");
  g_autoptr (GPtrArray) entries = zante_fs_list (archives, error);
  if (entries == NULL)
    return NULL;
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (g_str_has_suffix (entry->path, ".deb") && strchr (entry->path, '/') == NULL)
        g_ptr_array_add (files, g_build_filename (archives, entry->path, NULL));
    }
  return files;
}

GPtrArray *
zante_fetch_packages (const ZanteFetchInput *input, const char *const *names, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (!prepare (input, error))
    return NULL;
  /* What the system's own indices know first: they are there already, as a rule. */
  if (!download (input, names, FALSE, &local)
      && (!g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_HOST) || !update (input, NULL)
          || !download (input, names, TRUE, NULL)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return downloaded (input, error);
}
