/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A developer's own tree: built in place, so there is nothing to download or to lay out. */
#include "base/error.h"
#include "fetch/kind.h"
#include "fetch/quote.h"

static gboolean
check_folder (const ZanteSource *source, GError **error)
{
  const char *path = source->local->path;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
               "the folder '%s' %s (correct 'path', or take another source)", path,
               g_file_test (path, G_FILE_TEST_EXISTS) ? "is not a folder" : "does not exist");
  return FALSE;
}

static gboolean
settle (ZanteFetchContext *context, const ZanteSource *source, const ZanteLockEntry *entry,
        GError **error)
{
  (void)context, (void)entry;
  return check_folder (source, error);
}

static gboolean
unpack (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
        const char *dest, GError **error)
{
  (void)input, (void)entry, (void)dest;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_FAILED,
               "a local source is built where it is and not laid out");
  return FALSE;
}

static char *
identity (const ZanteSource *source, const ZanteLockEntry *entry)
{
  (void)entry;
  return g_strdup (source->local->path);
}

static gboolean
shell (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
       GString *script, GError **error)
{
  (void)input, (void)entry, (void)error;
  g_autofree char *path = zante_shell_quote (source->local->path);
  g_string_append_printf (script, "ln -s -- %s \"$src\"\n", path);
  return TRUE;
}

const ZanteFetchKind zante_fetch_local = {
    .name = "local",
    .settle = settle,
    .unpack = unpack,
    .identity = identity,
    .shell = shell,
};
