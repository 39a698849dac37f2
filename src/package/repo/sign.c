/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "package/repo/repo.h"

/* Columns of gpg's listing (GnuPG's doc/DETAILS): 1 is the kind of record, 6 the time of creation,
 * 10 the fingerprint. */
enum { KIND = 0, CREATED = 5, FINGERPRINT = 9, COLUMNS = 10 };

static gboolean
take_listing (ZanteRepo *repo, const char *listing, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (listing, "\n", -1);
  guint keys = 0;
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) columns = g_strsplit (*line, ":", -1);
      if (g_strv_length (columns) < COLUMNS)
        continue;
      gboolean primary = strcmp (columns[KIND], "sec") == 0;
      keys += primary;
      if (primary || strcmp (columns[KIND], "ssb") == 0)
        repo->signed_at = MAX (repo->signed_at, g_ascii_strtoll (columns[CREATED], NULL, 10));
      if (repo->fingerprint == NULL && strcmp (columns[KIND], "fpr") == 0)
        repo->fingerprint = g_strdup (columns[FINGERPRINT]);
    }
  if (keys == 1 && repo->fingerprint != NULL)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "'%s' names %u secret keys (give the fingerprint of one)",
                          repo->input->key, keys);
}

gboolean
zante_repo_key (ZanteRepo *repo, GError **error)
{
  const char *const list[] = {"gpg",
                              "--batch",
                              "--with-colons",
                              "--fixed-list-mode",
                              "--list-secret-keys",
                              "--",
                              repo->input->key,
                              NULL};
  if (repo->input->key == NULL)
    return TRUE;
  repo->signed_at = repo->epoch;
  g_autofree char *listing = zante_repo_tool (repo, NULL, list, NULL, error);
  if (listing == NULL)
    {
      g_prefix_error (
          error, "no key '%s' to sign with (see 'gpg --list-secret-keys'): ", repo->input->key);
      return FALSE;
    }
  if (!take_listing (repo, listing, error))
    return FALSE;
  const char *const export[]
      = {"gpg", "--batch", "--armor", "--output", "key.asc", "--export", repo->fingerprint, NULL};
  g_autofree char *nothing = zante_repo_tool (repo, NULL, export, NULL, error);
  return nothing != NULL;
}

/* The time of a signature is the repository's, so that the same packages give the same bytes; but a
 * key cannot have signed before it was made. */
gboolean
zante_repo_sign (const ZanteRepo *repo, const char *path, const char *output, gboolean clear,
                 GError **error)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT "!", repo->signed_at);
  const char *const argv[] = {"gpg",
                              "--batch",
                              "--local-user",
                              repo->fingerprint,
                              "--digest-algo",
                              "SHA256",
                              "--faked-system-time",
                              time,
                              "--armor",
                              "--output",
                              output,
                              clear ? "--clear-sign" : "--detach-sign",
                              path,
                              NULL};
  g_autofree char *nothing = zante_repo_tool (repo, NULL, argv, NULL, error);
  if (nothing == NULL)
    g_prefix_error (error, "cannot sign '%s': ", path);
  return nothing != NULL;
}
