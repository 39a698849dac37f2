/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What git prints about a server's refs and a tree's submodules; names that people write. */
#include <string.h>

#include "base/git/run.h"
#include "fetch/git/modules.h"
#include "fetch/git/tree.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *)data;
  g_autofree char *copy = g_strndup (text, size);
  g_autofree char *id = zante_git_find_ref (text, size, "refs/tags/v1");
  g_assert (id == NULL || zante_git_id_is_valid (id));
  g_free (zante_git_module_url (text, size, "sub"));
  g_free (zante_git_join_url ("https://host/a/b.git", copy));
  if (zante_git_url_is_safe (copy))
    g_assert (*copy != '-' && !zante_git_ref_is_safe (""));
  if (zante_git_ref_is_safe (copy))
    g_assert (*copy != '-' && strstr (copy, "..") == NULL);
  return 0;
}
