/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "package/repo/repo.h"

/* No database of installed packages has a say. */
#define NO_DATABASE "--dbpath", "/nonexistent"

static gboolean
take_line (ZanteRepo *repo, const char *path, const char *name, const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  gint64 built;
  if (g_strv_length (words) != 5 || !g_regex_match_simple ("^[a-z0-9_]+$", words[0], 0, 0)
      || !g_ascii_string_to_signed (words[1], 10, 0, G_MAXINT64, &built, NULL))
    return zante_error_set (error, ZANTE_ERROR_INPUT, "'%s' is no usable package", path);
  gboolean source = strcmp (words[2], "1") == 0;
  zante_repo_add (repo,
                  (ZanteRepoFile){
                      .kind = source ? ZANTE_REPO_SRC_RPM : ZANTE_REPO_RPM,
                      .path = g_strdup (path),
                      .place = g_strdup_printf ("rpm/%s/%s", source ? "source" : words[0], name),
                      .name = g_strdup (words[3]),
                      .version = g_strdup (words[4]),
                      .arch = g_strdup (words[0]),
                      .built = built,
                  });
  return TRUE;
}

/* rpm takes what looks like quotes and wildcards in a path for that; so it gets a plain name. */
gboolean
zante_repo_add_rpm (ZanteRepo *repo, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  const char *const check[] = {"rpmkeys", NO_DATABASE, "--checksig", "--nosignature", name, NULL};
  const char *const query[] = {"rpm",
                               NO_DATABASE,
                               "--query",
                               "--nosignature",
                               "--queryformat",
                               "%{ARCH} %{BUILDTIME} %|SOURCEPACKAGE?{1}:{0}| %{NAME}"
                               " %{EPOCHNUM}:%{VERSION}-%{RELEASE}",
                               "--package",
                               name,
                               NULL};
  if (!g_regex_match_simple ("^[A-Za-z0-9][A-Za-z0-9._+~^-]*$", name, G_REGEX_DOLLAR_ENDONLY, 0))
    return zante_error_set (error, ZANTE_ERROR_INPUT, "'%s' is no name of a package", path);
  g_autofree char *checked = zante_repo_tool (repo, folder, check, NULL, error);
  g_autofree char *shown
      = checked == NULL ? NULL : zante_repo_tool (repo, folder, query, NULL, error);
  if (shown != NULL)
    return take_line (repo, path, name, shown, error);
  g_prefix_error (error, "'%s' is no whole package (build it again): ", path);
  return FALSE;
}

void
zante_repo_spread (ZanteRepo *repo)
{
  g_autoptr (GHashTable) archs = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = repo->files->len;
  for (guint i = 0; i < n; i++)
    {
      const ZanteRepoFile *file = repo->files->pdata[i];
      if (file->kind == ZANTE_REPO_RPM && strcmp (file->arch, "noarch") != 0)
        g_hash_table_add (archs, file->arch);
    }
  if (g_hash_table_size (archs) == 0)
    return;
  for (guint i = n; i-- > 0;)
    {
      ZanteRepoFile *file = repo->files->pdata[i];
      GHashTableIter iter;
      gpointer arch;
      if (file->kind != ZANTE_REPO_RPM || strcmp (file->arch, "noarch") != 0)
        continue;
      g_autofree char *name = g_path_get_basename (file->path);
      g_hash_table_iter_init (&iter, archs);
      while (g_hash_table_iter_next (&iter, &arch, NULL))
        zante_repo_add (repo, (ZanteRepoFile){
                                  .kind = ZANTE_REPO_RPM,
                                  .path = g_strdup (file->path),
                                  .place = g_strdup_printf ("rpm/%s/%s", (const char *)arch, name),
                                  .name = g_strdup (file->name),
                                  .version = g_strdup (file->version),
                                  .arch = g_strdup ("noarch"),
                                  .built = file->built,
                              });
      g_ptr_array_remove_index (repo->files, i);
    }
}

gboolean
zante_repo_rpm_sign (const ZanteRepo *repo, GError **error)
{
  /* rpm's own idea of where gpg is may be wrong (Debian), and it looks up no name. */
  g_autofree char *gpg = g_find_program_in_path ("gpg");
  g_autofree char *program = g_strconcat ("__gpg ", gpg, NULL);
  g_autofree char *name = g_strconcat ("_gpg_name ", repo->fingerprint, NULL);
  g_autofree char *time = g_strdup_printf (
      "_gpg_sign_cmd_extra_args --batch --faked-system-time %" G_GINT64_FORMAT "!",
      repo->signed_at);
  const char *const first[] = {"rpmsign", NO_DATABASE, "--define", name,       "--define",
                               time,      "--define",  program,    "--addsign"};
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (argv, (gpointer)first[i]);
  for (guint i = 0; i < repo->files->len; i++)
    {
      const ZanteRepoFile *file = repo->files->pdata[i];
      if (g_str_has_prefix (file->place, "rpm/"))
        g_ptr_array_add (argv, file->place);
    }
  if (argv->len == G_N_ELEMENTS (first) || repo->fingerprint == NULL)
    return TRUE;
  g_ptr_array_add (argv, NULL);
  g_autofree char *nothing
      = zante_repo_tool (repo, NULL, (const char *const *)argv->pdata, NULL, error);
  return nothing != NULL;
}

static gboolean
write_metadata (const ZanteRepo *repo, const char *folder, GError **error)
{
  g_autofree char *revision = g_strdup_printf ("%" G_GINT64_FORMAT, repo->epoch);
  const char *const argv[]
      = {"createrepo_c", "--quiet", "--no-database", "--set-timestamp-to-revision",
         "--revision",   revision,  "--workers",     "1",
         folder,         NULL};
  g_autofree char *nothing = zante_repo_tool (repo, NULL, argv, NULL, error);
  g_autofree char *index = g_strconcat (folder, "/repodata/repomd.xml", NULL);
  g_autofree char *signature = g_strconcat (index, ".asc", NULL);
  return nothing != NULL
         && (repo->fingerprint == NULL || zante_repo_sign (repo, index, signature, FALSE, error));
}

gboolean
zante_repo_rpm (const ZanteRepo *repo, GError **error)
{
  g_autofree char *last = NULL;
  for (guint i = 0; i < repo->files->len; i++)
    {
      const ZanteRepoFile *file = repo->files->pdata[i];
      g_autofree char *folder = g_path_get_dirname (file->place);
      if (!g_str_has_prefix (file->place, "rpm/") || g_strcmp0 (folder, last) == 0)
        continue;
      if (!write_metadata (repo, folder, error))
        return FALSE;
      g_free (last);
      last = g_steal_pointer (&folder);
    }
  return TRUE;
}
