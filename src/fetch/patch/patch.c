/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches are applied exactly or not at all: by patch(1) without fuzz, after a look at what the
 * patch wants to touch. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "base/proc.h"
#include "fetch/fetch.h"
#include "fetch/patch/patch.h"
#include "fetch/patch/scan.h"

/* patch(1) reads settings from its environment; an empty one has none. */
static const char *const patch_environment[]
    = {"PATH=/usr/bin:/bin", "LC_ALL=C", "QUOTING_STYLE=literal", NULL};

/* What patch(1) said, as far as the message needs it. */
typedef struct {
  char *file;    /* that was being patched */
  char *failure; /* the first thing that went wrong */
} PatchOutput;

static void
patch_output_clear (PatchOutput *output)
{
  g_free (output->file);
  g_free (output->failure);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PatchOutput, patch_output_clear)

static void
patch_line (const char *line, gpointer user_data)
{
  static const char *const file_marks[]
      = {"patching file ", "checking file ", "patching symbolic link ", "checking symbolic link "};
  static const char *const marks[]
      = {"FAILED",   "can't find file", "patch: ****", "Reversed",
         "refusing", "ignored",         "Skipping",    "already exists"};
  PatchOutput *output = user_data;
  for (gsize i = 0; i < G_N_ELEMENTS (file_marks); i++)
    if (g_str_has_prefix (line, file_marks[i]))
      {
        g_free (output->file);
        output->file = g_strdup (line + strlen (file_marks[i]));
        return;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (marks) && output->failure == NULL; i++)
    if (strstr (line, marks[i]) != NULL)
      output->failure = g_strdup_printf ("%s%s%s", output->file == NULL ? "" : output->file,
                                         output->file == NULL ? "" : ": ", line);
}

static gboolean
run_patch (const char *dest, const char *patch, gboolean dry, GCancellable *cancellable,
           GError **error)
{
  const char *argv[] = {"patch",
                        "-p1",
                        "--fuzz=0",
                        "--unified",
                        "--forward",
                        "--batch",
                        "--no-backup-if-mismatch",
                        "--reject-file=-",
                        "--get=0",
                        "-d",
                        dest,
                        "-i",
                        patch,
                        dry ? "--dry-run" : NULL,
                        NULL};
  g_auto (PatchOutput) output = {0};
  ZanteProc proc = {.argv = argv,
                    .environ = patch_environment,
                    .on_line = patch_line,
                    .user_data = &output,
                    .cancellable = cancellable};
  ZanteProcResult result;
  if (!zante_proc_run (&proc, &result, error))
    return FALSE;
  if (result.status == 0 && output.failure == NULL)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "%s (patches must apply without fuzz: refresh it for this version of the source)",
      output.failure == NULL ? "patch(1) failed" : output.failure);
}

/* The nearest folder above PATH that exists below ROOT, opened; -1 with errno. */
static int
open_above (int root, const char *path)
{
  g_autofree char *folder = g_strdup (path);
  for (;;)
    {
      char *slash = strrchr (folder, '/');
      *(slash == NULL ? folder : slash) = '\0';
      int fd = zante_beneath_open (root, folder, O_PATH | O_DIRECTORY, ZANTE_BENEATH_LINKS);
      if (fd >= 0 || errno != ENOENT || *folder == '\0')
        return fd;
    }
}

static gboolean
check_paths (const char *dest, const ZantePatchScan *scan, GError **error)
{
  g_auto (ZanteFd) root = open (dest, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0)
    return zante_error_errno (error, errno, "cannot enter '%s'", dest);
  for (guint i = 0; i < scan->paths->len; i++)
    {
      const char *path = g_ptr_array_index (scan->paths, i);
      g_auto (ZanteFd) folder = open_above (root, path);
      if (folder >= 0)
        continue;
      return zante_error_set (error, ZANTE_ERROR_SOURCE, "'%s' %s", path,
                              errno == EXDEV ? "leads out of the tree through a symbolic link"
                                             : "lies in no folder");
    }
  return TRUE;
}

static void
remember_touched (GHashTable *touched, const ZantePatchScan *scan)
{
  for (guint i = 0; i < scan->paths->len; i++)
    g_hash_table_add (touched, g_strdup (g_ptr_array_index (scan->paths, i)));
}

/* What was looked at is what is applied, whoever changes the file meanwhile. */
static gboolean
run_scanned (const char *dest, const ZantePatch *patch, const ZantePatchScan *scan,
             GCancellable *cancellable, GError **error)
{
  g_autofree char *aside = g_strconcat (dest, ".patch", NULL);
  if (!g_file_set_contents (aside, patch->data, (gssize)patch->size, error))
    return FALSE;
  /* In a dry run the second diff of a file would not see what the first one did. */
  gboolean ok = (scan->repeated || run_patch (dest, aside, TRUE, cancellable, error))
                && run_patch (dest, aside, FALSE, cancellable, error);
  unlink (aside);
  return ok;
}

/* What PATCH touches, which is something. */
static ZantePatchScan *
scan_patch (const ZantePatch *patch, GError **error)
{
  g_autoptr (ZantePatchScan) scan = zante_patch_scan (patch->data, patch->size, error);
  if (scan == NULL || scan->changes || scan->empties->len > 0)
    return g_steal_pointer (&scan);
  return zante_error_null (
      error, ZANTE_ERROR_SOURCE,
      "it changes nothing (only unified diffs are understood: diff -u, git diff)");
}

/* A source package may have empty patches, as dpkg-source(1) takes them. */
static gboolean
apply (const char *dest, const ZantePatch *patch, GHashTable *touched, GCancellable *cancellable,
       GError **error)
{
  if (patch->size == 0)
    return TRUE;
  g_autoptr (ZantePatchScan) scan = scan_patch (patch, error);
  if (scan == NULL || !check_paths (dest, scan, error))
    return FALSE;
  remember_touched (touched, scan);
  return run_scanned (dest, patch, scan, cancellable, error);
}

/* The newest time of a file below DEST, s. */
static gboolean
newest_time (const char *dest, GHashTable *touched, gint64 *newest, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (dest, error);
  *newest = 0;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = g_ptr_array_index (entries, i);
      if (S_ISREG (entry->st.st_mode) && !g_hash_table_contains (touched, entry->path))
        *newest = MAX (*newest, (gint64)entry->st.st_mtim.tv_sec);
    }
  return entries != NULL;
}

/* Patched files get one time, newer than every other file of the tree: make then rebuilds what is
 * made from them, never takes a patched `configure` for older than a patched `configure.ac`, and
 * the tree is the same on every run. */
static gboolean
set_times (const char *dest, GHashTable *touched, GError **error)
{
  gint64 newest;
  if (g_hash_table_size (touched) == 0)
    return TRUE;
  if (!newest_time (dest, touched, &newest, error))
    return FALSE;
  struct timespec times[2] = {{.tv_sec = newest + 1}, {.tv_sec = newest + 1}};
  g_auto (ZanteFd) root = open (dest, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  GHashTableIter iter;
  gpointer path;
  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      g_auto (ZanteFd) folder = open_above (root, path);
      g_autofree char *name = g_path_get_basename (path);
      if (folder >= 0)
        utimensat (folder, name, times, AT_SYMLINK_NOFOLLOW); /* it may be a deleted file */
    }
  return TRUE;
}

void
zante_patch_free (ZantePatch *patch)
{
  if (patch == NULL)
    return;
  g_free (patch->name);
  g_free (patch->data);
  g_free (patch);
}

gboolean
zante_patch_all (const char *dest, GPtrArray *patches, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < patches->len; i++)
    {
      const ZantePatch *patch = g_ptr_array_index (patches, i);
      if (apply (dest, patch, touched, cancellable, error))
        continue;
      g_prefix_error (error, "patch '%s': ", patch->name);
      return FALSE;
    }
  return set_times (dest, touched, error);
}

/* The patch FILE of the project, which may be a link: the project is the user's own. */
static ZantePatch *
load (const char *file, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ZantePatch) patch = g_new0 (ZantePatch, 1);
  patch->name = g_path_get_basename (file);
  patch->data = zante_outside_read (file, &patch->size, &local);
  if (patch->data != NULL)
    return g_steal_pointer (&patch);
  return zante_error_null (error, ZANTE_ERROR_INPUT, "patch '%s': %s", patch->name, local->message);
}

/* The patches FILES, each of which changes something. */
static GPtrArray *
load_all (const char *const *files, GError **error)
{
  g_autoptr (GPtrArray) patches = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_patch_free);
  for (; files != NULL && *files != NULL; files++)
    {
      ZantePatch *patch = load (*files, error);
      if (patch == NULL)
        return NULL;
      g_ptr_array_add (patches, patch);
      g_autoptr (ZantePatchScan) scan = scan_patch (patch, error);
      if (scan != NULL)
        continue;
      g_prefix_error (error, "patch '%s': ", patch->name);
      return NULL;
    }
  return g_steal_pointer (&patches);
}

gboolean
zante_patch_check (const char *const *files, GError **error)
{
  g_autoptr (GPtrArray) patches = load_all (files, error);
  return patches != NULL;
}

gboolean
zante_fetch_patch (const char *dest, const char *const *files, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GPtrArray) patches = load_all (files, error);
  return patches != NULL && zante_patch_all (dest, patches, cancellable, error);
}

char *
zante_fetch_patch_empty (const char *data, gsize size)
{
  g_autoptr (ZantePatchScan) scan = zante_patch_scan (data, size, NULL);
  if (scan == NULL || scan->empties->len == 0)
    return NULL;
  return g_strdup (g_ptr_array_index (scan->empties, 0));
}

GPtrArray *
zante_fetch_patch_paths (const char *data, gsize size)
{
  g_autoptr (ZantePatchScan) scan = zante_patch_scan (data, size, NULL);
  return scan == NULL ? NULL : g_ptr_array_ref (scan->paths);
}
