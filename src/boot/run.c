/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/boot.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/late/late.h"
#include "base/lock.h"
#include "base/outside.h"
#include "boot/image/layout.h"
#include "boot/image/packages.h"
#include "boot/image/extract.h"
#include "boot/image/uses.h"
#include "boot/image/vmlinux.h"
#include "boot/machine/machines.h"
#include "boot/programs.h"
#include "boot/setup.h"
#include "boot/spread.h"
#include "boot/streams.h"
#include "boot/verdict/report.h"
#include "boot/xtf/tests.h"

enum { DOM0_MEMORY = 512 };

const char *const zante_task_names[] = {"create", "save", "restore"};

void
zante_boot_setup_clear (ZanteBootSetup *setup)
{
  zante_supply_clear (&setup->supply);
  zante_distribution_clear (&setup->distribution);
  g_strfreev (setup->packages);
  zante_layout_free (setup->recipe.layout);
  zante_hypervisor_free (setup->hypervisor);
  zante_kernel_free (setup->kernel);
  g_clear_pointer (&setup->machines, g_ptr_array_unref);
  zante_boot_report_free (setup->report);
  g_clear_pointer (&setup->guests, g_ptr_array_unref);
  g_free (setup->root);
  g_free (setup->folder);
  g_free (setup->bin);
  g_free (setup->private_dir);
}

/* The hypervisor, the kernel and dom0 -------------------------------------------------------- */

static gboolean
unpack_one (const char *file, const char *root, GCancellable *cancellable, GError **error)
{
  const ZanteArchiveOptions options
      = {.installed = TRUE, .no_set_id = TRUE, .cancellable = cancellable};
  if (zante_archive_ending (file) != NULL)
    return zante_archive_extract (file, root, &options, error);
  return zante_extract_package (file, root, NULL, cancellable, error);
}

const char *
zante_boot_tree (const ZanteBootInput *input)
{
  if (input->root != NULL)
    return input->root;
  return input->dist != NULL ? input->dist : input->workspace->dist;
}

/* The tree under test: dist/, a system's root, or a throw-away root of the given packages. */
static gboolean
find_root (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  if (input->packages == NULL)
    {
      setup->root = g_strdup (zante_boot_tree (input));
      if (g_file_test (setup->root, G_FILE_TEST_IS_DIR))
        return TRUE;
      return zante_error_set (error, ZANTE_ERROR_INPUT,
                              "nothing to boot: '%s' is not there (run 'zante build' first)",
                              setup->root);
    }
  setup->root = g_build_filename (setup->folder, "root", NULL);
  if (!zante_fs_remove_tree (setup->root, error))
    return FALSE;
  g_autoptr (GPtrArray) files = zante_packages_choose (input->packages, input->log);
  setup->packages = zante_packages_names (files);
  for (guint i = 0; i < files->len; i++)
    if (!unpack_one (files->pdata[i], setup->root, input->cancellable, error))
      return FALSE;
  return TRUE;
}

static void
prepare_results (ZanteBootSetup *setup)
{
  for (guint i = 0; i < setup->guests->len; i++)
    {
      const ZanteGuest *guest = setup->guests->pdata[i];
      ZanteBootGuest *result = g_new0 (ZanteBootGuest, 1);
      result->name = g_strdup (guest->name);
      result->summary = g_strdup (guest->summary);
      result->is_program = guest->program != NULL;
      result->steps = g_ptr_array_new ();
      zante_boot_guest_restart (result);
      g_ptr_array_add (setup->report->guests, result);
    }
}

/* Only those of level migration count. */
static gboolean
check_guests (const ZanteBootSetup *setup, GError **error)
{
  for (guint i = 0; i < setup->guests->len; i++)
    {
      const ZanteGuest *guest = setup->guests->pdata[i];
      if (setup->task == ZANTE_TASK_CREATE || zante_guest_counts (guest))
        continue;
      return zante_error_set (
          error, ZANTE_ERROR_INPUT,
          "guest '%s' cannot be restored elsewhere: it is not of level migration", guest->name);
    }
  return TRUE;
}

static GPtrArray *
read_guests (const ZanteBootInput *input, GError **error)
{
  g_autofree char *own = g_build_filename (input->data, "guests", NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  for (const char *const *dir = input->guest_dirs; dir != NULL && *dir != NULL; dir++)
    g_ptr_array_add (folders, (gpointer)*dir);
  g_ptr_array_add (folders, own);
  g_ptr_array_add (folders, NULL);
  return zante_guests_load ((const char *const *)folders->pdata, input->level, input->only, error);
}

/* What the level starts: tests that were built with the tools, those of XTF, or guests. */
static GPtrArray *
find_guests (const ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  if (input->level == ZANTE_BOOT_TOOLS_TESTS)
    return zante_programs_find (setup->root, setup->recipe.layout, input->only, error);
  if (input->level == ZANTE_BOOT_XTF)
    return zante_xtf_load (setup->root, &setup->recipe, input->xsa, input->only, error);
  return read_guests (input, error);
}

static gboolean
load_guests (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  setup->guests = find_guests (setup, error);
  if (setup->guests == NULL || !check_guests (setup, error))
    return FALSE;
  if (input->shell)
    g_ptr_array_set_size (setup->guests, 0);
  prepare_results (setup);
  return TRUE;
}

/* Once more when something was downloaded. */
static void
find_distribution (ZanteBootSetup *setup)
{
  const char *const root[] = {setup->root, NULL};
  zante_distribution_clear (&setup->distribution);
  zante_distribution_init (&setup->distribution,
                           setup->input->root != NULL ? root : setup->supply.roots,
                           (const char *const *)setup->packages);
}

/* What guests use. That some cannot be started is no error: they are skipped. */
static void
complete_distribution (ZanteBootSetup *setup)
{
  g_autoptr (GError) local = NULL;
  find_distribution (setup);
  /* What is not installed in a system that is tested is not there. */
  if (setup->input->root != NULL)
    return;
  g_autoptr (GPtrArray) packages
      = zante_uses_missing (&setup->recipe, &setup->distribution, setup->root, setup->guests);
  g_ptr_array_add (packages, NULL);
  if (!zante_supply_complete (&setup->supply, NULL, 0, (const char *const *)packages->pdata,
                              &local))
    zante_log_message (setup->input->log, ZANTE_LOG_WARNING, "%s; guests that need it are skipped",
                       local->message);
  find_distribution (setup);
}

/* What the machine itself runs with, and what dom0 has of the distribution. */
static gboolean
complete_supply (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  ZanteSupplyItem items[ZANTE_N_SUPPLIES] = {ZANTE_SUPPLY_QEMU, ZANTE_SUPPLY_BUSYBOX};
  gsize n = 2;
  if (input->kernel == NULL)
    items[n++] = ZANTE_SUPPLY_KERNEL;
  if (input->efi)
    items[n++] = ZANTE_SUPPLY_EFI;
  if (!zante_supply_complete (&setup->supply, items, n, NULL, error))
    return FALSE;
  complete_distribution (setup);
  return !g_cancellable_set_error_if_cancelled (input->cancellable, error);
}

static gboolean
find_kernel (ZanteBootSetup *setup, GError **error)
{
  if (setup->input->kernel != NULL)
    setup->kernel = zante_kernel_given (setup->input->kernel, setup->supply.roots, error);
  for (const char *const *root = setup->supply.roots;
       setup->kernel == NULL && *root != NULL && setup->input->kernel == NULL; root++)
    setup->kernel = zante_kernel_newest (*root);
  if (setup->kernel == NULL && error != NULL && *error == NULL)
    zante_error_set (error, ZANTE_ERROR_HOST,
                     "there is no kernel with its modules: install one, or give --kernel FILE");
  return setup->kernel != NULL;
}

static gboolean
save (const ZanteBootSetup *setup, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *path = g_build_filename (setup->folder, name, NULL);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  ZanteBootFile *file = g_new0 (ZanteBootFile, 1);
  file->path = g_strdup (name);
  file->sha256 = zante_hash_bytes (data, size);
  g_ptr_array_add (setup->report->files, file);
  return g_file_set_contents (path, data, (gssize)size, error);
}

static gboolean
save_kernel (ZanteBootSetup *setup, GError **error)
{
  g_autoptr (GMappedFile) map = zante_outside_map (setup->kernel->image, error);
  if (map == NULL)
    return FALSE;
  g_autoptr (GBytes) image = g_mapped_file_get_bytes (map);
  g_autoptr (GBytes) elf = zante_vmlinux_extract (image);
  setup->report->kernel = g_strdup (setup->kernel->release);
  return save (setup, "vmlinuz", elf != NULL ? elf : image, error);
}

/* The run ------------------------------------------------------------------------------------ */

static gboolean
prepare (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  if (!zante_late_archive (error) || !find_root (setup, error))
    return FALSE;
  setup->report->tree = g_strdup (setup->root);
  setup->recipe.layout = zante_boot_layout (input->recipe, setup->root);
  setup->hypervisor = zante_hypervisor_find (setup->root, setup->recipe.layout, input->efi, error);
  if (setup->hypervisor == NULL || !load_guests (setup, error) || !complete_supply (setup, error)
      || !find_kernel (setup, error))
    return FALSE;
  setup->dom0_memory = DOM0_MEMORY;
  return zante_boot_spread (setup, error) && zante_streams_prepare (setup, error)
         && save (setup, "xen", setup->hypervisor->image, error) && save_kernel (setup, error)
         && zante_initramfs_write (setup, error);
}

/* Packages are unpacked in it, and guests' consoles written: nobody else's business. */
static gboolean
make_folder (const ZanteBootSetup *setup, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (setup->folder);
  if (!zante_fs_make_dirs (setup->folder, error))
    return FALSE;
  return g_chmod (parent, 0700) == 0
         || zante_error_errno (error, errno, "cannot close '%s' to others", parent);
}

int
zante_boot_hold (const ZanteBootInput *input, GError **error)
{
  g_autofree char *path = g_build_filename (input->workspace->state, "boot.lock", NULL);
  return zante_lock_hold (path, input->log, input->cancellable, error);
}

ZanteBootReport *
zante_boot_do (const ZanteBootInput *input, ZanteBootTask task, const ZanteBootReport *saved,
               GError **error)
{
  g_auto (ZanteBootSetup) setup = {.input = input, .task = task, .saved = saved};
  setup.recipe = *input->recipe;
  setup.recipe.layout = NULL;
  zante_supply_init (&setup.supply, input);
  setup.folder = g_build_filename (input->workspace->root, "boot",
                                   task == ZANTE_TASK_SAVE ? "save" : "run", NULL);
  setup.report = zante_boot_report_new (input->level, setup.folder);
  if (!make_folder (&setup, error) || !prepare (&setup, error)
      || !zante_boot_machines (&setup, error))
    return NULL;
  zante_boot_spread_remember (&setup);
  return g_steal_pointer (&setup.report);
}

ZanteBootReport *
zante_boot_run (const ZanteBootInput *input, GError **error)
{
  g_auto (ZanteFd) lock = zante_boot_hold (input, error);
  return lock < 0 ? NULL : zante_boot_do (input, ZANTE_TASK_CREATE, NULL, error);
}
