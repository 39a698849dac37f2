/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A developer's own tree: never downloaded, and only ever copied from. */
#include <glib/gstdio.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/quote.h"
#include "fetch/kind.h"
#include "fetch/local/head.h"

static gboolean
check_folder (const ZanteSource *source, GError **error)
{
  const char *path = source->local->path;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT, "the folder '%s' %s (correct 'path', or take another source)", path,
      g_file_test (path, G_FILE_TEST_EXISTS) ? "is not a folder" : "does not exist");
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
  (void)entry;
  g_autofree char *manifest = g_strconcat (dest, ".manifest", NULL);
  g_autoptr (ZanteLocalTree) tree
      = check_folder (source, error) ? zante_fetch_sync (input, source, dest, error) : NULL;
  g_unlink (manifest); /* nobody follows this copy up */
  return tree != NULL;
}

static char *
read_file (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
           const char *path, GError **error)
{
  (void)input, (void)entry;
  return zante_beneath_read (source->local->path, path, NULL, error);
}

static char *
identity (const ZanteSource *source, const ZanteLockEntry *entry)
{
  (void)entry;
  return g_strdup (source->local->path);
}

/* What zante_local_list does, but for repositories in the repository. */
static gboolean
shell (const ZanteFetchInput *input, const ZanteSource *source, const ZanteLockEntry *entry,
       GString *script, GError **error)
{
  (void)input, (void)entry, (void)error;
  g_autofree char *path = zante_shell_quote (source->local->path);
  g_string_append_printf (script,
                          "mkdir \"$src\"\n"
                          "if [ -e %s/.git ]; then\n"
                          "  git -C %s ls-files -z --cached --others --exclude-standard |\n"
                          "    tar -C %s --null --no-recursion --ignore-failed-read -T - -cf - |\n"
                          "    tar -C \"$src\" --no-same-owner -xf -\n"
                          "else\n"
                          "  cp -R -p %s/. \"$src\"\n"
                          "fi\n"
                          "chmod -R u+rwX \"$src\"\n",
                          path, path, path, path);
  return TRUE;
}

char *
zante_fetch_head (const ZanteSource *source, gint64 *date)
{
  return source->local == NULL ? NULL : zante_local_head (source->local->path, date, NULL);
}

const ZanteFetchKind zante_fetch_local = {
    .name = "local",
    .settle = settle,
    .unpack = unpack,
    .read = read_file,
    .identity = identity,
    .shell = shell,
};
