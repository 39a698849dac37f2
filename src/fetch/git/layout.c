/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/archive-disk.h"
#include "base/error.h"
#include "base/fs.h"
#include "fetch/git/tree.h"

#define MAX_BYTES (G_GUINT64_CONSTANT (8) << 30)

typedef struct {
  const ZanteGitObjects *objects;
  const ZanteGitWalk *walk;
  const char *prefix;
  ZanteArchiveDisk disk;
  guint64 bytes; /* so far */
  GCancellable *cancellable;
} Layout;

static gboolean
refuse (const char *why, GError **error)
{
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "%s", why);
}

static gboolean
write_all (int fd, const ZanteGitObject *blob, GError **error)
{
  for (gsize done = 0; done < blob->size;)
    {
      ssize_t put = TEMP_FAILURE_RETRY (write (fd, blob->data + done, blob->size - done));
      if (put < 0)
        return zante_error_errno (error, errno, "cannot write");
      done += (gsize)put;
    }
  return TRUE;
}

static gboolean
lay_file (Layout *layout, const ZanteGitObject *blob, const char *path, mode_t mode, GError **error)
{
  const struct timespec time = {.tv_sec = (time_t)layout->walk->time};
  layout->bytes += blob->size;
  if (layout->bytes > MAX_BYTES)
    return refuse ("the tree is larger than 8 GiB", error);
  g_auto (ZanteFd) fd = zante_archive_disk_create (&layout->disk, path, error);
  return fd >= 0 && write_all (fd, blob, error)
         && zante_archive_disk_seal (fd, (off_t)blob->size, mode, &time, error);
}

static gboolean
lay_link (Layout *layout, const ZanteGitObject *blob, const char *path, GError **error)
{
  g_autofree char *target = g_strndup (blob->data, blob->size);
  if (blob->size == 0 || blob->size >= PATH_MAX || strlen (target) != blob->size)
    return refuse ("the symbolic link has no usable target", error);
  if (zante_archive_link_is_inside (path, target))
    return zante_archive_disk_symlink (&layout->disk, path, target, error);
  g_autofree char *why
      = g_strdup_printf ("the symbolic link leads out of the tree to '%s'", target);
  return refuse (why, error);
}

static gboolean
lay_entry (Layout *layout, const ZanteGitEntry *entry, const char *path, GError **error)
{
  ZanteGitObject blob;
  if (entry->kind == ZANTE_GIT_FOLDER || entry->kind == ZANTE_GIT_MODULE)
    return zante_archive_disk_folder (&layout->disk, path, 0755, error);
  if (!zante_git_objects_get (layout->objects, entry->id, "blob", &blob, error))
    return FALSE;
  if (entry->kind == ZANTE_GIT_LINK)
    return lay_link (layout, &blob, path, error);
  return lay_file (layout, &blob, path, entry->kind == ZANTE_GIT_PROGRAM ? 0755 : 0644, error);
}

static gboolean
lay (const ZanteGitEntry *entry, const char *path, gpointer user_data, GError **error)
{
  Layout *layout = user_data;
  g_autofree char *full
      = *layout->prefix == '\0' ? g_strdup (path) : g_strconcat (layout->prefix, "/", path, NULL);
  if (g_cancellable_set_error_if_cancelled (layout->cancellable, error))
    return FALSE;
  if (lay_entry (layout, entry, full, error))
    return TRUE;
  g_autofree char *shown = g_strescape (full, NULL);
  g_prefix_error (error, "'%.200s': ", shown);
  return FALSE;
}

gboolean
zante_git_lay_out (const ZanteGit *git, const char *commit, const char *dest, const char *prefix,
                   GError **error)
{
  g_autoptr (ZanteGitObjects) objects = zante_git_objects_read (git, commit, FALSE, error);
  Layout layout = {.objects = objects, .prefix = prefix, .cancellable = git->cancellable};
  ZanteGitWalk walk = {.visit = lay, .user_data = &layout};
  layout.walk = &walk;
  if (objects == NULL || !zante_archive_disk_init (&layout.disk, dest, error))
    return FALSE;
  gboolean done = (*prefix == '\0' || zante_archive_disk_folder (&layout.disk, prefix, 0755, error))
                  && zante_git_walk (objects, commit, &walk, error);
  zante_archive_disk_clear (&layout.disk);
  return done;
}
