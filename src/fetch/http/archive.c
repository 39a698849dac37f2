/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tarball behind a URL: pinned by its SHA-256, on request signed by a key of a keyring. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "fetch/files.h"
#include "fetch/kind.h"
#include "fetch/openpgp.h"
#include "fetch/shell.h"

/* The name of the file behind URL; a query is no part of it. */
static char *
url_name (const char *url)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?#"));
  const char *slash = strrchr (path, '/');
  g_autofree char *name = g_uri_unescape_string (slash == NULL ? path : slash + 1, "/");
  if (name == NULL || !zante_lock_file_name_is_safe (name))
    return g_strdup ("archive");
  return g_steal_pointer (&name);
}

/* Where the signature of the archive at URL is. */
static char *
signature_url (const ZanteArchiveSource *archive, const char *url)
{
  return *archive->signature == '.' ? g_strconcat (url, archive->signature, NULL)
                                    : g_strdup (archive->signature);
}

static void
add_urls (ZanteDownload *download, const ZanteArchiveSource *archive, gboolean signature)
{
  for (char **url = archive->urls; url != NULL && *url != NULL; url++)
    {
      g_autofree char *its = signature ? signature_url (archive, *url) : g_strdup (*url);
      zante_download_add_url (download, its, NULL);
      if (signature && *archive->signature != '.')
        return;
    }
}

/* A server's page about a missing file must not be pinned in its place. */
static gboolean
check_content (const ZanteSource *source, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (zante_archive_check (path, &local))
    return TRUE;
  g_unlink (path);
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "what '%s' gives is not pinned: %s (give 'urls' the address of the file itself)",
      source->archive->urls[0], local->message);
}

/* Download what is not pinned yet and give it the place that its digest says. */
static ZanteLockFile *
download_new (ZanteFetchContext *context, const ZanteSource *source, gboolean signature,
              GError **error)
{
  const ZanteWorkspace *workspace = context->input->workspace;
  const ZanteArchiveSource *archive = source->archive;
  g_autofree char *url
      = signature ? signature_url (archive, archive->urls[0]) : g_strdup (archive->urls[0]);
  g_autofree char *name = url_name (url);
  g_autofree char *id = zante_hash_bytes (url, strlen (url));
  g_autofree char *aside = g_build_filename (workspace->downloads, "unpinned", id, name, NULL);
  g_autoptr (GPtrArray) downloads
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_download_free);
  ZanteDownload *download
      = zante_download_new (source->name, aside, 0, signature ? NULL : archive->sha256);
  g_ptr_array_add (downloads, download);
  add_urls (download, archive, signature);
  if (!zante_fetch_download (context, downloads, error))
    return NULL;
  if (!signature && !check_content (source, aside, error))
    return NULL;
  GStatBuf st;
  g_autoptr (ZanteLockFile) file = zante_lock_file_new (name, 0, download->digest);
  g_autofree char *place = zante_lock_file_place (workspace, file, error);
  g_autofree char *folder = g_path_get_dirname (place);
  if (!zante_fs_make_dirs (folder, error))
    return NULL;
  if (g_lstat (aside, &st) != 0 || g_rename (aside, place) != 0)
    {
      zante_error_errno (error, errno, "cannot write '%s'", place);
      return NULL;
    }
  file->size = (guint64)st.st_size;
  return g_steal_pointer (&file);
}

static ZanteLockFile *
archive_file (const ZanteLockEntry *entry)
{
  g_autofree char *name = url_name (entry->url == NULL ? "" : entry->url);
  return zante_lock_file_new (name, entry->size, entry->sha256);
}

/* Check the signature over the downloaded archive. */
static gboolean
verify (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
        GError **error)
{
  const ZanteFetchInput *input = context->input;
  if (source->archive->signed_by == NULL)
    return TRUE;
  if (entry->files == NULL || entry->files->len != 1)
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "the lock has no signature of the archive (run 'zante lock --update')");
  g_autoptr (ZanteLockFile) file = archive_file (entry);
  g_autofree char *data = zante_lock_file_verified (input->workspace, file, error);
  g_autofree char *signature
      = data == NULL ? NULL
                     : zante_lock_file_verified (input->workspace,
                                                 g_ptr_array_index (entry->files, 0), error);
  const char *keyring = source->archive->signed_by;
  g_autofree char *signer = NULL;
  if (signature == NULL
      || !zante_openpgp_verify (data, signature, keyring, &signer, input->cancellable, error))
    return FALSE;
  zante_log_message (input->log, ZANTE_LOG_INFO, "source '%s' is signed by %s", source->name,
                     signer);
  return TRUE;
}

static gboolean
resolve (ZanteFetchContext *context, const ZanteSource *source, ZanteLockEntry *entry,
         GError **error)
{
  const ZanteArchiveSource *archive = source->archive;
  g_autoptr (ZanteLockFile) file = download_new (context, source, FALSE, error);
  if (file == NULL)
    return FALSE;
  entry->url = g_strdup (archive->urls[0]);
  entry->size = file->size;
  entry->sha256 = g_strdup (file->sha256);
  if (archive->signature != NULL)
    {
      ZanteLockFile *signature = download_new (context, source, TRUE, error);
      if (signature == NULL)
        return FALSE;
      entry->files = g_ptr_array_new ();
      g_ptr_array_add (entry->files, signature);
    }
  else if (archive->sha256 == NULL)
    zante_log_message (context->input->log, ZANTE_LOG_NOTICE,
                       "source '%s' is pinned as it was downloaded; nothing vouches for it (see "
                       "'sha256' and 'signed-by')",
                       source->name);
  return verify (context, source, entry, error);
}

static GPtrArray *
locked_files (const ZanteLockEntry *entry)
{
  GPtrArray *files
      = entry->files == NULL ? zante_lock_files_new () : zante_lock_files_copy (entry->files);
  g_ptr_array_insert (files, 0, archive_file (entry));
  return files;
}

static gboolean
locate (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
        const ZanteLockFile *file, ZanteDownload *download, GError **error)
{
  (void)context, (void)error;
  add_urls (download, source->archive, g_strcmp0 (file->sha256, entry->sha256) != 0);
  download->hint = g_strdup ("add another address to 'urls', or run 'zante lock --update' if the "
                             "file was replaced for good");
  return TRUE;
}

static gboolean
unpack (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
        const char *dest, GError **error)
{
  g_autoptr (ZanteLockFile) file = archive_file (entry);
  return zante_lock_file_extract (input->workspace, file, (guint)source->archive->strip, dest,
                                  input->cancellable, error);
}

static char *
read_file (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
           const char *path, GError **error)
{
  g_autoptr (ZanteLockFile) file = archive_file (entry);
  g_autofree char *place = zante_lock_file_place (input->workspace, file, error);
  return place == NULL
             ? NULL
             : zante_archive_read (place, file->sha256, (guint)source->archive->strip, path, error);
}

static char *
identity (const ZanteSource *source, const ZanteLockEntry *entry)
{
  return g_strdup_printf ("%s strip %" G_GUINT64_FORMAT, entry->sha256, source->archive->strip);
}

static gboolean
shell (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
       GString *script, GError **error)
{
  g_autoptr (ZanteLockFile) file = archive_file (entry);
  g_autofree char *place = zante_lock_file_place (input->workspace, file, error);
  g_autoptr (ZanteDownload) download
      = zante_download_new (source->name, "", file->size, file->sha256);
  if (place == NULL)
    return FALSE;
  add_urls (download, source->archive, FALSE);
  zante_shell_download (script, file, download->urls);
  g_string_append (script, "mkdir \"$src\"\n");
  zante_shell_extract (script, file, "$src");
  g_string_append_printf (script, " --strip-components=%" G_GUINT64_FORMAT "\n",
                          source->archive->strip);
  g_string_append (script, "chmod -R u=rwX,go=rX \"$src\"\n");
  return TRUE;
}

const ZanteFetchKind zante_fetch_archive = {
    .name = "archive",
    .resolve = resolve,
    .files = locked_files,
    .locate = locate,
    .settle = verify,
    .unpack = unpack,
    .read = read_file,
    .identity = identity,
    .shell = shell,
};
