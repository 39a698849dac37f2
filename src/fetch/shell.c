/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fetching and unpacking written down as the plain commands that they are. */
#include "fetch/shell.h"

#include <string.h>

#include "base/error.h"
#include "fetch/files.h"
#include "fetch/kind.h"
#include "base/quote.h"

/* A file that has its name is whole, so that the script can be run again after any failure. */
void
zante_shell_download (GString *script, const ZanteLockFile *file, GPtrArray *urls)
{
  g_autofree char *name = zante_shell_quote (zante_lock_file_name (file));
  g_string_append_printf (script, "if [ ! -e \"$work/.downloads\"/%s ]; then\n", name);
  for (guint i = 0; i < urls->len; i++)
    {
      const ZanteUrl *url = g_ptr_array_index (urls, i);
      g_autofree char *quoted = zante_shell_quote (url->url);
      g_string_append_printf (script, "%s curl -fsSL --retry 3 -o \"$work/.downloads/.part\" %s",
                              i == 0 ? " " : " ||\n   ", quoted);
    }
  g_string_append_printf (
      script,
      "\n  (cd \"$work/.downloads\" && echo '%s  .part' | sha256sum --quiet -c &&\n"
      "    mv .part %s)\nfi\n"
      "(cd \"$work/.downloads\" && echo '%s  '%s | sha256sum --quiet -c)\n",
      file->sha256, name, file->sha256, name);
}

void
zante_shell_extract (GString *script, const ZanteLockFile *file, const char *dest)
{
  g_autofree char *name = zante_shell_quote (zante_lock_file_name (file));
  g_string_append_printf (script,
                          "tar --no-same-owner --no-same-permissions -xf \"$work/.downloads\"/%s "
                          "-C \"%s\"",
                          name, dest);
}

static void
append_patches (const ZanteSource *source, GString *script)
{
  for (char **patch = source->patches; patch != NULL && *patch != NULL; patch++)
    {
      g_autofree char *quoted = zante_shell_quote (*patch);
      g_string_append_printf (script, "patch -d \"$src\" -p1 -F0 --no-backup-if-mismatch -i %s\n",
                              quoted);
    }
}

char *
zante_fetch_shell (const ZanteFetchInput *input, const ZanteSource *source, const char *dest,
                   GError **error)
{
  const ZanteLockEntry *entry;
  g_autoptr (GString) script = g_string_new (NULL);
  if (!zante_fetch_entry (input->recipe, source, &entry, error))
    return NULL;
  g_string_append_printf (script, "src=\"%s\"\nmkdir -p \"$work/.downloads\" \"${src%%/*}\"\n",
                          dest);
  if (!zante_fetch_kind (source)->shell (input, source, entry, script, error))
    {
      zante_fetch_prefix (error, source);
      return NULL;
    }
  append_patches (source, script);
  return g_string_free (g_steal_pointer (&script), FALSE);
}
