/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/version.h"
#include "package/repo/repo.h"

/* A source package is one for every machine, whichever built it. */
static ZanteRevision
revision_of (const ZanteRepoFile *file)
{
  gboolean is_rpm = file->kind == ZANTE_REPO_RPM || file->kind == ZANTE_REPO_SRC_RPM;
  gboolean is_source = file->kind == ZANTE_REPO_SOURCE || file->kind == ZANTE_REPO_SRC_RPM;
  return (ZanteRevision){file->name, is_source ? NULL : file->arch, file->version,
                         is_rpm ? zante_version_compare_rpm : zante_version_compare_deb};
}

static const ZanteRepoFile *
newer (const ZanteRepo *repo, const ZanteRepoFile *file)
{
  const ZanteRevision own = revision_of (file);
  for (guint i = 0; i < repo->files->len; i++)
    {
      const ZanteRepoFile *other = repo->files->pdata[i];
      const ZanteRevision its = revision_of (other);
      if (other->kind == file->kind && zante_revision_is_newer (&its, &own))
        return other;
    }
  return NULL;
}

/* The newest of all stays, so what is newer than another is still there when that is asked. */
void
zante_repo_keep_newest (ZanteRepo *repo)
{
  guint n = repo->files->len;
  for (guint i = n; i-- > 0;)
    if (newer (repo, repo->files->pdata[i]) != NULL)
      g_ptr_array_remove_index (repo->files, i);
  if (repo->files->len < n)
    zante_log_message (repo->input->log, ZANTE_LOG_NOTICE,
                       "%u files of older packages are left out (--all takes them too)",
                       n - repo->files->len);
}
