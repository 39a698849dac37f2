/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/fs.h"
#include "base/strings.h"
#include "package/repo/repo.h"

/* Digests that nobody relies on any more are left out. */
#define NO_OLD_DIGESTS                                                                             \
  "-o", "APT::FTPArchive::MD5=false", "-o", "APT::FTPArchive::SHA1=false", "-o",                   \
      "APT::FTPArchive::SHA512=false"

/* "amd64", …, sorted; "all" when nothing is built for one. Elements are borrowed. */
static GPtrArray *
architectures (const ZanteRepo *repo)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < repo->files->len; i++)
    {
      const ZanteRepoFile *file = repo->files->pdata[i];
      if (file->kind == ZANTE_REPO_DEB && strcmp (file->arch, "all") != 0)
        g_hash_table_add (seen, file->arch);
    }
  if (g_hash_table_size (seen) == 0)
    g_hash_table_add (seen, (gpointer) "all");
  g_autofree char **sorted = zante_strings_keys (seen);
  GPtrArray *names = g_ptr_array_new ();
  for (char **name = sorted; *name != NULL; name++)
    g_ptr_array_add (names, *name);
  return names;
}

/* Write what ARGV says to the file NAME in FOLDER, and beside it NAME.xz. */
static gboolean
write_index (const ZanteRepo *repo, const char *folder, const char *name, const char *const *argv,
             GError **error)
{
  gsize size;
  g_autofree char *text = zante_repo_tool (repo, "deb", argv, &size, error);
  g_autofree char *place = g_build_filename (repo->folder, "deb", folder, NULL);
  g_autofree char *path = g_build_filename (place, name, NULL);
  const char *const xz[] = {"xz", "--keep", "--threads=1", path, NULL};
  if (text == NULL || !zante_fs_make_dirs (place, error)
      || !zante_fs_write (path, text, (gssize)size, error))
    return FALSE;
  g_autofree char *nothing = zante_repo_tool (repo, NULL, xz, NULL, error);
  return nothing != NULL;
}

static gboolean
write_packages (const ZanteRepo *repo, GPtrArray *names, const char *suite, GError **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char *const argv[]
          = {"apt-ftparchive", NO_OLD_DIGESTS, "--arch", names->pdata[i], "packages", "pool", NULL};
      g_autofree char *folder
          = g_strdup_printf ("%s/main/binary-%s", suite, (const char *)names->pdata[i]);
      if (!write_index (repo, folder, "Packages", argv, error))
        return FALSE;
    }
  const char *const argv[] = {"apt-ftparchive", NO_OLD_DIGESTS, "sources", "pool", NULL};
  g_autofree char *folder = g_strconcat (suite, "/main/source", NULL);
  return write_index (repo, folder, "Sources", argv, error);
}

/* SUITE's Release file (https://wiki.debian.org/DebianRepository/Format). */
static gboolean
write_release (const ZanteRepo *repo, GPtrArray *names, const char *suite, GError **error)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (repo->epoch);
  g_autofree char *time = g_date_time_format (when, "%a, %d %b %Y %H:%M:%S +0000");
  g_autoptr (GString) archs = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (archs, "%s%s", i > 0 ? " " : "", (const char *)names->pdata[i]);
  g_autofree char *date = g_strconcat ("APT::FTPArchive::Release::Date=", time, NULL);
  g_autofree char *its = g_strconcat ("APT::FTPArchive::Release::Suite=", repo->input->suite, NULL);
  g_autofree char *code
      = g_strconcat ("APT::FTPArchive::Release::Codename=", repo->input->suite, NULL);
  g_autofree char *architectures
      = g_strconcat ("APT::FTPArchive::Release::Architectures=", archs->str, NULL);
  const char *const argv[] = {"apt-ftparchive",
                              NO_OLD_DIGESTS,
                              "-o",
                              "APT::FTPArchive::Release::Origin=zante",
                              "-o",
                              "APT::FTPArchive::Release::Label=zante",
                              "-o",
                              "APT::FTPArchive::Release::Components=main",
                              "-o",
                              date,
                              "-o",
                              its,
                              "-o",
                              code,
                              "-o",
                              architectures,
                              "release",
                              suite,
                              NULL};
  gsize size;
  g_autofree char *text = zante_repo_tool (repo, "deb", argv, &size, error);
  g_autofree char *path = g_build_filename (repo->folder, "deb", suite, "Release", NULL);
  return text != NULL && zante_fs_write (path, text, (gssize)size, error);
}

static gboolean
sign_release (const ZanteRepo *repo, const char *suite, GError **error)
{
  g_autofree char *release = g_strconcat ("deb/", suite, "/Release", NULL);
  g_autofree char *inside = g_strconcat ("deb/", suite, "/InRelease", NULL);
  g_autofree char *detached = g_strconcat (release, ".gpg", NULL);
  return repo->fingerprint == NULL
         || (zante_repo_sign (repo, release, inside, TRUE, error)
             && zante_repo_sign (repo, release, detached, FALSE, error));
}

static gboolean
has_debian_files (const ZanteRepo *repo)
{
  for (guint i = 0; i < repo->files->len; i++)
    if (g_str_has_prefix (((const ZanteRepoFile *)repo->files->pdata[i])->place, "deb/"))
      return TRUE;
  return FALSE;
}

gboolean
zante_repo_apt (const ZanteRepo *repo, GError **error)
{
  g_autofree char *suite = g_strconcat ("dists/", repo->input->suite, NULL);
  g_autoptr (GPtrArray) names = architectures (repo);
  return !has_debian_files (repo)
         || (write_packages (repo, names, suite, error) && write_release (repo, names, suite, error)
             && sign_release (repo, suite, error));
}
