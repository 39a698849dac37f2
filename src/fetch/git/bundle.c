/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/git/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "fetch/git/home.h"
#include "fetch/git/mirror.h"

/* The id of the tag object of REF in GIT, or NULL when there is none. */
static char *
tag_object (const ZanteGit *git, const char *ref)
{
  if (ref == NULL || !g_str_has_prefix (ref, "refs/tags/"))
    return NULL;
  g_autofree char *local_ref = zante_git_local_ref (ref);
  const char *const arguments[] = {"rev-parse", "--quiet", "--verify", local_ref, NULL};
  char *id = zante_git_output (git, arguments, NULL, NULL);
  return id == NULL ? NULL : g_strstrip (id);
}

static gboolean
write_header (int fd, const char *ref, const char *tag, const char *commit, GError **error)
{
  g_autoptr (GString) header = g_string_new ("# v2 git bundle\n");
  g_string_append_printf (header, "%s refs/zante/pin/%s\n", commit, commit);
  if (tag != NULL)
    {
      g_autofree char *local_ref = zante_git_local_ref (ref);
      g_string_append_printf (header, "%s %s\n", tag, local_ref);
    }
  g_string_append_c (header, '\n');
  return write (fd, header->str, header->len) == (gssize)header->len
         || zante_error_errno (error, errno, "cannot write");
}

gboolean
zante_git_bundle_make (const ZanteGit *git, const char *ref, const char *commit, const char *folder,
                       GError **error)
{
  /* Everything afresh and in one thread, or the bytes would depend on what is in the repository. */
  const char *const arguments[]
      = {"pack-objects",     "--quiet",           "--revs", "--stdout", "--threads=1",
         "--no-reuse-delta", "--no-reuse-object", NULL};
  g_autofree char *path = g_strdup_printf ("%s/%s.bundle", folder, commit);
  g_autofree char *tag = tag_object (git, ref);
  g_autofree char *wanted = g_strdup_printf ("--shallow %s\n%s\n%s%s", commit, commit,
                                             tag == NULL ? "" : tag, tag == NULL ? "" : "\n");
  if (!zante_fs_make_dirs (folder, error))
    return FALSE;
  ZanteFd fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  gboolean ok = fd >= 0 || zante_error_errno (error, errno, "cannot write '%s'", path);
  ok = ok && write_header (fd, ref, tag, commit, error)
       && zante_git_to_fd (git, arguments, wanted, fd, error);
  zante_fd_close (fd);
  return ok;
}

/* The commit's parents are not in the bundle: tell git not to look for them (gitformat-shallow). */
static gboolean
add_shallow (const ZanteGit *git, const char *commit, GError **error)
{
  g_autofree char *path = g_build_filename (git->dir, "shallow", NULL);
  g_autofree char *old = NULL;
  g_file_get_contents (path, &old, NULL, NULL);
  if (old != NULL && strstr (old, commit) != NULL)
    return TRUE;
  g_autofree char *text = g_strdup_printf ("%s%s\n", old == NULL ? "" : old, commit);
  return zante_fs_write (path, text, -1, error);
}

static gboolean
fetch_ref (const ZanteGit *git, const char *bundle, const char *ref, GError **error)
{
  g_autofree char *refspec = g_strdup_printf ("+%s:%s", ref, ref);
  const char *const arguments[]
      = {"fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", bundle, refspec, NULL};
  g_autofree char *output = zante_git_output (git, arguments, NULL, error);
  return output != NULL;
}

gboolean
zante_git_bundle_take (const ZanteGit *git, const char *bundle, const char *ref, const char *commit,
                       GError **error)
{
  g_autofree char *pin = g_strconcat ("refs/zante/pin/", commit, NULL);
  if (!zante_git_home_recover (git, error) || !add_shallow (git, commit, error)
      || !fetch_ref (git, bundle, pin, error))
    return FALSE;
  if (!zante_git_has (git, commit))
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "the bundle's '%s' is not %s", pin, commit);
  if (ref == NULL || !g_str_has_prefix (ref, "refs/tags/"))
    return TRUE;
  g_autofree char *local_ref = zante_git_local_ref (ref);
  fetch_ref (git, bundle, local_ref, NULL); /* whether it must be there is for the caller to say */
  return TRUE;
}
