/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/strings.h"
#include "package/emission.h"

/* What is to become of one file. */
typedef enum { SAME, WRITE, REMOVE, KEEP } Verdict;

typedef struct {
  const char *path;
  const ZanteEmitted *file; /* NULL: it is no longer emitted */
  Verdict verdict;
} Step;

typedef struct {
  const GPtrArray *emission;
  const char *folder;
  int root;         /* FOLDER, opened */
  GHashTable *last; /* path → digest of what was emitted there the last time */
  GArray *steps;
  const ZanteEmissionForce *force;
} Writing;

GHashTable *
zante_emission_state (const char *state)
{
  GHashTable *last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (state, &text, NULL, NULL))
    return last;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '#' && strlen (*line) > ZANTE_HASH_HEX + 2)
      g_hash_table_insert (last, g_strdup (*line + ZANTE_HASH_HEX + 2),
                           g_strndup (*line, ZANTE_HASH_HEX));
  return last;
}

char *
zante_emission_note (const char *state)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (state, &text, NULL, NULL) || !g_str_has_prefix (text, "# "))
    return NULL;
  return g_strndup (text + 2, strcspn (text + 2, "\n"));
}

static char *
format_state (const GPtrArray *emission, const char *note)
{
  GString *text = g_string_new (NULL);
  if (note != NULL)
    g_string_append_printf (text, "# %s\n", note);
  for (guint i = 0; i < emission->len; i++)
    {
      const ZanteEmitted *file = emission->pdata[i];
      g_autofree char *digest = zante_hash_bytes (file->data, file->size);
      g_string_append_printf (text, "%s  %s\n", digest, file->path);
    }
  return g_string_free (text, FALSE);
}

/* Deciding ----------------------------------------------------------------------------------- */

static gboolean
fail_edited (const Writing *writing, const char *path, GError **error)
{
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "'%s/%s' was edited by hand, and zante has something new to say there: compare with "
      "--diff '%s', and take zante's with --force='%s'",
      writing->folder, path, writing->folder, path);
}

char *
zante_emission_digest (const char *folder, const char *path)
{
  struct stat st;
  g_autofree char *place = g_build_filename (folder, path, NULL);
  if (lstat (place, &st) == 0 && !S_ISREG (st.st_mode))
    return g_strdup ("no file");
  return zante_hash_file (place, NULL);
}

static gboolean
is_forced (const Writing *writing, const char *path)
{
  const ZanteEmissionForce *force = writing->force;
  return force->all || (force->files != NULL && g_strv_contains (force->files, path));
}

/* Whether FILE ends with all that is there: entries before a changelog take nothing away. */
static gboolean
keeps_what_is_there (const Writing *writing, const ZanteEmitted *file)
{
  struct stat st;
  g_autofree char *place = g_build_filename (writing->folder, file->path, NULL), *there = NULL;
  gsize size = 0;
  return lstat (place, &st) == 0 && S_ISREG (st.st_mode)
         && g_file_get_contents (place, &there, &size, NULL) && size > 0 && size < file->size
         && memcmp (file->data + file->size - size, there, size) == 0;
}

static gboolean
decide (Writing *writing, const ZanteEmitted *file, GError **error)
{
  Step step = {.path = file->path, .file = file};
  g_autofree char *fresh = zante_hash_bytes (file->data, file->size);
  g_autofree char *there = zante_emission_digest (writing->folder, file->path);
  const char *last = g_hash_table_lookup (writing->last, file->path);
  gboolean edited = last == NULL ? there != NULL : g_strcmp0 (there, last) != 0;
  if (g_strcmp0 (there, fresh) == 0)
    step.verdict = SAME;
  else if (is_forced (writing, file->path) || !edited || keeps_what_is_there (writing, file))
    step.verdict = WRITE;
  else if (g_strcmp0 (last, fresh) == 0)
    step.verdict = KEEP;
  else
    return fail_edited (writing, file->path, error);
  g_array_append_val (writing->steps, step);
  return TRUE;
}

/* What was emitted once and is no longer goes, unless somebody made it theirs. */
static void
decide_leftovers (Writing *writing)
{
  GHashTableIter iter;
  gpointer path = NULL, last = NULL;
  g_hash_table_iter_init (&iter, writing->last);
  while (g_hash_table_iter_next (&iter, &path, &last))
    {
      g_autofree char *there = zante_emission_digest (writing->folder, path);
      Step step = {.path = path};
      if (there == NULL || zante_emission_find (writing->emission, path) != NULL)
        continue;
      step.verdict = is_forced (writing, path) || strcmp (there, last) == 0 ? REMOVE : KEEP;
      g_array_append_val (writing->steps, step);
    }
}

/* Writing ------------------------------------------------------------------------------------ */

/* A folder of ours that has become a link leads to what is not ours. */
static gboolean
fail_to (const char *verb, const Writing *writing, const char *path, int saved_errno,
         GError **error)
{
  if (saved_errno != ELOOP && saved_errno != ENOTDIR && saved_errno != EXDEV)
    return zante_error_errno (error, saved_errno, "cannot %s '%s/%s'", verb, writing->folder, path);
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "cannot %s '%s/%s': a link, or a file, is in the place of a folder above it (remove "
      "it)",
      verb, writing->folder, path);
}

static gboolean
take_step (const Writing *writing, const Step *step, GError **error)
{
  const ZanteEmitted *file = step->file;
  if (step->verdict == WRITE
      && !zante_beneath_write (writing->root, step->path, file->data, file->size,
                               file->executable ? 0755 : 0644))
    return fail_to ("write", writing, step->path, errno, error);
  if (step->verdict == REMOVE && !zante_beneath_unlink (writing->root, step->path))
    return fail_to ("remove", writing, step->path, errno, error);
  return TRUE;
}

/* Whether no link is on the way to what will be written or removed. */
static gboolean
is_open (const Writing *writing, const Step *step, GError **error)
{
  g_autofree char *above = g_path_get_dirname (step->path);
  if (step->verdict != WRITE && step->verdict != REMOVE)
    return TRUE;
  g_auto (ZanteFd) fd
      = zante_beneath_open (writing->root, above, O_PATH | O_DIRECTORY, ZANTE_BENEATH_NO_LINKS);
  return fd >= 0 || errno == ENOENT
         || fail_to (step->verdict == WRITE ? "write" : "remove", writing, step->path, errno,
                     error);
}

static gboolean
take_steps (const Writing *writing, GError **error)
{
  for (guint i = 0; i < writing->steps->len; i++)
    if (!is_open (writing, &g_array_index (writing->steps, Step, i), error))
      return FALSE;
  for (guint i = 0; i < writing->steps->len; i++)
    if (!take_step (writing, &g_array_index (writing->steps, Step, i), error))
      return FALSE;
  return TRUE;
}

static GPtrArray *
list_kept (const Writing *writing)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < writing->steps->len; i++)
    {
      const Step *step = &g_array_index (writing->steps, Step, i);
      if (step->verdict == KEEP)
        g_ptr_array_add (kept, g_strdup (step->path));
    }
  g_ptr_array_sort (kept, zante_strings_compare);
  return kept;
}

/* FOLDER, opened; made when it is not there, but never through a link in its place. */
static int
open_folder (const char *folder, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (folder), *name = g_path_get_basename (folder);
  if (!zante_fs_make_dirs (parent, error))
    return -1;
  g_auto (ZanteFd) above = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int root = above < 0 ? -1 : zante_beneath_make_dirs (above, name);
  if (root >= 0)
    return root;
  if (above >= 0 && (errno == ELOOP || errno == ENOTDIR))
    zante_error_set (error, ZANTE_ERROR_INPUT,
                     "'%s' is a link or a file, where a folder of ours goes (remove it)", folder);
  else
    zante_error_errno (error, errno, "cannot make '%s'", folder);
  return -1;
}

gboolean
zante_emission_write (const GPtrArray *emission, const char *folder, const char *state,
                      const ZanteEmissionForce *force, const char *note, GPtrArray **kept,
                      GError **error)
{
  g_autoptr (GHashTable) last = zante_emission_state (state);
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (Step));
  g_auto (ZanteFd) root = open_folder (folder, error);
  if (root < 0)
    return FALSE;
  Writing writing = {.emission = emission,
                     .folder = folder,
                     .root = root,
                     .last = last,
                     .steps = steps,
                     .force = force};
  for (guint i = 0; i < emission->len; i++)
    if (!decide (&writing, emission->pdata[i], error))
      return FALSE;
  decide_leftovers (&writing);
  g_autofree char *text = format_state (emission, note);
  if (!take_steps (&writing, error) || !zante_fs_write (state, text, -1, error))
    return FALSE;
  if (kept != NULL)
    *kept = list_kept (&writing);
  return TRUE;
}
