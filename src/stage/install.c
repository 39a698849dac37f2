/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"
#include "stage/copy.h"
#include "stage/stage.h"

/* The one name that a file has until it is whole; what a killed run left is replaced. */
static const char temporary[] = ".zante-install";

typedef struct {
  int dist;
  int root;                    /* DESTDIR */
  ZanteBeneathCursor from, to; /* below them */
} Installation;

static void
installation_clear (Installation *installation)
{
  zante_beneath_cursor_clear (&installation->from);
  zante_beneath_cursor_clear (&installation->to);
  zante_fd_close (installation->dist);
  zante_fd_close (installation->root);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Installation, installation_clear)

static gboolean
fail_to_enter (const char *path, int saved_errno, GError **error)
{
  if (saved_errno != EXDEV && saved_errno != ELOOP)
    return zante_error_errno (error, saved_errno, "cannot enter '/%s'", path);
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "'/%s' leads out of the destination through a symbolic link: remove the link", path);
}

/* Enter the folder above PATH; returns the name in it. */
static const char *
locate (Installation *installation, const char *path, GError **error)
{
  const char *name = zante_beneath_enter (&installation->to, path);
  if (name == NULL)
    {
      g_autofree char *above = g_path_get_dirname (path);
      fail_to_enter (above, errno, error);
    }
  return name;
}

/* A folder that is already there keeps its mode; it may be a link that stays inside. */
static gboolean
install_folder (Installation *installation, const char *name, const ZanteFsEntry *entry,
                GError **error)
{
  gboolean made = mkdirat (installation->to.folder, name, 0755) == 0;
  if (!made && errno != EEXIST)
    return zante_error_errno (error, errno, "cannot make it");
  g_auto (ZanteFd) fd = zante_beneath_open (installation->root, entry->path, O_RDONLY | O_DIRECTORY,
                                            installation->to.links);
  if (fd < 0)
    return fail_to_enter (entry->path, errno, error);
  if (!made)
    return TRUE;
  if ((geteuid () == 0 && fchown (fd, 0, 0) != 0) || fchmod (fd, entry->st.st_mode & 07777) != 0)
    return zante_error_errno (error, errno, "cannot make it");
  return TRUE;
}

/* The content, owner and mode of the open file TO; the owner first, for chown(2) clears set-ID
 * bits. */
static gboolean
fill_file (Installation *installation, int to, const ZanteFsEntry *entry, GError **error)
{
  const char *name = zante_beneath_enter (&installation->from, entry->path);
  g_auto (ZanteFd) from
      = name == NULL ? -1
                     : openat (installation->from.folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (from < 0)
    return zante_error_errno (error, errno, "cannot open it in 'dist'");
  if (!zante_copy_data (from, to, error))
    return FALSE;
  if ((geteuid () == 0 && fchown (to, 0, 0) != 0) || fchmod (to, entry->st.st_mode & 07777) != 0)
    return zante_error_errno (error, errno, "cannot set its mode");
  return TRUE;
}

static gboolean
make_temporary (Installation *installation, const ZanteFsEntry *entry, GError **error)
{
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  if (S_ISLNK (entry->st.st_mode))
    {
      if (symlinkat (entry->target, installation->to.folder, temporary) != 0)
        return zante_error_errno (error, errno, "cannot make it");
      return TRUE;
    }
  g_auto (ZanteFd) fd = openat (installation->to.folder, temporary, flags, 0600);
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot make it");
  return fill_file (installation, fd, entry, error);
}

static gboolean
install_file (Installation *installation, const char *name, const ZanteFsEntry *entry,
              GError **error)
{
  unlinkat (installation->to.folder, temporary, 0);
  if (make_temporary (installation, entry, error))
    {
      if (renameat (installation->to.folder, temporary, installation->to.folder, name) == 0)
        return TRUE;
      zante_error_errno (error, errno, "cannot replace it");
    }
  unlinkat (installation->to.folder, temporary, 0);
  return FALSE;
}

static gboolean
install_entry (Installation *installation, const ZanteFsEntry *entry, GError **error)
{
  const char *name = locate (installation, entry->path, error);
  if (name == NULL)
    return FALSE;
  gboolean done = S_ISDIR (entry->st.st_mode) ? install_folder (installation, name, entry, error)
                                              : install_file (installation, name, entry, error);
  if (!done)
    g_prefix_error (error, "'/%s': ", entry->path);
  return done;
}

static gboolean
is_root_folder (int fd)
{
  struct stat own, root;
  return fstat (fd, &own) == 0 && stat ("/", &root) == 0 && own.st_dev == root.st_dev
         && own.st_ino == root.st_ino;
}

static gboolean
open_destdir (Installation *installation, const char *destdir, GError **error)
{
  if (!zante_fs_make_dirs (destdir, error))
    return FALSE;
  installation->root = open (destdir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (installation->root < 0)
    return zante_error_errno (error, errno, "cannot open it");
  installation->to.root = installation->root;
  installation->to.links
      = is_root_folder (installation->root) ? ZANTE_BENEATH_IN_ROOT : ZANTE_BENEATH_LINKS;
  return TRUE;
}

static gboolean
install (const ZanteWorkspace *workspace, const char *destdir, GCancellable *cancellable,
         GError **error)
{
  g_auto (Installation) installation
      = {.dist = open (workspace->dist, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
         .root = -1,
         .from = {.folder = -1},
         .to = {.folder = -1}};
  installation.from.root = installation.dist;
  g_autoptr (GPtrArray) entries = zante_fs_list (workspace->dist, error);
  if (entries == NULL || !open_destdir (&installation, destdir, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !install_entry (&installation, entries->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
zante_stage_install (const ZanteWorkspace *workspace, const char *destdir,
                     GCancellable *cancellable, GError **error)
{
  if (!g_file_test (workspace->dist, G_FILE_TEST_IS_DIR))
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "there is no '%s' to install: run 'zante build' first",
                            workspace->dist);
  if (install (workspace, destdir, cancellable, error))
    return TRUE;
  g_prefix_error (error, "cannot install to '%s': ", destdir);
  return FALSE;
}
