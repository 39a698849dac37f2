/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/supply.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "boot/image/kernel.h"
#include "boot/image/owned.h"
#include "boot/image/rootdir.h"
#include "boot/image/extract.h"

/* Where an item is, the first that is there, and Debian's package of it. */
static const struct {
  const char *name;
  const char *package;
  const char *paths[4];
} items[ZANTE_N_SUPPLIES] = {
    [ZANTE_SUPPLY_QEMU]
    = {"QEMU", "qemu-system-x86", {"/usr/bin/qemu-system-x86_64", "/usr/libexec/qemu-kvm"}},
    [ZANTE_SUPPLY_BUSYBOX]
    = {"a static busybox", "busybox-static", {"/bin/busybox", "/sbin/busybox"}},
    [ZANTE_SUPPLY_KERNEL] = {"a kernel", "linux-image-amd64", {NULL}},
    [ZANTE_SUPPLY_EFI] = {"OVMF",
                          "ovmf",
                          {"/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_CODE_4M.fd",
                           "/usr/share/edk2/ovmf/OVMF_CODE.fd"}},
};

void
zante_supply_init (ZanteSupply *supply, const ZanteBootInput *input)
{
  *supply = (ZanteSupply){.input = input};
  supply->unpacked = g_build_filename (input->workspace->root, "boot", "system", NULL);
  supply->roots[0] = "/";
  supply->roots[1] = supply->unpacked;
}

void
zante_supply_clear (ZanteSupply *supply)
{
  g_clear_pointer (&supply->unpacked, g_free);
}

static char *
find_path (const ZanteSupply *supply, const char *path)
{
  for (const char *const *root = supply->roots; *root != NULL; root++)
    {
      char *found = zante_rootdir_find (*root, path);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static char *
find_kernel (const ZanteSupply *supply)
{
  for (const char *const *root = supply->roots; *root != NULL; root++)
    {
      g_autoptr (ZanteKernel) kernel = zante_kernel_newest (*root);
      if (kernel != NULL)
        return g_steal_pointer (&kernel->image);
    }
  return NULL;
}

char *
zante_supply_find (const ZanteSupply *supply, ZanteSupplyItem item)
{
  if (item == ZANTE_SUPPLY_KERNEL)
    return find_kernel (supply);
  for (const char *const *path = items[item].paths; *path != NULL; path++)
    {
      char *found = find_path (supply, *path);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* With a record of what it brought, as dpkg would have made. apt names FILE "NAME_VERSION_ARCH.deb"
 * in its cache. */
static gboolean
unpack (const ZanteSupply *supply, const char *file, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *name = g_strndup (base, strcspn (base, "_"));
  if (!zante_extract_package (file, supply->unpacked, paths, supply->input->cancellable, error))
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
    g_string_append_printf (list, "/%s\n", (const char *)paths->pdata[i]);
  return zante_owned_remember (supply->unpacked, name, list->str, error);
}

static gboolean
download (ZanteSupply *supply, const char *const *names, GError **error)
{
  g_autofree char *all = g_strjoinv (" ", (char **)names);
  g_autoptr (GPtrArray) files = NULL;
  if (supply->input->offline)
    return zante_error_set (error, ZANTE_ERROR_HOST, "this machine lacks %s: install it", all);
  zante_log_message (supply->input->log, ZANTE_LOG_NOTICE,
                     "not installed here, downloaded for the boot only: %s", all);
  ZanteFetchInput fetch = {.workspace = supply->input->workspace,
                           .recipe = supply->input->recipe,
                           .log = supply->input->log,
                           .cancellable = supply->input->cancellable};
  files = zante_fetch_packages (&fetch, names, error);
  if (files == NULL)
    {
      g_prefix_error (error,
                      "this machine lacks %s (install it, or see why it cannot be had): ", all);
      return FALSE;
    }
  for (guint i = 0; i < files->len; i++)
    if (!unpack (supply, files->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
zante_supply_complete (ZanteSupply *supply, const ZanteSupplyItem *wanted, gsize n,
                       const char *const *packages, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *found = zante_supply_find (supply, wanted[i]);
      if (found == NULL)
        g_ptr_array_add (names, (gpointer)items[wanted[i]].package);
    }
  for (; packages != NULL && *packages != NULL; packages++)
    g_ptr_array_add (names, (gpointer)*packages);
  if (names->len == 0)
    return TRUE;
  g_ptr_array_add (names, NULL);
  return download (supply, (const char *const *)names->pdata, error);
}
