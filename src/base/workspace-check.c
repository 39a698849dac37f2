/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a .zante is ours. What lies in it is believed and written to, so one that came with a
 * project, or is somebody else's, would lead us to do what its author wants. zante marks the folder
 * that it makes with what nobody can bring along: its inode number and its time of birth. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/workspace.h"

#define MARK "made-here"

static gboolean
refuse (GError **error, const char *path, const char *why)
{
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "'%s' %s, so it is not used (remove it, or build elsewhere with -C DIR)",
                          path, why);
}

/* Ourselves, or whoever became root with sudo(8): git(1) trusts the same. */
static gboolean
is_own (uid_t owner)
{
  const char *sudo = g_getenv ("SUDO_UID");
  guint64 user;
  return owner == geteuid ()
         || (geteuid () == 0 && sudo != NULL
             && g_ascii_string_to_unsigned (sudo, 10, 1, G_MAXUINT32, &user, NULL)
             && owner == (uid_t)user);
}

static gboolean
check_folder (const char *path, const struct stat *st, GError **error)
{
  if (S_ISLNK (st->st_mode))
    return refuse (error, path, "is a link");
  if (!S_ISDIR (st->st_mode))
    return refuse (error, path, "is not a folder");
  return is_own (st->st_uid) || refuse (error, path, "belongs to somebody else");
}

/* Where what zante writes could be led elsewhere: the folders of .zante and what lies in them. */
static gboolean
check_links (const char *path, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  if (dir == NULL)
    return FALSE;
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *entry = g_build_filename (path, name, NULL);
      struct stat st;
      if (lstat (entry, &st) == 0 && S_ISLNK (st.st_mode))
        return refuse (error, entry, "is a link");
    }
  return TRUE;
}

static char *
identify (const char *path)
{
  struct statx stx;
  if (statx (AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &stx) != 0)
    return NULL;
  gboolean born = (stx.stx_mask & STATX_BTIME) != 0; /* some file systems do not know */
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09u\n", (guint64)stx.stx_ino,
                          born ? (gint64)stx.stx_btime.tv_sec : 0,
                          born ? stx.stx_btime.tv_nsec : 0);
}

static char *
mark_path (const ZanteWorkspace *workspace)
{
  return g_build_filename (workspace->root, MARK, NULL);
}

/* We may have been killed when it was just made. */
static gboolean
is_empty (const ZanteWorkspace *workspace)
{
  g_autoptr (GDir) dir = g_dir_open (workspace->root, 0, NULL);
  const char *name = NULL;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL && g_str_has_prefix (name, MARK))
    ;
  return dir != NULL && name == NULL;
}

static gboolean
check_mark (const ZanteWorkspace *workspace, GError **error)
{
  g_autofree char *path = mark_path (workspace);
  g_autofree char *mark = NULL, *now = identify (workspace->root);
  if (g_file_get_contents (path, &mark, NULL, NULL) && g_strcmp0 (mark, now) == 0)
    return TRUE;
  if (mark == NULL && is_empty (workspace))
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "'%s' was not made here: it came with the project, or is a copy (remove it; or, if "
      "all that is in it is your own, say --adopt once)",
      workspace->root);
}

gboolean
zante_workspace_mark (const ZanteWorkspace *workspace, GError **error)
{
  g_autofree char *path = mark_path (workspace), *now = identify (workspace->root);
  g_autofree char *mark = NULL;
  if (g_file_get_contents (path, &mark, NULL, NULL) && g_strcmp0 (mark, now) == 0)
    return TRUE;
  if (now == NULL)
    return zante_error_errno (error, errno, "cannot look at '%s'", workspace->root);
  return zante_fs_write (path, now, -1, error);
}

char *
zante_workspace_identity (const ZanteWorkspace *workspace)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  g_autofree char *machine = NULL, *now = identify (workspace->root);
  g_file_get_contents ("/etc/machine-id", &machine, NULL, NULL); /* machine-id(5) */
  zante_hash_update_string (hash, machine != NULL ? machine : g_get_host_name ());
  zante_hash_update_string (hash, now);
  return zante_hash_finish (hash);
}

/* What builds installed lies in it, set-user-ID files too. */
static gboolean
close_to_others (const char *path, const struct stat *st, GError **error)
{
  if ((st->st_mode & 077) == 0 || st->st_uid != geteuid ())
    return TRUE;
  return chmod (path, 0700) == 0 || errno == EROFS
         || zante_error_errno (error, errno, "cannot close '%s' to others", path);
}

gboolean
zante_workspace_check (const ZanteWorkspace *workspace, GError **error)
{
  const char *const dirs[] = {workspace->downloads, workspace->git,  workspace->store,
                              workspace->work,      workspace->logs, workspace->state};
  struct stat st;
  if (lstat (workspace->root, &st) != 0)
    return TRUE; /* there is none, or none that can be used: whoever needs it says so */
  if (!check_folder (workspace->root, &st, error) || !check_links (workspace->root, error)
      || (!workspace->adopt && !check_mark (workspace, error)))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (dirs); i++)
    {
      struct stat sub;
      if (lstat (dirs[i], &sub) == 0
          && (!check_folder (dirs[i], &sub, error) || !check_links (dirs[i], error)))
        return FALSE;
    }
  return close_to_others (workspace->root, &st, error)
         && (!workspace->adopt || zante_workspace_mark (workspace, error));
}

/* Where results go --------------------------------------------------------------------------- */

char *
zante_workspace_output (const ZanteWorkspace *workspace, const char *asked, const char *usual,
                        GError **error)
{
  struct stat st;
  g_autofree char *path
      = g_canonicalize_filename (asked != NULL ? asked : usual, workspace->project);
  gboolean link = lstat (path, &st) == 0 && S_ISLNK (st.st_mode);
  g_autofree char *target = link ? g_file_read_link (path, NULL) : NULL;
  const char *shown = target == NULL ? "" : target;
  if (link && asked == NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT,
                     "'%s' is a link to '%s', which may have come with the project, so it is not "
                     "followed (say where to write with --output, or remove it)",
                     path, shown);
  else if (stat (path, &st) == 0 ? S_ISDIR (st.st_mode) : !link)
    return g_steal_pointer (&path);
  else
    zante_error_set (error, ZANTE_ERROR_INPUT,
                     link ? "'%s' is a link to '%s', which is no folder" : "'%s' is no folder",
                     path, shown);
  return NULL;
}
