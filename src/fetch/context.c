/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of one run share: mirrors, the opened bundle, single downloads. */
#include "base/archive.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/lock.h"
#include "fetch/apt/apt.h"
#include "fetch/context.h"

static gboolean
open_bundle (ZanteFetchContext *context, GError **error)
{
  const ZanteFetchInput *input = context->input;
  if (input->bundle == NULL)
    return TRUE;
  if (g_file_test (input->bundle, G_FILE_TEST_IS_DIR))
    {
      context->bundle = g_canonicalize_filename (input->bundle, NULL);
      return TRUE;
    }
  if (!g_file_test (input->bundle, G_FILE_TEST_EXISTS))
    return zante_error_set (error, ZANTE_ERROR_INPUT, "there is no bundle '%s'", input->bundle);
  /* one name, for the lock is ours: what a killed run left goes away */
  context->scratch = g_build_filename (input->workspace->state, "bundle-opened", NULL);
  context->bundle = g_strdup (context->scratch);
  ZanteArchiveOptions options = {.cancellable = input->cancellable};
  return zante_fs_remove_tree (context->scratch, error)
         && zante_archive_extract (input->bundle, context->bundle, &options, error);
}

static gboolean
context_init (ZanteFetchContext *context, GError **error)
{
  const ZanteFetchInput *input = context->input;
  if (!zante_workspace_make (input->workspace, error))
    return FALSE;
  g_autofree char *lock = g_build_filename (input->workspace->state, "fetch.lock", NULL);
  context->lock_fd = zante_lock_hold (lock, input->log, input->cancellable, error);
  return context->lock_fd >= 0 && open_bundle (context, error);
}

static void
free_text (gpointer text)
{
  g_string_free (text, TRUE);
}

ZanteFetchContext *
zante_fetch_context_new (const ZanteFetchInput *input, GError **error)
{
  g_autoptr (ZanteFetchContext) context = g_new0 (ZanteFetchContext, 1);
  context->input = input;
  context->lock_fd = -1;
  context->apt_warnings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_text);
  return context_init (context, error) ? g_steal_pointer (&context) : NULL;
}

void
zante_fetch_context_free (ZanteFetchContext *context)
{
  if (context == NULL)
    return;
  if (context->scratch != NULL)
    zante_fs_remove_tree (context->scratch, NULL);
  g_clear_pointer (&context->mirrors, g_ptr_array_unref);
  g_hash_table_unref (context->apt_warnings);
  zante_fd_close (context->lock_fd);
  g_free (context->bundle);
  g_free (context->scratch);
  g_free (context);
}

GPtrArray *
zante_fetch_mirrors (ZanteFetchContext *context, GError **error)
{
  if (context->mirrors == NULL)
    context->mirrors = zante_apt_mirrors (context->input->cancellable, error);
  return context->mirrors;
}

gboolean
zante_fetch_download (ZanteFetchContext *context, GPtrArray *downloads, GError **error)
{
  const ZanteFetchInput *input = context->input;
  ZanteDownloadOptions options
      = {.parallel = input->parallel, .log = input->log, .cancellable = input->cancellable};
  return zante_download_all (downloads, &options, error);
}

char *
zante_fetch_bundled (const ZanteFetchContext *context, const char *name)
{
  if (context->bundle == NULL)
    return NULL;
  g_autofree char *path = g_build_filename (context->bundle, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}
