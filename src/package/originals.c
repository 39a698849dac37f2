/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "package/parts.h"

static gboolean
place (const char *from, const char *folder, const char *name, GError **error)
{
  g_autofree char *to = g_build_filename (folder, name, NULL);
  if (unlink (to) != 0 && errno != ENOENT)
    return zante_error_errno (error, errno, "cannot replace '%s'", to);
  if (link (from, to) == 0)
    return TRUE;
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
}

/* ".orig" or ".orig-COMPONENT" at the end of STEM; NULL for the file of another purpose. */
static const char *
orig_of (const char *stem)
{
  const char *found = g_strrstr (stem, ".orig");
  return found == NULL || (found[5] != '\0' && found[5] != '-') ? NULL : found;
}

static gboolean
place_debian (const ZanteFetchInput *fetch, const ZanteSourcePackage *source, const char *folder,
              GError **error)
{
  g_autoptr (GPtrArray) files = zante_fetch_files (fetch, source->source, error);
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const char *end = NULL;
      g_autofree char *stem = zante_archive_stem (files->pdata[i], &end);
      const char *orig = orig_of (stem);
      if (end == NULL || orig == NULL)
        continue;
      g_autofree char *name = g_strconcat (source->name, "_", source->upstream, orig, end, NULL);
      if (!place (files->pdata[i], folder, name, error))
        return FALSE;
    }
  return files != NULL;
}

const char *
zante_package_original_ending (const ZanteSourcePackage *source)
{
  static const char *const taken[] = {".tar.gz", ".tar.xz", ".tar.bz2", ".tar.lzma", NULL};
  const ZanteArchiveSource *archive = source->source->archive;
  const char *end = source->entry == NULL || archive == NULL || archive->strip != 1
                        ? NULL
                        : zante_archive_ending (source->entry->url);
  return end != NULL && g_strv_contains (taken, end) ? end : NULL;
}

static gboolean
place_archive (const ZanteFetchInput *fetch, const ZanteSourcePackage *source, const char *folder,
               GError **error)
{
  const char *end = zante_package_original_ending (source);
  g_autofree char *name = g_strconcat (source->name, "_", source->upstream, ".orig", end, NULL);
  g_autoptr (GPtrArray) files = zante_fetch_files (fetch, source->source, error);
  return files != NULL && place (files->pdata[0], folder, name, error);
}

gboolean
zante_package_unpack (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                      const char *dest, GError **error)
{
  if (source->source == NULL)
    return zante_fs_make_dirs (dest, error);
  ZanteSource bare = *source->source;
  ZanteDebianSource debian = {0};
  bare.patches = NULL;
  if (bare.debian != NULL)
    {
      debian = *bare.debian;
      debian.series = FALSE;
      bare.debian = &debian;
    }
  return zante_fetch_unpack (fetch, &bare, dest, error);
}

static gboolean
make_tarball (const ZanteFetchInput *fetch, const ZanteSourcePackage *source, const char *folder,
              GError **error)
{
  gint64 date = 0;
  g_autofree char *top = g_strconcat (source->name, "-", source->upstream, NULL);
  g_autofree char *aside = g_build_filename (folder, "orig", NULL);
  g_autofree char *tree = g_build_filename (aside, top, NULL);
  g_autofree char *tarball
      = g_strconcat (folder, "/", source->name, "_", source->upstream, ".orig.tar.xz", NULL);
  if (!zante_fs_make_dirs (aside, error) || !zante_package_unpack (fetch, source, tree, error)
      || !zante_package_tree_date (tree, &date, error))
    return FALSE;
  g_autofree char *time = g_strdup_printf ("--mtime=@%" G_GINT64_FORMAT, date);
  const char *const argv[]
      = {ZANTE_PACKAGE_TAR (time), "-C", aside, "-cJf", tarball, "--", top, NULL};
  g_autofree char *out
      = zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_FAILED, fetch->cancellable, error);
  return zante_fs_remove_tree (aside, out != NULL ? error : NULL) && out != NULL;
}

gboolean
zante_package_fetch (const ZanteFetchInput *fetch, const ZanteSourcePackage *source, GError **error)
{
  const char *const names[] = {source->source->name, NULL};
  ZanteFetchInput one = *fetch;
  one.names = names;
  return zante_fetch_run (&one, error);
}

gboolean
zante_package_originals (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                         const char *folder, GError **error)
{
  if (source->source == NULL)
    return make_tarball (fetch, source, folder, error);
  if (!zante_package_fetch (fetch, source, error))
    return FALSE;
  if (source->entry != NULL && source->entry->files != NULL && source->source->debian != NULL)
    return place_debian (fetch, source, folder, error);
  if (zante_package_original_ending (source) != NULL)
    return place_archive (fetch, source, folder, error);
  return make_tarball (fetch, source, folder, error);
}
