/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/apt/debian-tree.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"
#include "fetch/files.h"
#include "fetch/patch/patch.h"
#include "fetch/patch/series.h"

/* Set apart so that the parts need not pass five arguments. */
typedef struct {
  const ZanteWorkspace *workspace;
  const ZanteLockEntry *entry;
  const char *dest;
  GCancellable *cancellable;
} Job;

static gboolean
is_compression (const char *suffix)
{
  static const char *const known[] = {"gz", "bz2", "lzma", "xz", "zst"};
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (suffix, known[i]) == 0)
      return TRUE;
  return FALSE;
}

ZanteDebianRole
zante_debian_role (const char *name, char **component)
{
  *component = NULL;
  const char *version = strchr (name, '_');
  const char *tar = version == NULL ? NULL : g_strrstr (version, ".tar.");
  if (tar == NULL || !is_compression (tar + strlen (".tar.")))
    return ZANTE_DEBIAN_OTHER;
  g_autofree char *stem = g_strndup (version, (gsize)(tar - version));
  if (g_str_has_suffix (stem, ".orig"))
    return ZANTE_DEBIAN_ORIG;
  if (g_str_has_suffix (stem, ".debian"))
    return ZANTE_DEBIAN_PACKAGING;
  const char *orig = g_strrstr (stem, ".orig-");
  if (orig == NULL)
    return ZANTE_DEBIAN_NATIVE;
  const char *part = orig + strlen (".orig-");
  if (*part == '\0' || strspn (part, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-") != strlen (part))
    return ZANTE_DEBIAN_OTHER;
  *component = g_strdup (part);
  return ZANTE_DEBIAN_COMPONENT;
}

static gboolean
extract (const Job *job, const ZanteLockFile *file, const char *dest, GError **error)
{
  return zante_lock_file_extract (job->workspace, file, 0, dest, job->cancellable, error);
}

/* The one folder at the top of the tree PATH, or NULL when there is anything else. */
static char *
only_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *first = dir == NULL ? NULL : g_dir_read_name (dir);
  if (first == NULL)
    return NULL;
  g_autofree char *name = g_build_filename (path, first, NULL);
  GStatBuf st;
  if (g_dir_read_name (dir) != NULL || g_lstat (name, &st) != 0 || !S_ISDIR (st.st_mode))
    return NULL;
  return g_steal_pointer (&name);
}

/* Unpack a tarball so that a single top folder becomes DEST itself (Dpkg::Source::Archive). */
static gboolean
extract_as (const Job *job, const ZanteLockFile *file, const char *dest, GError **error)
{
  g_autofree char *aside = g_strconcat (job->dest, ".tar", NULL);
  gboolean ok = zante_fs_remove_tree (aside, error) && extract (job, file, aside, error)
                && zante_fs_remove_tree (dest, error);
  if (ok)
    {
      g_autofree char *only = only_folder (aside);
      ok = g_rename (only == NULL ? aside : only, dest) == 0
           || zante_error_errno (error, errno, "cannot make '%s'", dest);
    }
  return zante_fs_remove_tree (aside, ok ? error : NULL) && ok;
}

/* A package whose debian/ is a link, or in a link, is somebody's attempt to reach beyond it. */
static gboolean
make_executable (const char *tree, const char *path, GError **error)
{
  struct stat st;
  g_auto (ZanteFd) root = open (tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_auto (ZanteFd) fd = root < 0 ? -1
                                 : zante_beneath_open (root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY,
                                                       ZANTE_BENEATH_NO_LINKS);
  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0 && errno == ELOOP)
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "'%s' is reached through a link", path);
  if (fd < 0 || fstat (fd, &st) != 0 || (S_ISREG (st.st_mode) && fchmod (fd, 0755) != 0))
    return zante_error_errno (error, errno, "cannot make '%s' executable", path);
  return TRUE;
}

static gboolean
extract_packaging (const Job *job, const ZanteLockFile *file, GError **error)
{
  g_autofree char *debian = g_build_filename (job->dest, "debian", NULL);
  return zante_fs_remove_tree (debian, error) && extract (job, file, job->dest, error)
         && make_executable (job->dest, "debian/rules", error);
}

static gboolean
extract_role (const Job *job, const ZanteLockFile *file, ZanteDebianRole role,
              const char *component, GError **error)
{
  if (role == ZANTE_DEBIAN_PACKAGING)
    return extract_packaging (job, file, error);
  g_autofree char *dest = g_build_filename (job->dest, component, NULL);
  return extract_as (job, file, dest, error);
}

/* Unpack all files of ROLE; how many there were goes to COUNT. */
static gboolean
extract_all (const Job *job, ZanteDebianRole role, guint *count, GError **error)
{
  *count = 0;
  for (guint i = 0; i < job->entry->files->len; i++)
    {
      const ZanteLockFile *file = g_ptr_array_index (job->entry->files, i);
      const char *name = zante_lock_file_name (file);
      g_autofree char *component = NULL;
      if (name == NULL || zante_debian_role (name, &component) != role)
        continue;
      ++*count;
      if (!extract_role (job, file, role, component, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
extract_in_order (const Job *job, GError **error)
{
  guint origs, natives, components, packagings;
  if (!extract_all (job, ZANTE_DEBIAN_ORIG, &origs, error)
      || !extract_all (job, ZANTE_DEBIAN_NATIVE, &natives, error))
    return FALSE;
  if (origs + natives != 1)
    return zante_error_set (error, ZANTE_ERROR_SOURCE,
                            "%u main tarballs instead of one in the source package",
                            origs + natives);
  return extract_all (job, ZANTE_DEBIAN_COMPONENT, &components, error)
         && extract_all (job, ZANTE_DEBIAN_PACKAGING, &packagings, error);
}

static gboolean
apply_series (const Job *job, GError **error)
{
  g_autoptr (GPtrArray) patches = zante_series_load (job->dest, error);
  return patches != NULL && zante_patch_all (job->dest, patches, job->cancellable, error);
}

gboolean
zante_debian_lay_out (const ZanteWorkspace *workspace, const ZanteLockEntry *entry, gboolean series,
                      const char *dest, GCancellable *cancellable, GError **error)
{
  Job job = {.workspace = workspace, .entry = entry, .dest = dest, .cancellable = cancellable};
  return extract_in_order (&job, error)
         && (!series || (zante_beneath_check (dest, error) && apply_series (&job, error)));
}
