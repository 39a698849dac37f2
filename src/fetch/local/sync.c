/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A copy of a developer's tree that is kept the same as the tree, while what a build generated in
 * it stays. */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "fetch/kind.h"
#include "fetch/local/copy.h"
#include "fetch/local/head.h"
#include "fetch/local/list.h"
#include "fetch/local/manifest.h"

/* When more than one file in BIG_SHARE changed, make would compile nearly everything again, so that
 * a copy without anything of another release in it costs no more. A small tree is never that. */
enum { BIG_SHARE = 4, BIG_AT_LEAST = 100 };

typedef struct {
  const ZanteFetchInput *input;
  const ZanteSource *source;
  const char *tree;
  const char *dest;
  ZanteLocalCopy copy;
  GChecksumType checksum;
  ZanteLocalManifest *old; /* of the copy as it is; NULL: there is none */
  ZanteLocalManifest *now; /* of the tree */
  GPtrArray *changed;      /* of ZanteLocalFile*, borrowed from now */
  GPtrArray *removed;      /* paths, borrowed from old */
  gboolean touched;        /* what stat says of a file changed, if nothing else */
} Sync;

static void
sync_clear (Sync *sync)
{
  zante_fd_close (sync->copy.from);
  zante_fd_close (sync->copy.to);
  g_clear_pointer (&sync->old, zante_local_manifest_free);
  g_clear_pointer (&sync->now, zante_local_manifest_free);
  g_clear_pointer (&sync->changed, g_ptr_array_unref);
  g_clear_pointer (&sync->removed, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sync, sync_clear)

static char *
manifest_path (const Sync *sync)
{
  return g_strconcat (sync->dest, ".manifest", NULL);
}

/* Comparing ---------------------------------------------------------------------------------- */

/* A build may have removed it, or have put something else in its place. */
static gboolean
is_in_copy (const Sync *sync, const ZanteLocalFile *file)
{
  struct stat st;
  return fstatat (sync->copy.to, file->path, &st, AT_SYMLINK_NOFOLLOW) == 0
         && (st.st_mode & S_IFMT) == (file->mode & S_IFMT);
}

/* FILE against what it was. */
static gboolean
compare_file (Sync *sync, ZanteLocalFile *file, const struct stat *st, GError **error)
{
  const ZanteLocalFile *old
      = sync->old == NULL ? NULL : zante_local_manifest_find (sync->old, file->path);
  gboolean same = old != NULL && zante_local_file_is_same (old, st);
  g_free (file->id);
  file->id = same ? g_strdup (old->id)
                  : zante_local_id (&sync->copy, file->path, st, sync->checksum, error);
  if (file->id == NULL)
    return FALSE;
  sync->touched = sync->touched || !same;
  if (old == NULL || old->mode != file->mode || !g_str_equal (old->id, file->id)
      || !is_in_copy (sync, file))
    g_ptr_array_add (sync->changed, file);
  return TRUE;
}

static gboolean
is_copied (mode_t mode)
{
  return S_ISREG (mode) || S_ISLNK (mode) || S_ISDIR (mode);
}

static gboolean
compare (Sync *sync, GPtrArray *paths, GError **error)
{
  for (guint i = 0; i < paths->len; i++)
    {
      struct stat st;
      if (!zante_local_look (&sync->copy, paths->pdata[i], &st) || !is_copied (st.st_mode))
        continue;
      ZanteLocalFile *file
          = zante_local_file_new (paths->pdata[i], &st, zante_fs_nanoseconds (sync->copy.time));
      zante_local_manifest_add (sync->now, file);
      if (!compare_file (sync, file, &st, error)
          || g_cancellable_set_error_if_cancelled (sync->input->cancellable, error))
        return FALSE;
    }
  /* children before the folders that they are in */
  for (guint i = sync->old == NULL ? 0 : sync->old->files->len; i > 0; i--)
    {
      const ZanteLocalFile *old = sync->old->files->pdata[i - 1];
      if (zante_local_manifest_find (sync->now, old->path) == NULL)
        g_ptr_array_add (sync->removed, old->path);
    }
  return TRUE;
}

/* Git's part --------------------------------------------------------------------------------- */

static gboolean
is_committed (const ZanteLocalFile *file, const char *committed)
{
  const char *mode = S_ISLNK (file->mode) ? "120000" : file->mode & 0100 ? "100755" : "100644";
  return g_str_has_prefix (committed, mode) && committed[strlen (mode)] == ' '
         && strcmp (committed + strlen (mode) + 1, file->id) == 0;
}

static gboolean
is_dirty (const Sync *sync)
{
  GHashTableIter iter;
  gpointer path = NULL, committed = NULL;
  g_autoptr (GHashTable) files = zante_local_committed (sync->tree, sync->input->cancellable);
  if (files == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &path, &committed))
    {
      const ZanteLocalFile *file = zante_local_manifest_find (sync->now, path);
      if (file == NULL || !is_committed (file, committed))
        return TRUE;
    }
  return FALSE;
}

/* Whether tracked files differ is asked for only when something changed since it was known. */
static void
find_state (Sync *sync)
{
  const ZanteLocalManifest *old = sync->old;
  if (*sync->now->commit == '\0')
    return;
  sync->now->dirty = old != NULL && g_str_equal (old->commit, sync->now->commit)
                             && sync->changed->len == 0 && sync->removed->len == 0
                         ? old->dirty
                         : is_dirty (sync);
}

/* Writing ------------------------------------------------------------------------------------ */

static gboolean
is_big (const Sync *sync)
{
  guint n = sync->changed->len + sync->removed->len;
  return n >= BIG_AT_LEAST && n > sync->now->files->len / BIG_SHARE;
}

/* Without a manifest a copy counts as none, so that goes first. */
static gboolean
begin_anew (Sync *sync, GError **error)
{
  g_autofree char *manifest = manifest_path (sync);
  zante_fd_close (sync->copy.to);
  sync->copy.to = -1;
  if (g_unlink (manifest) != 0 && errno != ENOENT)
    return zante_error_errno (error, errno, "cannot remove '%s'", manifest);
  if (!zante_fs_remove_tree (sync->dest, error) || !zante_fs_make_dirs (sync->dest, error))
    return FALSE;
  g_clear_pointer (&sync->old, zante_local_manifest_free);
  g_ptr_array_set_size (sync->removed, 0);
  g_ptr_array_set_size (sync->changed, 0);
  for (guint i = 0; i < sync->now->files->len; i++)
    g_ptr_array_add (sync->changed, sync->now->files->pdata[i]);
  sync->copy.keep_times = TRUE;
  sync->now->born = g_get_real_time () * 1000;
  return TRUE;
}

static gboolean
open_copy (Sync *sync, GError **error)
{
  struct stat st;
  if (sync->copy.to < 0)
    sync->copy.to = open (sync->dest, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (sync->copy.to < 0 || fstat (sync->copy.to, &st) != 0)
    return zante_error_errno (error, errno, "cannot open '%s'", sync->dest);
  sync->copy.owner = st.st_uid;
  sync->copy.group = st.st_gid;
  return TRUE;
}

static gboolean
apply (Sync *sync, GError **error)
{
  for (guint i = 0; i < sync->removed->len; i++)
    if (!zante_local_take (&sync->copy, sync->removed->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < sync->changed->len; i++)
    {
      const ZanteLocalFile *file = sync->changed->pdata[i];
      const gint64 second = G_GINT64_CONSTANT (1000000000);
      const struct stat st = {.st_mode = file->mode,
                              .st_mtim = {file->mtime / second, (long)(file->mtime % second)}};
      if (!zante_local_put (&sync->copy, file->path, &st, error)
          || g_cancellable_set_error_if_cancelled (sync->input->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remember (const Sync *sync, GError **error)
{
  const ZanteLocalManifest *old = sync->old, *now = sync->now;
  g_autofree char *path = manifest_path (sync);
  if (old != NULL && !sync->touched && sync->removed->len == 0
      && g_str_equal (old->commit, now->commit) && old->dirty == now->dirty)
    return TRUE;
  return zante_local_manifest_save (now, path, error);
}

/* The synchronisation ------------------------------------------------------------------------ */

/* The clock that files get their times from lags behind the exact one, except (from Linux 6.13 on)
 * for a file whose time somebody looked at: what is written after that gets an exact time, and no
 * file in the system an earlier one any more. So a file is written, looked at and written again. */
static struct timespec
file_time (int folder)
{
  struct stat st;
  struct timespec now = {0};
  g_auto (ZanteFd) probe = openat (folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  clock_gettime (CLOCK_REALTIME_COARSE, &now);
  if (probe >= 0 && fstat (probe, &st) == 0 && futimens (probe, NULL) == 0
      && fstat (probe, &st) == 0)
    now = st.st_mtim;
  return now;
}

static gboolean
open_tree (Sync *sync, GError **error)
{
  sync->copy.from = open (sync->tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (sync->copy.from < 0)
    return zante_error_errno (error, errno, "cannot open '%s'", sync->tree);
  sync->copy.to = open (sync->dest, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  sync->copy.time = file_time (sync->copy.to);
  return TRUE;
}

static char *
real_path (const char *path)
{
  char buffer[PATH_MAX];
  return realpath (path, buffer) != NULL ? g_strdup (buffer) : g_strdup (path);
}

/* A project may lie in the tree that it builds. */
static GPtrArray *
list_tree (const Sync *sync, GError **error)
{
  g_autofree char *own = real_path (sync->input->workspace->root);
  g_autofree char *dist = real_path (sync->input->workspace->dist);
  const char *const skip[] = {own, dist, NULL};
  g_autofree char *why = NULL;
  gboolean git;
  GPtrArray *paths
      = zante_local_list (sync->tree, skip, sync->input->cancellable, &git, &why, error);
  if (why != NULL)
    zante_log_message (sync->input->log, ZANTE_LOG_WARNING,
                       "source '%s': git does not read '%s' (%s), so every file in it counts, "
                       "also what a build left there",
                       sync->source->name, sync->tree, why);
  return paths;
}

static gboolean
compare_all (Sync *sync, gint64 *date, GError **error)
{
  g_autoptr (GPtrArray) paths = list_tree (sync, error);
  if (paths == NULL)
    return FALSE;
  char *commit = zante_local_head (sync->tree, date, sync->input->cancellable);
  if (commit != NULL)
    {
      sync->checksum = strlen (commit) == 64 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA1;
      g_free (sync->now->commit);
      sync->now->commit = commit;
    }
  sync->now->born = sync->old != NULL ? sync->old->born : 0;
  if (!compare (sync, paths, error))
    return FALSE;
  find_state (sync);
  return TRUE;
}

static ZanteLocalTree *
tree_new (Sync *sync, gboolean anew, gint64 date)
{
  ZanteLocalTree *tree = g_new0 (ZanteLocalTree, 1);
  const char *commit = sync->now->commit;
  if (*commit != '\0')
    tree->commit = g_strconcat (commit, sync->now->dirty ? "-dirty" : "", NULL);
  tree->date = date;
  tree->anew = anew;
  tree->born = sync->now->born;
  tree->changed = sync->changed->len + sync->removed->len;
  tree->files = sync->now->files->len;
  tree->manifest = g_steal_pointer (&sync->now);
  return tree;
}

static ZanteLocalTree *
synchronise (Sync *sync, GError **error)
{
  gint64 date = 0;
  g_autofree char *manifest = manifest_path (sync);
  if (!open_tree (sync, error))
    return NULL;
  sync->old = sync->copy.to < 0 ? NULL : zante_local_manifest_load (manifest);
  if (!compare_all (sync, &date, error))
    return NULL;
  gboolean anew = sync->old == NULL || is_big (sync);
  if ((anew && !begin_anew (sync, error)) || !open_copy (sync, error) || !apply (sync, error)
      || !remember (sync, error))
    return NULL;
  return tree_new (sync, anew, date);
}

ZanteLocalTree *
zante_fetch_sync (const ZanteFetchInput *input, const ZanteSource *source, const char *dest,
                  GError **error)
{
  g_autofree char *tree = real_path (source->local->path);
  g_auto (Sync) sync = {.input = input,
                        .source = source,
                        .tree = tree,
                        .dest = dest,
                        .copy = {.from = -1, .to = -1},
                        .checksum = G_CHECKSUM_SHA1,
                        .now = zante_local_manifest_new (),
                        .changed = g_ptr_array_new (),
                        .removed = g_ptr_array_new ()};
  ZanteLocalTree *result = synchronise (&sync, error);
  if (result == NULL)
    zante_fetch_prefix (error, source);
  return result;
}

void
zante_local_tree_free (ZanteLocalTree *tree)
{
  if (tree == NULL)
    return;
  zante_local_manifest_free (tree->manifest);
  g_free (tree->commit);
  g_free (tree);
}

static gboolean
matches (const char *path, const char *const *patterns)
{
  for (; patterns != NULL && *patterns != NULL; patterns++)
    if (fnmatch (*patterns, path, 0) == 0)
      return TRUE;
  return FALSE;
}

char *
zante_local_tree_digest (const ZanteLocalTree *tree, const char *const *patterns)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (guint i = 0; i < tree->manifest->files->len; i++)
    {
      const ZanteLocalFile *file = tree->manifest->files->pdata[i];
      if (!matches (file->path, patterns))
        continue;
      zante_hash_update_string (hash, file->path);
      zante_hash_update_string (hash, file->id);
    }
  return zante_hash_finish (hash);
}
