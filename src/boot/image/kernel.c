/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/kernel.h"

#include <string.h>

#include "base/error.h"
#include "boot/image/rootdir.h"

void
zante_kernel_free (ZanteKernel *kernel)
{
  if (kernel == NULL)
    return;
  g_free (kernel->image);
  g_free (kernel->release);
  g_free (kernel->modules);
  g_free (kernel);
}

/* The release in "…/vmlinuz-RELEASE" or "…/lib/modules/RELEASE/vmlinuz". */
static char *
release_of (const char *image)
{
  g_autofree char *base = g_path_get_basename (image);
  g_autofree char *folder = g_path_get_dirname (image);
  if (g_str_has_prefix (base, "vmlinuz-"))
    return g_strdup (base + strlen ("vmlinuz-"));
  return g_path_get_basename (folder);
}

static char *
modules_in (const char *root, const char *release)
{
  g_autofree char *path = g_build_filename ("/lib/modules", release, NULL);
  g_autofree char *kernel = g_build_filename (path, "kernel", NULL);
  g_autofree char *there = zante_rootdir_find (root, kernel);
  return there == NULL ? NULL : g_path_get_dirname (there);
}

static ZanteKernel *
kernel_new (const char *image, const char *release, char *modules)
{
  ZanteKernel *kernel = g_new0 (ZanteKernel, 1);
  kernel->image = g_strdup (image);
  kernel->release = g_strdup (release);
  kernel->modules = modules;
  return kernel;
}

/* The better of BEST (taken) and the kernels that match. */
static ZanteKernel *
look (const char *root, const char *pattern, ZanteKernel *best)
{
  g_autoptr (GPtrArray) matches = zante_rootdir_glob (root, pattern);
  for (guint i = 0; i < matches->len; i++)
    {
      g_autofree char *release = release_of (matches->pdata[i]);
      g_autofree char *image = zante_rootdir_find (root, matches->pdata[i]);
      g_autofree char *modules = image == NULL ? NULL : modules_in (root, release);
      if (modules == NULL || (best != NULL && strverscmp (best->release, release) >= 0))
        continue;
      zante_kernel_free (best);
      best = kernel_new (image, release, g_steal_pointer (&modules));
    }
  return best;
}

ZanteKernel *
zante_kernel_newest (const char *root)
{
  ZanteKernel *best = look (root, "/boot/vmlinuz-*", NULL);
  return look (root, "/lib/modules/*/vmlinuz", best);
}

ZanteKernel *
zante_kernel_given (const char *path, const char *const *roots, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *release = release_of (absolute);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *beside = g_path_get_dirname (folder);
  if (!g_file_test (absolute, G_FILE_TEST_IS_REGULAR))
    return zante_error_null (error, ZANTE_ERROR_INPUT, "there is no kernel '%s'", path);
  char *modules = modules_in (beside, release);
  for (; modules == NULL && *roots != NULL; roots++)
    modules = modules_in (*roots, release);
  if (modules != NULL)
    return kernel_new (absolute, release, modules);
  return zante_error_null (
      error, ZANTE_ERROR_INPUT,
      "the kernel '%s' has no modules: neither '%s/lib/modules/%s' nor that of this "
      "machine is there",
      path, beside, release);
}
