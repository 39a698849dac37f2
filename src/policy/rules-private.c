/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rule that nothing private lies in the default linker path. What is private is derived: from
 * the names of the libraries in the private directories, and from the version in the directories'
 * names, because an unstable library is versioned by the release it belongs to
 * (libxenctrl.so.4.17) and a stable one by its interface (libxencall.so.1). */
#include "policy/private.h"

#include <string.h>

/* Names -------------------------------------------------------------------------------------- */

char *
zante_private_stem (const char *name)
{
  if (!g_str_has_prefix (name, "lib"))
    return NULL;
  const char *shared = strstr (name, ".so");
  if (shared != NULL && (shared[3] == '\0' || shared[3] == '.'))
    return g_strndup (name, (gsize)(shared - name));
  return g_str_has_suffix (name, ".a") ? g_strndup (name, strlen (name) - 2) : NULL;
}

char *
zante_private_version (const char *dir)
{
  g_auto (GStrv) elements = g_strsplit (dir, "/", -1);
  for (char **element = elements; *element != NULL; element++)
    {
      const char *dash = strrchr (*element, '-');
      if (dash == NULL || !g_ascii_isdigit (dash[1]))
        continue;
      gsize digits = strspn (dash + 1, "0123456789.");
      if (dash[1 + digits] == '\0' && strchr (dash, '.') != NULL)
        return g_strdup (dash + 1);
    }
  return NULL;
}

/* Whether NAME is a shared library of the release VERSION: "libX.so.VERSION" or with more numbers.
 */
static gboolean
is_versioned (const char *name, const char *version)
{
  const char *shared = strstr (name, ".so.");
  if (shared == NULL || !g_str_has_prefix (shared + strlen (".so."), version))
    return FALSE;
  char next = shared[strlen (".so.") + strlen (version)];
  return next == '\0' || next == '.';
}

static const char *
release_of (const ZanteCheck *check, const ZantePolicyFile *file)
{
  const char *name = file->name;
  if (file->elf != NULL && file->elf->soname != NULL && *file->elf->soname != '\0')
    name = file->elf->soname;
  for (guint i = 0; i < check->private_versions->len; i++)
    if (is_versioned (name, check->private_versions->pdata[i]))
      return check->private_versions->pdata[i];
  return NULL;
}

/* The rule ----------------------------------------------------------------------------------- */

static void
check_library (ZanteCheck *check, const ZantePolicyFile *file, const char *stem)
{
  /* A link says no more than the library behind it. */
  g_auto (ZanteFound) found = zante_policy_tree_find (check->tree, "/", file->key);
  g_autofree char *dir
      = zante_found_exists (&found) ? g_path_get_dirname (found.path) : g_strdup (file->dir);
  const char *release = release_of (check, found.file != NULL ? found.file : file);
  if (zante_check_is_in (check->private_dirs, dir))
    zante_check_report (check, ZANTE_RULE_PRIVATE, file,
                        "leads from the default linker path to the private '%s' (remove the link)",
                        found.path);
  else if (g_hash_table_contains (check->private_names, stem))
    zante_check_report (check, ZANTE_RULE_PRIVATE, file,
                        "is in the default linker path, but '%s' is a private library (install it "
                        "in one place)",
                        stem);
  else if (release != NULL)
    zante_check_report (check, ZANTE_RULE_PRIVATE, file,
                        "is in the default linker path, but is versioned by the release %s and so "
                        "not a stable library (install it in the private directory)",
                        release);
}

/* ldconfig(8) puts the directories of these files into the default linker path. */
static guint
check_loader_conf (ZanteCheck *check, const ZantePolicyFile *file)
{
  g_auto (GStrv) lines = g_strsplit (file->text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *key
          = *g_strstrip (*line) == '/' ? zante_policy_tree_key (check->tree, *line) : NULL;
      if (key != NULL && zante_check_is_in (check->private_dirs, key))
        zante_check_report (check, ZANTE_RULE_PRIVATE, file,
                            "puts the private '%s' into the default linker path (remove the line)",
                            key);
    }
  return 1;
}

guint
zante_rule_private (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (file->text != NULL && g_str_has_prefix (file->key, "/etc/ld.so.conf"))
    return check_loader_conf (check, file);
  if (!zante_check_is_in (check->public_dirs, file->dir) || zante_policy_file_is_directory (file))
    return 0;
  g_autofree char *stem = zante_private_stem (file->name);
  if (stem == NULL)
    return 0;
  check_library (check, file, stem);
  return 1;
}
