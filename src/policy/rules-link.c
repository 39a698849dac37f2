/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about the entries themselves: where symbolic links lead, modes. */
#include <string.h>

#include "policy/rules.h"

/* What a system makes when it runs (FHS 3.0, 5.8) is in no package, and need not be there yet. */
static gboolean
is_state (const char *target)
{
  return g_str_has_prefix (target, "/var/lib/") && strstr (target, "..") == NULL;
}

guint
zante_rule_symlink (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (!zante_policy_file_is_link (file))
    return 0;
  const char *target = file->entry->target;
  g_auto (ZanteFound) found = zante_policy_tree_find (check->tree, file->dir, target);
  if (found.place == ZANTE_PLACE_LOOP)
    zante_check_report (check, ZANTE_RULE_SYMLINK, file, "'%s' leads in a circle", target);
  else if (found.place == ZANTE_PLACE_OUTSIDE)
    zante_check_report (check, ZANTE_RULE_SYMLINK, file, "'%s' leaves the tree", target);
  else if (!zante_found_exists (&found) && !is_state (target))
    zante_check_report (check, ZANTE_RULE_SYMLINK, file,
                        "'%s' is neither in the tree nor on this system (install it, or drop the "
                        "link)",
                        target);
  return 1;
}

/* State and configuration may be for root alone; everything else is read by everybody. */
static gboolean
may_be_secret (const ZantePolicyFile *file)
{
  return g_str_has_prefix (file->key, "/etc/") || g_str_has_prefix (file->key, "/var/")
         || g_str_has_prefix (file->key, "/root");
}

static const char *
wrong_mode (const ZantePolicyFile *file)
{
  mode_t mode = file->entry->st.st_mode;
  if (!S_ISREG (mode) && !S_ISDIR (mode))
    return "is neither a file, a directory nor a symbolic link";
  if ((mode & S_ISUID) != 0)
    return "is set-user-ID";
  if ((mode & S_ISGID) != 0 && S_ISREG (mode))
    return "is set-group-ID";
  if ((mode & S_IWOTH) != 0 && !(S_ISDIR (mode) && (mode & S_ISVTX) != 0))
    return "is writable by everybody";
  mode_t needed = S_ISDIR (mode) ? S_IRUSR | S_IXUSR : S_IRUSR;
  if (!may_be_secret (file))
    needed |= S_ISDIR (mode) ? S_IROTH | S_IXOTH : S_IROTH;
  return (mode & needed) == needed ? NULL : "is not readable";
}

guint
zante_rule_mode (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (zante_policy_file_is_link (file))
    return 0;
  const char *wrong = wrong_mode (file);
  if (wrong != NULL)
    zante_check_report (check, ZANTE_RULE_MODE, file,
                        "%s: mode %04o (change it where it is "
                        "installed)",
                        wrong, (guint)(file->entry->st.st_mode & 07777));
  else if (file->unreadable != NULL)
    zante_check_report (check, ZANTE_RULE_MODE, file, "cannot be read: %s", file->unreadable);
  return 1;
}
