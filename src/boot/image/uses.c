/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/uses.h"

#include <string.h>

#include "boot/image/rootdir.h"

/* Where each comes from: a file of the private directory, or what a component provides. */
static const struct {
  const char *word;      /* in a configuration; NULL: none */
  const char *private;   /* in $private_dir */
  const char *component; /* whose provided path it is */
  const char *system;    /* in the folder that the component provides */
} sources[ZANTE_N_USES] = {
    [ZANTE_USE_KERNEL] = {.word = "KERNEL"},
    [ZANTE_USE_INITRD] = {.word = "INITRD"},
    [ZANTE_USE_PVGRUB_PV]
    = {"PVGRUB_PV", "boot/grub-x86_64-xen.bin", "pvgrub", "grub-x86_64-xen.bin"},
    [ZANTE_USE_PVGRUB_PVH]
    = {"PVGRUB_PVH", "boot/grub-i386-xen_pvh.bin", "pvgrub", "grub-i386-xen_pvh.bin"},
    [ZANTE_USE_SHIM] = {"SHIM", "boot/xen-shim", NULL, NULL},
    [ZANTE_USE_SEABIOS] = {"SEABIOS", NULL, "seabios", NULL},
    [ZANTE_USE_OVMF] = {"OVMF", NULL, "ovmf", NULL},
    [ZANTE_USE_STUBDOM] = {"STUBDOM_IMAGE", "stubdom/xen-stubdom-image", NULL, NULL},
    [ZANTE_USE_DEVICE_MODEL] = {"DEVICE_MODEL", NULL, "qemu", NULL},
};

/* Files of its data folders that the device model reads for what guests here have. */
static const char *const model_data[]
    = {"/usr/share/qemu/linuxboot.bin",      "/usr/share/qemu/linuxboot_dma.bin",
       "/usr/share/qemu/kvmvapic.bin",       "/usr/share/qemu/vgabios-stdvga.bin",
       "/usr/share/qemu/vgabios-cirrus.bin", "/usr/share/seabios/vgabios-stdvga.bin",
       "/usr/lib/ipxe/qemu/efi-rtl8139.rom", "/usr/lib/ipxe/qemu/efi-e1000.rom",
       "/usr/share/qemu/keymaps/en-us"};

static const ZanteComponent *
component_of (const ZanteRecipe *recipe, ZanteUse use)
{
  return sources[use].component == NULL ? NULL
                                        : zante_recipe_find (recipe, sources[use].component, NULL);
}

/* Where our own build has it in the recipe's layout, which may not be the one that the component's
 * provided path was made for. */
static char *
built (const ZanteRecipe *recipe, const ZanteComponent *component)
{
  g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
  return zante_recipe_expand (component->provider_spec->path, (const char *const *)variables, NULL);
}

/* What its component says, "" or NULL when it says nothing. Owned by the caller. */
static char *
provided (const ZanteRecipe *recipe, ZanteUse use)
{
  const ZanteComponent *component = component_of (recipe, use);
  if (component == NULL || component->provided_path == NULL || *component->provided_path == '\0')
    return NULL;
  g_autofree char *path = component->provider == ZANTE_PROVIDER_BUILD
                              ? built (recipe, component)
                              : g_strdup (component->provided_path);
  return path == NULL || sources[use].system == NULL
             ? g_steal_pointer (&path)
             : g_build_filename (path, sources[use].system, NULL);
}

static gboolean
is_built (const ZanteRecipe *recipe, ZanteUse use)
{
  const ZanteComponent *component = component_of (recipe, use);
  return component != NULL && component->provider == ZANTE_PROVIDER_BUILD;
}

static const char *
package_of (const ZanteRecipe *recipe, ZanteUse use)
{
  const ZanteComponent *component = component_of (recipe, use);
  if (component == NULL || component->provider != ZANTE_PROVIDER_SYSTEM
      || component->provider_spec == NULL || component->provider_spec->system == NULL)
    return NULL;
  const ZanteSystemCopy *copy
      = g_hash_table_lookup (component->provider_spec->system, recipe->distribution);
  return copy == NULL ? NULL : copy->package;
}

static gboolean
is_used (GPtrArray *guests, ZanteUse use)
{
  for (guint i = 0; i < guests->len; i++)
    if (zante_guest_uses (guests->pdata[i], use))
      return TRUE;
  return FALSE;
}

GPtrArray *
zante_uses_missing (const ZanteRecipe *recipe, const ZanteDistribution *distribution,
                    const char *root, GPtrArray *guests)
{
  GPtrArray *packages = g_ptr_array_new ();
  for (ZanteUse use = 0; use < ZANTE_N_USES; use++)
    {
      g_autofree char *path = provided (recipe, use);
      const char *package = package_of (recipe, use);
      if (path == NULL || package == NULL || !is_used (guests, use))
        continue;
      g_autofree char *in_tree = zante_rootdir_find (root, path);
      g_autofree char *here = zante_distribution_find (distribution, path);
      if (in_tree == NULL && here == NULL)
        g_ptr_array_add (packages, (gpointer)package);
    }
  return packages;
}

static void
add_model_data (const ZanteUses *uses)
{
  for (gsize i = 0; i < G_N_ELEMENTS (model_data); i++)
    {
      g_autofree char *host = zante_distribution_find (uses->distribution, model_data[i]);
      if (host != NULL && zante_image_find (uses->image, model_data[i]) == NULL)
        zante_image_add_host (uses->image, model_data[i], host, 0644);
    }
}

/* The path in the image, or NULL. Owned by the caller. */
static char *
place (const ZanteUses *uses, ZanteUse use, const char **wanted)
{
  g_autofree char *ours = sources[use].private == NULL
                              ? NULL
                              : g_build_filename (uses->private_dir, sources[use].private, NULL);
  g_autofree char *path = provided (uses->recipe, use);
  if (ours != NULL && zante_image_find (uses->image, ours) != NULL)
    return g_steal_pointer (&ours);
  *wanted = path == NULL || is_built (uses->recipe, use) ? "it was not built"
                                                         : "the distribution's is not there";
  if (path == NULL || zante_image_find (uses->image, path) != NULL)
    return g_steal_pointer (&path);
  g_autofree char *host = zante_distribution_find (uses->distribution, path);
  if (host == NULL)
    return NULL;
  zante_image_add_host (uses->image, path, host, 0);
  return g_steal_pointer (&path);
}

char *
zante_uses_add (const ZanteUses *uses, ZanteUse use)
{
  const char *why = "it was not built";
  const char *word = sources[use].word;
  if (word == NULL || g_hash_table_contains (uses->values, word))
    return NULL;
  char *path = place (uses, use, &why);
  if (path == NULL)
    {
      const char *package = package_of (uses->recipe, use);
      return g_strdup_printf ("needs %s: %s%s%s%s", zante_use_names[use], why,
                              package != NULL ? " (package " : "", package != NULL ? package : "",
                              package != NULL ? ")" : "");
    }
  g_hash_table_replace (uses->values, g_strdup (word), path);
  if (use == ZANTE_USE_DEVICE_MODEL)
    add_model_data (uses);
  return NULL;
}

/* The device model goes on with the guest's devices; all else is in its memory already. */
gboolean
zante_uses_waive (const ZanteUses *uses, ZanteUse use)
{
  if (use == ZANTE_USE_DEVICE_MODEL)
    return FALSE;
  if (sources[use].word != NULL)
    g_hash_table_replace (uses->values, g_strdup (sources[use].word), g_strdup (""));
  return TRUE;
}
