/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "fetch/fetch.h"
#include "package/repo/repo.h"

/* The head of an ar member, ar(5): the name first, then the time at 16, the size at 48, both
 * decimal and padded with blanks. Members begin at even offsets. */
enum { AR_MAGIC = 8, AR_HEAD = 60, AR_TIME = 16, AR_SIZE = 48, AR_NUMBER = 10 };

static gboolean
ar_number (const char *text, guint64 *number)
{
  char digits[AR_NUMBER + 1] = "";
  memcpy (digits, text, AR_NUMBER);
  return g_ascii_string_to_unsigned (g_strchomp (digits), 10, 0,
                                     G_MAXUINT32 * G_GUINT64_CONSTANT (16), number, NULL);
}

/* When the .deb was made, from its first member (deb(5)); FALSE when its members do not add up to
 * its size. */
static gboolean
read_deb (int fd, gint64 *built)
{
  struct stat st;
  char head[AR_HEAD];
  guint64 size = 0, made = 0;
  if (fstat (fd, &st) != 0 || pread (fd, head, AR_MAGIC, 0) != AR_MAGIC
      || memcmp (head, "!<arch>\n", AR_MAGIC) != 0)
    return FALSE;
  for (guint64 at = AR_MAGIC; at < (guint64)st.st_size; at += AR_HEAD + size + size % 2)
    {
      if (pread (fd, head, AR_HEAD, (off_t)at) != AR_HEAD || !ar_number (head + AR_SIZE, &size)
          || at + AR_HEAD + size > (guint64)st.st_size)
        return FALSE;
      if (at == AR_MAGIC && !ar_number (head + AR_TIME, &made))
        return FALSE;
    }
  *built = (gint64)made;
  return size > 0;
}

static gboolean
is_package_name (const char *name)
{
  return g_regex_match_simple ("^[a-z0-9][a-z0-9+.-]+$", name, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* Debian Policy 5.6.12. */
static gboolean
is_version (const char *version)
{
  return g_regex_match_simple ("^([0-9]+:)?[A-Za-z0-9.+~-]+$", version, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* Where the archive of SOURCE keeps its files: pool/main/x/xen, pool/main/libx/libxenfoo. */
static char *
pool_place (const char *source, const char *name)
{
  gsize length = g_str_has_prefix (source, "lib") && strlen (source) > 3 ? 4 : 1;
  return g_strdup_printf ("deb/pool/main/%.*s/%s/%s", (int)length, source, source, name);
}

/* Takes no epoch, and is what apt-ftparchive(1) knows the architecture by: a package of any other
 * name is in no index. */
static char *
file_name (const char *name, const char *version, const char *arch)
{
  const char *colon = strchr (version, ':');
  return g_strdup_printf ("%s_%s_%s.deb", name, colon != NULL ? colon + 1 : version, arch);
}

/* WORDS: source, name, version, architecture. */
static void
add_binary (ZanteRepo *repo, const char *path, char **words, gint64 built)
{
  g_autofree char *name = file_name (words[1], words[2], words[3]);
  zante_repo_add (repo, (ZanteRepoFile){
                            .kind = ZANTE_REPO_DEB,
                            .path = g_strdup (path),
                            .place = pool_place (words[0], name),
                            .name = g_strdup (words[1]),
                            .version = g_strdup (words[2]),
                            .arch = g_strdup (words[3]),
                            .built = built,
                        });
}

gboolean
zante_repo_add_deb (ZanteRepo *repo, const char *path, GError **error)
{
  g_auto (ZanteFd) fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  gint64 built = 0;
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot open '%s'", path);
  const char *const argv[]
      = {"dpkg-deb", "--show",
         "--showformat=${source:Package} ${Package} ${Version} ${Architecture}", path, NULL};
  g_autofree char *shown
      = read_deb (fd, &built) ? zante_repo_tool (repo, NULL, argv, NULL, error) : g_strdup ("");
  g_auto (GStrv) words = shown == NULL ? NULL : g_strsplit (shown, " ", -1);
  if (words == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  if (g_strv_length (words) != 4 || !is_package_name (words[0]) || !is_package_name (words[1])
      || !is_version (words[2]) || !is_package_name (words[3]))
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "'%s' is no whole Debian package (build it again)", path);
  add_binary (repo, path, words, built);
  return TRUE;
}

/* PATH, the .dsc DSC or a file that it lists. */
static void
add_source (ZanteRepo *repo, const ZanteDsc *dsc, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  zante_repo_add (repo, (ZanteRepoFile){
                            .kind = ZANTE_REPO_SOURCE,
                            .path = g_strdup (path),
                            .place = pool_place (dsc->source, name),
                            .name = g_strdup (dsc->source),
                            .version = g_strdup (dsc->version),
                        });
}

gboolean
zante_repo_add_dsc (ZanteRepo *repo, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (ZanteDsc) dsc = zante_fetch_dsc (path, error);
  if (dsc == NULL)
    return FALSE;
  if (dsc->source == NULL || !is_package_name (dsc->source) || dsc->version == NULL
      || !is_version (dsc->version))
    return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: no usable Source or Version field",
                            path);
  add_source (repo, dsc, path);
  for (guint i = 0; i < dsc->files->len; i++)
    {
      const ZanteLockFile *file = dsc->files->pdata[i];
      g_autofree char *beside = g_build_filename (folder, file->path, NULL);
      add_source (repo, dsc, beside);
    }
  return TRUE;
}
