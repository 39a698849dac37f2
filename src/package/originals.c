/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "base/proc.h"
#include "package/armour.h"
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

/* Upstream's signature PATH of the tarball NAME, beside it as dpkg-source(1) looks for it. */
static gboolean
place_signature (const char *path, const char *folder, const char *name, GError **error)
{
  gsize size = 0;
  g_autofree char *data = zante_outside_read (path, &size, error);
  g_autofree char *text = data == NULL ? NULL : zante_armour ("SIGNATURE", data, size);
  g_autofree char *to = g_strconcat (folder, "/", name, ".asc", NULL);
  if (text != NULL)
    return zante_fs_write (to, text, -1, error);
  if (data != NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE, "'%s' is no OpenPGP signature", path);
  return FALSE;
}

/* The name that a file of a Debian source package has in ours: "xen_4.17.5.orig.tar.xz", and its
 * signature's with ".asc". NULL for one that is no upstream's. Owned by the caller. */
static char *
original_name (const ZanteSourcePackage *source, const char *path)
{
  const char *end = NULL;
  gboolean is_signature = g_str_has_suffix (path, ".asc");
  g_autofree char *whole = g_strndup (path, strlen (path) - (is_signature ? strlen (".asc") : 0));
  g_autofree char *stem = zante_archive_stem (whole, &end);
  const char *orig = orig_of (stem);
  return end == NULL || orig == NULL ? NULL
                                     : g_strconcat (source->name, "_", source->upstream, orig, end,
                                                    is_signature ? ".asc" : "", NULL);
}

static gboolean
place_debian (const ZanteFetchInput *fetch, const ZanteSourcePackage *source, const char *folder,
              GError **error)
{
  g_autoptr (GPtrArray) files = zante_fetch_files (fetch, source->source, error);
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      g_autofree char *name = original_name (source, files->pdata[i]);
      if (name != NULL && !place (files->pdata[i], folder, name, error))
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
  if (files == NULL || !place (files->pdata[0], folder, name, error))
    return FALSE;
  gboolean is_signed = files->len > 1 && source->source->archive->signed_by != NULL;
  return !is_signed || place_signature (files->pdata[1], folder, name, error);
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
