/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about what the dynamic loader does with a file: well-formed, needed, runpath, soname. */
#include <elf.h>
#include <string.h>

#include "policy/resolve.h"

/* Only these are ever handed to the loader. */
static gboolean
is_loaded (const ZantePolicyFile *file)
{
  return file->elf != NULL && file->elf->type != ET_REL && !file->elf->detached;
}

guint
zante_rule_elf (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (file->elf_error != NULL)
    zante_check_report (check, ZANTE_RULE_ELF, file, "%s (build it again)", file->elf_error);
  return file->elf != NULL || file->elf_error != NULL;
}

/* needed ------------------------------------------------------------------------------------- */

static void
check_interp (ZanteCheck *check, const ZantePolicyFile *file)
{
  g_auto (ZanteFound) found = zante_policy_tree_find (check->tree, "/", file->elf->interp);
  if (*file->elf->interp != '/')
    zante_check_report (check, ZANTE_RULE_NEEDED, file,
                        "its program interpreter '%s' is not an absolute path", file->elf->interp);
  else if (!zante_found_exists (&found))
    zante_check_report (check, ZANTE_RULE_NEEDED, file,
                        "its program interpreter '%s' is neither in the tree nor on this system",
                        file->elf->interp);
}

static void
check_needed (ZanteCheck *check, const ZantePolicyFile *file, const char *name)
{
  g_auto (ZanteFound) found = zante_policy_find_needed (check, file, name);
  if (found.place == ZANTE_PLACE_SYSTEM)
    g_hash_table_add (check->system_libraries, g_strdup (name));
  /* A private library that is not reached is the business of the runpath rule. */
  if (zante_found_exists (&found) || zante_policy_find_private (check, file, name) != NULL)
    return;
  if (strchr (name, '/') != NULL)
    zante_check_report (check, ZANTE_RULE_NEEDED, file,
                        "needs '%s' by its path, which is not there (link it with a SONAME)", name);
  else
    zante_check_report (check, ZANTE_RULE_NEEDED, file,
                        "needs '%s', which is neither in the tree nor on this system", name);
}

guint
zante_rule_needed (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (!is_loaded (file))
    return 0;
  if (file->elf->interp != NULL)
    check_interp (check, file);
  for (char **name = file->elf->needed; *name != NULL; name++)
    check_needed (check, file, *name);
  return file->elf->interp != NULL || file->elf->needed[0] != NULL;
}

/* runpath ------------------------------------------------------------------------------------ */

/* The private directories that FILE needs a library of, keys borrowed from CHECK; the first such
 * library of each in NAMES. */
static GPtrArray *
dirs_needed (ZanteCheck *check, const ZantePolicyFile *file, GPtrArray *names)
{
  GPtrArray *dirs = g_ptr_array_new ();
  for (char **name = file->elf->needed; *name != NULL; name++)
    {
      const char *dir = zante_policy_find_private (check, file, *name);
      if (dir == NULL || g_ptr_array_find (dirs, dir, NULL))
        continue;
      g_ptr_array_add (dirs, (gpointer)dir);
      g_ptr_array_add (names, *name);
    }
  return dirs;
}

/* Every entry of DT_RUNPATH is a private directory that FILE needs. */
static void
check_entries (ZanteCheck *check, const ZantePolicyFile *file, const GPtrArray *dirs)
{
  g_auto (GStrv) entries = g_strsplit (file->elf->runpath, ":", -1);
  for (char **entry = entries; *entry != NULL; entry++)
    {
      g_autoptr (GPtrArray) absolute = zante_elf_run_dirs (*entry, file->dir);
      g_autofree char *key
          = absolute->len == 0 ? NULL : zante_policy_tree_key (check->tree, absolute->pdata[0]);
      if (key == NULL)
        zante_check_report (check, ZANTE_RULE_RUNPATH, file,
                            "DT_RUNPATH entry '%s' is not an absolute path", *entry);
      else if (!zante_check_is_in (check->private_dirs, key))
        zante_check_report (check, ZANTE_RULE_RUNPATH, file,
                            "DT_RUNPATH entry '%s' is no private library directory (remove it)",
                            *entry);
      else if (!zante_check_is_in (dirs, key))
        zante_check_report (check, ZANTE_RULE_RUNPATH, file,
                            "has DT_RUNPATH '%s' but needs no library of it directly (remove it)",
                            *entry);
    }
  if (entries[0] == NULL)
    zante_check_report (check, ZANTE_RULE_RUNPATH, file, "has an empty DT_RUNPATH (remove it)");
}

static void
check_reached (ZanteCheck *check, const ZantePolicyFile *file, const char *dir, const char *name)
{
  /* DT_RPATH has its own finding. */
  const char *list = file->elf->runpath != NULL ? file->elf->runpath : file->elf->rpath;
  g_autoptr (GPtrArray) listed = zante_elf_run_dirs (list, file->dir);
  for (guint i = 0; i < listed->len; i++)
    {
      g_autofree char *key = zante_policy_tree_key (check->tree, listed->pdata[i]);
      if (strcmp (key, dir) == 0)
        return;
    }
  zante_check_report (check, ZANTE_RULE_RUNPATH, file,
                      "needs '%s' of '%s' but has no DT_RUNPATH to it (link with -Wl,-rpath,%s)",
                      name, dir, dir);
}

guint
zante_rule_runpath (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (!is_loaded (file) || !file->elf->dynamic)
    return 0;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) dirs = dirs_needed (check, file, names);
  if (file->elf->rpath != NULL)
    zante_check_report (check, ZANTE_RULE_RUNPATH, file,
                        "has DT_RPATH '%s' (link with --enable-new-dtags)", file->elf->rpath);
  if (file->elf->runpath != NULL)
    check_entries (check, file, dirs);
  for (guint i = 0; i < dirs->len; i++)
    check_reached (check, file, dirs->pdata[i], names->pdata[i]);
  return 1;
}

/* soname ------------------------------------------------------------------------------------- */

static void
check_public_soname (ZanteCheck *check, const ZantePolicyFile *file)
{
  const char *soname = file->elf->soname;
  if (soname == NULL || *soname == '\0')
    {
      zante_check_report (check, ZANTE_RULE_SONAME, file,
                          "is in the default linker path but has no DT_SONAME (link with "
                          "-Wl,-soname)");
      return;
    }
  g_auto (ZanteFound) found = zante_check_find_in (check, file->dir, soname);
  if (found.file != file)
    zante_check_report (
        check, ZANTE_RULE_SONAME, file,
        "its DT_SONAME '%s' does not lead to it in its directory (install the link)", soname);
}

guint
zante_rule_soname (ZanteCheck *check, const ZantePolicyFile *file)
{
  gboolean is_private = zante_check_is_in (check->private_dirs, file->dir);
  gboolean is_public = zante_check_is_in (check->public_dirs, file->dir);
  if (file->elf == NULL || !zante_elf_is_shared_object (file->elf) || (!is_private && !is_public))
    return 0;
  if (!is_private)
    check_public_soname (check, file);
  else if (file->elf->soname != NULL)
    zante_check_report (check, ZANTE_RULE_SONAME, file,
                        "is a private library but has DT_SONAME '%s' (remove the entry)",
                        file->elf->soname);
  return 1;
}
