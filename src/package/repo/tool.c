/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/proc.h"
#include "package/repo/repo.h"

/* Where the tools are: Debian's package and Fedora's. */
static const struct {
  const char *tool, *debian, *fedora;
} packages[] = {
    {"apt-ftparchive", "apt-utils", "apt-utils"},
    {"createrepo_c", "createrepo-c", "createrepo_c"},
    {"dpkg-deb", "dpkg", "dpkg"},
    {"gpg", "gnupg", "gnupg2"},
    {"rpm", "rpm", "rpm"},
    {"rpmkeys", "rpm", "rpm"},
    {"rpmsign", "rpm", "rpm-sign"},
    {"xz", "xz-utils", "xz"},
};

static void
name_package (const char *tool, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (packages); i++)
    if (strcmp (packages[i].tool, tool) == 0 && error != NULL
        && g_error_matches (*error, ZANTE_ERROR, ZANTE_ERROR_HOST))
      {
        g_autofree char *message = g_steal_pointer (&(*error)->message);
        (*error)->message = g_strdup_printf ("%s (install the package '%s', or Fedora's '%s')",
                                             message, packages[i].debian, packages[i].fedora);
      }
}

char *
zante_repo_tool (const ZanteRepo *repo, const char *directory, const char *const *argv, gsize *size,
                 GError **error)
{
  g_autofree char *cwd
      = g_canonicalize_filename (directory != NULL ? directory : ".", repo->folder);
  char *output = zante_proc_output (argv, (const char *const *)repo->environment, cwd, size,
                                    ZANTE_ERROR_INPUT, repo->input->cancellable, error);
  if (output == NULL)
    name_package (argv[0], error);
  return output;
}
