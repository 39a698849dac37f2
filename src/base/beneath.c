/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

enum {
  FOLDER = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
  MAX_LINKS = 40, /* as the kernel: path_resolution(7) */
  ATTEMPTS = 8,   /* openat2(2) gives up with EAGAIN while somebody renames folders */
};

/* Where a walk by hand is. */
typedef struct {
  GArray *folders; /* of int: from the root's to the one that we are in */
  GPtrArray *todo; /* of char*: the elements that are left, the next one last */
  int flags;
  ZanteBeneath links;
  guint followed;
} Walk;

static void
walk_clear (Walk *walk)
{
  int saved_errno = errno;
  for (guint i = 0; i < walk->folders->len; i++)
    close (g_array_index (walk->folders, int, i));
  g_array_unref (walk->folders);
  g_ptr_array_unref (walk->todo);
  errno = saved_errno;
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static int
fail (int saved_errno)
{
  errno = saved_errno;
  return -1;
}

static int
current (const Walk *walk)
{
  return g_array_index (walk->folders, int, walk->folders->len - 1);
}

/* Out of N folders. The way back is the one that was come, not the "..", which may have moved. */
static void
leave (Walk *walk, guint n)
{
  for (; n > 0; n--)
    {
      close (current (walk));
      g_array_set_size (walk->folders, walk->folders->len - 1);
    }
}

static int
go_up (Walk *walk)
{
  if (walk->folders->len > 1)
    leave (walk, 1);
  else if (walk->links != ZANTE_BENEATH_IN_ROOT)
    return fail (EXDEV);
  return 0;
}

static int
push (Walk *walk, const char *path)
{
  if (*path == '/' && walk->links != ZANTE_BENEATH_IN_ROOT)
    return fail (EXDEV);
  if (*path == '/')
    leave (walk, walk->folders->len - 1);
  g_auto (GStrv) elements = g_strsplit (path, "/", -1);
  for (guint i = g_strv_length (elements); i > 0; i--)
    g_ptr_array_add (walk->todo, g_strdup (elements[i - 1]));
  return 0;
}

static int
follow (Walk *walk, const char *target)
{
  if (walk->links == ZANTE_BENEATH_NO_LINKS || ++walk->followed > MAX_LINKS)
    return fail (ELOOP);
  return *target == '\0' ? fail (ENOENT) : push (walk, target);
}

static int
enter (Walk *walk, const char *name)
{
  int fd = openat (current (walk), name, FOLDER);
  if (fd >= 0)
    g_array_append_val (walk->folders, fd);
  return fd < 0 ? -1 : 0;
}

/* One element of the path; when it was the last, what it is goes to FD. */
static int
step (Walk *walk, const char *name, int *fd)
{
  char target[PATH_MAX];
  gboolean last = walk->todo->len == 0;
  gboolean itself = last && (walk->flags & O_PATH) != 0 && (walk->flags & O_NOFOLLOW) != 0;
  if (*name == '\0' || strcmp (name, ".") == 0)
    return 0;
  if (strcmp (name, "..") == 0)
    return go_up (walk);
  ssize_t length = itself ? -1 : readlinkat (current (walk), name, target, sizeof target - 1);
  if (length >= 0)
    {
      target[length] = '\0';
      return last && (walk->flags & O_NOFOLLOW) != 0 ? fail (ELOOP) : follow (walk, target);
    }
  if (!last)
    return enter (walk, name);
  *fd = openat (current (walk), name, walk->flags | O_NOFOLLOW | O_CLOEXEC);
  return *fd < 0 ? -1 : 0;
}

int
zante_beneath_walk (int root, const char *path, int flags, ZanteBeneath links)
{
  g_auto (Walk) walk = {.folders = g_array_new (FALSE, FALSE, sizeof (int)),
                        .todo = g_ptr_array_new_with_free_func (g_free),
                        .flags = flags,
                        .links = links};
  int fd = -1, top = openat (root, ".", FOLDER);
  if (top < 0)
    return -1;
  g_array_append_val (walk.folders, top);
  if (push (&walk, path) < 0)
    return -1;
  while (fd < 0 && walk.todo->len > 0)
    {
      g_autofree char *name = g_ptr_array_steal_index (walk.todo, walk.todo->len - 1);
      if (step (&walk, name, &fd) < 0)
        return -1;
    }
  return fd >= 0 ? fd : openat (current (&walk), ".", (flags & ~O_NOFOLLOW) | O_CLOEXEC);
}

gboolean
zante_beneath_is_plain (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  for (char **part = parts; *part != NULL; part++)
    if (**part == '\0' || strcmp (*part, ".") == 0 || strcmp (*part, "..") == 0)
      return FALSE;
  return TRUE;
}

int
zante_beneath_open (int root, const char *path, int flags, ZanteBeneath links)
{
  static const guint64 resolve[] = {
      [ZANTE_BENEATH_NO_LINKS] = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
      [ZANTE_BENEATH_LINKS] = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
      [ZANTE_BENEATH_IN_ROOT] = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
  };
  const struct open_how how = {.flags = (guint64)(flags | O_CLOEXEC), .resolve = resolve[links]};
  const char *name = *path == '\0' ? "." : path;
  for (guint i = 0; i < ATTEMPTS; i++)
    {
      int fd = (int)syscall (SYS_openat2, root, name, &how, sizeof how);
      if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != EAGAIN))
        return fd;
      if (errno != EAGAIN)
        break; /* an old kernel, or a filter of system calls that is older than the call */
    }
  return zante_beneath_walk (root, path, flags, links);
}

/* Takes FD; the folder NAME in it. */
static int
make_folder (int fd, const char *name)
{
  const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  int next = openat (fd, name, flags);
  if (next < 0 && errno == ENOENT && (mkdirat (fd, name, 0755) == 0 || errno == EEXIST))
    next = openat (fd, name, flags);
  int saved_errno = errno;
  close (fd);
  errno = saved_errno;
  return next;
}

int
zante_beneath_make_dirs (int root, const char *path)
{
  int fd = zante_beneath_open (root, path, O_RDONLY | O_DIRECTORY, ZANTE_BENEATH_NO_LINKS);
  if (fd >= 0 || errno != ENOENT)
    return fd;
  g_auto (GStrv) elements = g_strsplit (path, "/", -1);
  if (*path == '/' || g_strv_contains ((const char *const *)elements, ".."))
    return fail (EXDEV);
  fd = openat (root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (char **element = elements; fd >= 0 && *element != NULL; element++)
    if (**element != '\0')
      fd = make_folder (fd, *element);
  return fd;
}

/* What is above PATH. */
static char *
above (const char *path)
{
  const char *slash = strrchr (path, '/');
  return g_strndup (path, slash == NULL ? 0 : (gsize)(slash - path));
}

static const char *
last_element (const char *path)
{
  const char *slash = strrchr (path, '/');
  return slash == NULL ? path : slash + 1;
}

void
zante_beneath_cursor_clear (ZanteBeneathCursor *cursor)
{
  int saved_errno = errno;
  g_clear_pointer (&cursor->path, g_free);
  zante_fd_close (cursor->folder);
  cursor->folder = -1;
  errno = saved_errno;
}

const char *
zante_beneath_enter (ZanteBeneathCursor *cursor, const char *path)
{
  g_autofree char *folder = above (path);
  if (g_strcmp0 (cursor->path, folder) == 0)
    return last_element (path);
  zante_beneath_cursor_clear (cursor);
  cursor->folder = cursor->make ? zante_beneath_make_dirs (cursor->root, folder)
                                : zante_beneath_open (cursor->root, folder, O_RDONLY | O_DIRECTORY,
                                                      cursor->links);
  if (cursor->folder < 0)
    return NULL;
  cursor->path = g_steal_pointer (&folder);
  return last_element (path);
}

static gboolean
write_whole (int fd, const char *data, gsize size, mode_t mode)
{
  for (gsize done = 0; done < size;)
    {
      ssize_t put = TEMP_FAILURE_RETRY (write (fd, data + done, size - done));
      if (put < 0)
        return FALSE;
      done += (gsize)put;
    }
  return fchmod (fd, mode) == 0 && fsync (fd) == 0;
}

gboolean
zante_beneath_write (int root, const char *path, const char *data, gsize size, mode_t mode)
{
  g_autofree char *folder_path = above (path);
  g_autofree char *beside = g_strdup_printf (".%.200s.zante-new", last_element (path));
  g_auto (ZanteFd) folder = zante_beneath_make_dirs (root, folder_path);
  if (folder < 0 || (unlinkat (folder, beside, 0) != 0 && errno != ENOENT))
    return FALSE;
  g_auto (ZanteFd) fd
      = openat (folder, beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd >= 0 && write_whole (fd, data, size, mode)
      && renameat (folder, beside, folder, last_element (path)) == 0)
    return TRUE;
  int saved_errno = errno;
  unlinkat (folder, beside, 0);
  errno = saved_errno;
  return FALSE;
}

gboolean
zante_beneath_unlink (int root, const char *path)
{
  g_autofree char *folder_path = above (path);
  g_auto (ZanteFd) folder
      = zante_beneath_open (root, folder_path, O_RDONLY | O_DIRECTORY, ZANTE_BENEATH_NO_LINKS);
  return (folder >= 0 && unlinkat (folder, last_element (path), 0) == 0) || errno == ENOENT;
}

static gboolean
refuse (const char *path, const char *why, GError **error)
{
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "'%s' %s", path, why);
}

static gboolean
set_error (const char *path, int saved_errno, GError **error)
{
  if (saved_errno == EXDEV)
    return refuse (path, "leads out of the tree through a symbolic link", error);
  g_set_error (error, G_FILE_ERROR, (gint)g_file_error_from_errno (saved_errno),
               "cannot read '%s': %s", path, g_strerror (saved_errno));
  return FALSE;
}

char *
zante_beneath_read (const char *tree, const char *path, gsize *size, GError **error)
{
  struct stat st;
  g_auto (ZanteFd) root = open (tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_auto (ZanteFd) fd = root < 0 ? -1
                                 : zante_beneath_open (root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY,
                                                       ZANTE_BENEATH_LINKS);
  if (fd < 0 || fstat (fd, &st) != 0)
    {
      set_error (path, errno, error);
      return NULL;
    }
  if (!S_ISREG (st.st_mode))
    {
      refuse (path, "is no file", error);
      return NULL;
    }
  return zante_fs_read_fd (fd, size, error);
}

gboolean
zante_beneath_check (const char *tree, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (tree, error);
  g_auto (ZanteFd) root = open (tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (entry->target == NULL)
        continue;
      g_auto (ZanteFd) fd = zante_beneath_open (root, entry->path, O_PATH, ZANTE_BENEATH_LINKS);
      if (fd < 0 && errno == EXDEV)
        return refuse (entry->path, "leads out of the tree through symbolic links", error);
    }
  return entries != NULL;
}
