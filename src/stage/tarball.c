/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/lock.h"
#include "base/strings.h"
#include "stage/manifest.h"
#include "stage/parts.h"
#include "stage/paths.h"
#include "stage/stage.h"
#include "stage/tar.h"

/* How each format is written. Measured on the whole stack: zstd 9 packs 30 MB/s. */
static const struct {
  const char *suffix;
  int level;
  gboolean threads;
} formats[] = {
    [ZANTE_TAR_ZSTD] = {".tar.zst", 9, TRUE},
    [ZANTE_TAR_XZ] = {".tar.xz", 6, TRUE},
    [ZANTE_TAR_GZIP] = {".tar.gz", 6, FALSE},
};

/* Everything on the way from the parts to the finished folder. */
typedef struct {
  const ZanteTarballInput *input;
  char *folder;        /* where the files are written, beside their final place */
  GPtrArray *parts;    /* of ZantePart* */
  GPtrArray *united;   /* of ZanteTreeEntry* */
  GPtrArray *tarballs; /* of ZanteTarball*, finished ones */
} Writing;

static void
writing_clear (Writing *writing)
{
  g_free (writing->folder);
  g_clear_pointer (&writing->united, g_ptr_array_unref);
  g_clear_pointer (&writing->parts, g_ptr_array_unref);
  g_clear_pointer (&writing->tarballs, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

static ZanteTar *
open_tar (const Writing *writing, const char *name, GError **error)
{
  const ZanteTarballInput *input = writing->input;
  g_autofree char *path = g_build_filename (writing->folder, name, NULL);
  return zante_tar_new (&(ZanteTarOptions){.path = path,
                                           .format = input->format,
                                           .level = formats[input->format].level,
                                           .threads = formats[input->format].threads,
                                           .mtime = (gint64)input->epoch,
                                           .cancellable = input->cancellable},
                        error);
}

/* Finish TAR, whose file is NAME (taken), and list it. */
static gboolean
close_tar (Writing *writing, ZanteTar *tar, char *name, GError **error)
{
  ZanteTarball *tarball = g_new0 (ZanteTarball, 1);
  tarball->name = name;
  g_ptr_array_add (writing->tarballs, tarball);
  tarball->sha256 = zante_tar_finish (tar, &tarball->size, error);
  return tarball->sha256 != NULL;
}

/* The manifest needs the digest of every file: it is taken on the way. */
static gboolean
add_part (ZanteTar *tar, const ZantePart *part, GError **error)
{
  for (guint i = 0; i < part->tree->len; i++)
    {
      ZanteTreeEntry *entry = part->tree->pdata[i];
      g_autofree char *digest = NULL;
      if (!zante_tar_add (tar, part->root, entry, &digest, error))
        return FALSE;
      g_strlcpy (entry->digest, digest != NULL ? digest : "", sizeof entry->digest);
    }
  return TRUE;
}

/* "NAME-VERSION.tar.zst" of what was made of SOURCE (NULL: of none). */
static char *
tarball_name (const ZanteTarballInput *input, const char *name, const ZanteSource *source)
{
  g_autofree char *version = zante_recipe_upstream (input->recipe, source);
  return g_strconcat (name, "-", version, formats[input->format].suffix, NULL);
}

static gboolean
write_part (Writing *writing, const ZantePart *part, GError **error)
{
  const ZanteTarballInput *input = writing->input;
  const char *component = part->staged->component;
  const ZanteComponent *found = zante_recipe_find (input->recipe, component, error);
  if (found == NULL)
    return FALSE;
  g_autofree char *name
      = tarball_name (input, component, zante_recipe_source (input->recipe, found));
  g_autoptr (ZanteTar) tar = open_tar (writing, name, error);
  return tar != NULL && add_part (tar, part, error)
         && close_tar (writing, tar, g_steal_pointer (&name), error);
}

static gboolean
add_united (const Writing *writing, ZanteTar *tar, GError **error)
{
  for (guint i = 0; i < writing->united->len; i++)
    {
      ZanteTreeEntry entry = *(const ZanteTreeEntry *)writing->united->pdata[i];
      const ZantePart *part = writing->parts->pdata[entry.owner];
      entry.mode = entry.united_mode;
      if (!zante_tar_add (tar, part->root, &entry, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_whole (Writing *writing, GError **error)
{
  const ZanteTarballInput *input = writing->input;
  g_autofree char *stack
      = g_strdelimit (g_strconcat ("zante-", input->recipe->stack, NULL), "/", '-');
  g_autofree char *name
      = tarball_name (input, stack, g_hash_table_lookup (input->recipe->sources, "xen"));
  g_autoptr (ZanteTar) tar = open_tar (writing, name, error);
  return tar != NULL && add_united (writing, tar, error)
         && close_tar (writing, tar, g_steal_pointer (&name), error);
}

static gboolean
write_manifest (Writing *writing, GError **error)
{
  g_autofree char *text = zante_manifest (writing->input, writing->parts, writing->tarballs);
  g_autofree char *path = g_build_filename (writing->folder, "manifest.json", NULL);
  ZanteTarball *listed = g_new0 (ZanteTarball, 1);
  listed->name = g_strdup ("manifest.json");
  listed->size = strlen (text);
  listed->sha256 = zante_hash_bytes (text, listed->size);
  g_ptr_array_add (writing->tarballs, listed);
  return zante_fs_write (path, text, -1, error);
}

static gboolean
write_sums (const Writing *writing, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = g_build_filename (writing->folder, "SHA256SUMS", NULL);
  zante_strings_sort_by (writing->tarballs, ZanteTarball, name);
  for (guint i = 0; i < writing->tarballs->len; i++)
    {
      const ZanteTarball *tarball = writing->tarballs->pdata[i];
      g_autofree char *line = zante_sums_line (tarball->sha256, tarball->name);
      g_string_append (text, line);
    }
  return zante_fs_write (path, text->str, (gssize)text->len, error);
}

static gboolean
write_all (Writing *writing, GError **error)
{
  for (guint i = 0; i < writing->parts->len; i++)
    if (!write_part (writing, writing->parts->pdata[i], error))
      return FALSE;
  return write_whole (writing, error) && write_manifest (writing, error)
         && write_sums (writing, error);
}

static gboolean
publish (const Writing *writing, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (writing->folder, name, NULL);
  g_autofree char *to = g_build_filename (writing->input->directory, name, NULL);
  if (g_rename (from, to) != 0)
    return zante_error_errno (error, errno, "cannot write '%s'", to);
  zante_log_message (writing->input->log, ZANTE_LOG_INFO, "wrote %s", to);
  return TRUE;
}

/* The list of digests comes last: when it fits, everything does. */
static gboolean
publish_all (const Writing *writing, GError **error)
{
  for (guint i = 0; i < writing->tarballs->len; i++)
    if (!publish (writing, ((const ZanteTarball *)writing->tarballs->pdata[i])->name, error))
      return FALSE;
  return publish (writing, "SHA256SUMS", error);
}

static gboolean
get_parts (Writing *writing, const char *scratch, char **damaged, GError **error)
{
  const ZanteTarballInput *input = writing->input;
  const ZanteBefore nothing = {.root = scratch};
  g_autoptr (GPtrArray) staged = g_ptr_array_new ();
  for (gsize i = 0; i < input->n_staged; i++)
    g_ptr_array_add (staged, (gpointer)&input->staged[i]);
  zante_strings_sort_by (staged, ZanteStaged, component);
  writing->parts
      = zante_parts_new (input->workspace, staged, &nothing, NULL, scratch, damaged, error);
  writing->united = writing->parts != NULL ? zante_union (writing->parts, error) : NULL;
  return writing->united != NULL;
}

static gboolean
write_tarballs (const ZanteTarballInput *input, char **damaged, GError **error)
{
  g_auto (Writing) writing = {
      .input = input,
      .folder = g_build_filename (input->directory, ".zante-tarballs", NULL),
      .tarballs = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_tarball_free),
  };
  g_autoptr (ZanteScratch) scratch = zante_scratch_new (input->workspace, error);
  if (scratch == NULL || !get_parts (&writing, scratch->path, damaged, error)
      || !zante_fs_remove_tree (writing.folder, error)
      || !zante_fs_make_dirs (writing.folder, error))
    return FALSE;
  gboolean written = write_all (&writing, error) && publish_all (&writing, error);
  zante_fs_remove_tree (writing.folder, NULL);
  return written;
}

gboolean
zante_stage_tarballs (const ZanteTarballInput *input, char **damaged, GError **error)
{
  g_autofree char *path = g_build_filename (input->workspace->state, "tarballs.lock", NULL);
  g_auto (ZanteFd) lock = zante_lock_hold (path, input->log, input->cancellable, error);
  if (lock >= 0 && write_tarballs (input, damaged, error))
    return TRUE;
  g_prefix_error (error, "cannot write tarballs to '%s': ", input->directory);
  return FALSE;
}
