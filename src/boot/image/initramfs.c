/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "base/elf.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/strings.h"
#include "boot/guestbuild.h"
#include "boot/image/closure.h"
#include "boot/image/cpio.h"
#include "boot/image/layout.h"
#include "boot/image/modules.h"
#include "boot/image/outfit.h"
#include "boot/image/uses.h"
#include "boot/image/vmlinux.h"
#include "boot/setup.h"
#include "boot/streams.h"

/* In the order of need. What a kernel has built in, or does not have, is left out. */
static const char *const dom0_modules[]
    = {"xen-evtchn", "xen-privcmd", "xen-gntdev", "xen-gntalloc",
       "xenfs",      "xen-blkback", "loop",       NULL};
static const char *const disk_modules[] = {"virtio_pci", "virtio_blk", NULL};
static const char *const network_modules[] = {"xen-netback", "bridge", "tun", NULL};
static const char *const guest_modules[] = {"xen-blkfront", "xen-netfront", NULL};

static const char *
directory (const ZanteBootSetup *setup, const char *name)
{
  return zante_boot_directory (setup->recipe.layout, name);
}

static void
add_text (ZanteImage *image, const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  zante_image_add_text (image, path, text, 0644);
}

/* The base ----------------------------------------------------------------------------------- */

static void
add_base (ZanteImage *image, const char *busybox)
{
  static const char *const folders[]
      = {"/dev", "/proc", "/sys", "/run", "/tmp", "/root", "/var/log", "/zante", "/zante/guests"};
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    zante_image_add_folder (image, folders[i], 0755);
  zante_image_add_host (image, "/bin/busybox", busybox, 0755);
  zante_image_add_link (image, "/bin/sh", "busybox");
  zante_image_add_device (image, "/dev/console", 5, 1);
  zante_image_add_text (image, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n", 0644);
  zante_image_add_text (image, "/etc/group", "root:x:0:\n", 0644);
}

static gboolean
add_script (const ZanteBootSetup *setup, ZanteImage *image, const char *path, const char *name,
            GError **error)
{
  g_autofree char *host = g_build_filename (setup->input->data, name, NULL);
  if (!g_file_test (host, G_FILE_TEST_IS_REGULAR))
    return zante_error_set (error, ZANTE_ERROR_FAILED, "zante is not whole: there is no '%s'",
                            host);
  zante_image_add_host (image, path, host, 0755);
  return TRUE;
}

/* What the hotplug scripts call that busybox has not. */
static void
add_programs (const ZanteBootSetup *setup, ZanteImage *image)
{
  static const char *const programs[] = {"/bin/bash", "/usr/bin/flock"};
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *host = zante_distribution_find (&setup->distribution, programs[i]);
      if (host != NULL && zante_image_find (image, programs[i]) == NULL)
        zante_image_add_host (image, programs[i], host, 0755);
    }
}

static gboolean
is_program (const ZanteImageEntry *entry)
{
  g_autoptr (GBytes) data = zante_image_read (entry, NULL);
  gsize size = 0;
  gconstpointer bytes = data == NULL ? NULL : g_bytes_get_data (data, &size);
  return bytes != NULL && zante_elf_is_magic (bytes, size);
}

/* Where xl itself is, not a script that looks for it. */
static gboolean
find_tools (ZanteBootSetup *setup, const ZanteImage *image, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_image_list (image);
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteImageEntry *entry = entries->pdata[i];
      if (entry->kind != ZANTE_IMAGE_FILE || !g_str_has_suffix (entry->path, "/xl")
          || !is_program (entry))
        continue;
      setup->bin = g_path_get_dirname (entry->path);
      setup->private_dir = g_path_get_dirname (setup->bin);
      return TRUE;
    }
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "nothing to boot: there is no xl in '%s' (is the component tools built?)",
                          setup->root);
}

static gboolean
add_modules (const char *folder, ZanteImage *image, const char *const *names, GString *order,
             GError **error)
{
  g_autoptr (GPtrArray) modules = zante_modules_collect (folder, names, NULL, error);
  if (modules == NULL)
    return FALSE;
  for (guint i = 0; i < modules->len; i++)
    {
      const ZanteModule *module = modules->pdata[i];
      g_autofree char *path = g_strdup_printf ("/zante/kernel/%s.ko", module->name);
      if (zante_image_find (image, path) != NULL)
        continue;
      zante_image_add_bytes (image, path, module->data, 0644);
      g_string_append_printf (order, "%s\n", path);
    }
  zante_image_add_text (image, "/zante/modules", order->str, 0644);
  return TRUE;
}

static gboolean
any_uses (const ZanteBootSetup *setup, ZanteUse use)
{
  for (guint i = 0; i < setup->guests->len; i++)
    if (zante_guest_uses (setup->guests->pdata[i], use))
      return TRUE;
  return FALSE;
}

/* Guests ------------------------------------------------------------------------------------- */

static gboolean
write_guest_initrd (const ZanteBootSetup *setup, const char *busybox, const char *path,
                    GError **error)
{
  g_autoptr (ZanteImage) image = zante_image_new ();
  g_autoptr (GString) order = g_string_new (NULL);
  add_base (image, busybox);
  return add_script (setup, image, "/init", "guest-init", error)
         && add_modules (setup->kernel->modules, image, guest_modules, order, error)
         && zante_cpio_write (image, path, NULL, setup->input->cancellable, error);
}

static gboolean
add_guest_kernel (const ZanteBootSetup *setup, const char *busybox, const ZanteUses *uses,
                  GError **error)
{
  g_autofree char *initrd = g_build_filename (setup->folder, "guest-initrd", NULL);
  g_autofree char *kernel = g_build_filename (setup->folder, "vmlinuz", NULL);
  if (any_uses (setup, ZANTE_USE_KERNEL))
    {
      zante_image_add_host (uses->image, "/zante/guest/vmlinuz", kernel, 0644);
      /* For what reads slowly, a boot loader in a guest, or takes no ELF file, a BIOS. */
      zante_image_add_host (uses->image, "/zante/guest/bzImage", setup->kernel->image, 0644);
      g_hash_table_replace (uses->values, g_strdup ("KERNEL"), g_strdup ("/zante/guest/vmlinuz"));
      g_hash_table_replace (uses->values, g_strdup ("BZIMAGE"), g_strdup ("/zante/guest/bzImage"));
    }
  if (!any_uses (setup, ZANTE_USE_INITRD))
    return TRUE;
  zante_image_add_host (uses->image, "/zante/guest/initrd", initrd, 0644);
  g_hash_table_replace (uses->values, g_strdup ("INITRD"), g_strdup ("/zante/guest/initrd"));
  return write_guest_initrd (setup, busybox, initrd, error);
}

/* Why GUEST cannot be started, or NULL. Owned by the caller. */
static char *
hindrance (const ZanteGuest *guest, const ZanteUses *uses, gboolean restored)
{
  for (ZanteUse use = 0; use < ZANTE_N_USES; use++)
    {
      g_autofree char *reason = zante_guest_uses (guest, use) ? zante_uses_add (uses, use) : NULL;
      if (reason != NULL && !(restored && zante_uses_waive (uses, use)))
        return g_steal_pointer (&reason);
    }
  return zante_guest_build_hindrance (guest);
}

static gboolean
add_guests (ZanteBootSetup *setup, const char *busybox, ZanteImage *image, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  ZanteUses uses = {.image = image,
                    .distribution = &setup->distribution,
                    .recipe = &setup->recipe,
                    .private_dir = setup->private_dir,
                    .values = values};
  g_hash_table_replace (values, g_strdup ("PRIVATE_DIR"), g_strdup (setup->private_dir));
  if (!add_guest_kernel (setup, busybox, &uses, error))
    return FALSE;
  for (guint i = 0; i < setup->guests->len; i++)
    {
      const ZanteGuest *guest = setup->guests->pdata[i];
      ZanteBootGuest *result = setup->report->guests->pdata[i];
      result->text = zante_streams_hindrance (setup->saved, guest->name);
      if (result->text == NULL)
        result->text = hindrance (guest, &uses, setup->task == ZANTE_TASK_RESTORE);
      result->skipped_here = result->text != NULL;
      if (result->skipped_here)
        result->class = ZANTE_BOOT_SKIPPED;
      else if (!zante_guest_place (guest, i + 1, values, image, error)
               || !zante_guest_build (guest, i + 1, setup, image, error))
        return FALSE;
    }
  return TRUE;
}

/* The archive -------------------------------------------------------------------------------- */

static void
note_missing (ZanteBootSetup *setup, GPtrArray *missing)
{
  for (guint i = 0; i < missing->len; i++)
    {
      zante_log_message (setup->input->log, ZANTE_LOG_WARNING, "%s, which is nowhere",
                         (const char *)missing->pdata[i]);
      g_ptr_array_add (setup->report->warnings,
                       g_strdup_printf ("%s, which is nowhere", (char *)missing->pdata[i]));
    }
}

static void
complete (ZanteBootSetup *setup, ZanteImage *image)
{
  static const char *const by_name[] = {"libgcc_s.so.1", NULL};
  g_autoptr (GPtrArray) missing
      = zante_closure_complete (image, &setup->distribution, directory (setup, "libdir"), by_name);
  note_missing (setup, missing);
}

static gboolean
add_migration (const ZanteBootSetup *setup, ZanteImage *image, GString *order, GError **error)
{
  return add_script (setup, image, "/zante/migration", "migration", error)
         && add_modules (setup->kernel->modules, image, disk_modules, order, error);
}

static gboolean
fill (ZanteBootSetup *setup, ZanteImage *image, GError **error)
{
  g_autofree char *busybox = zante_supply_find (&setup->supply, ZANTE_SUPPLY_BUSYBOX);
  g_autoptr (GString) order = g_string_new (NULL);
  g_auto (ZanteOutfit) outfit;
  zante_outfit_init (&outfit, &setup->recipe, setup->root);
  if (!zante_image_add_tree (image, setup->root, zante_outfit_lacks, &outfit, error)
      || !find_tools (setup, image, error))
    return FALSE;
  add_base (image, busybox);
  add_programs (setup, image);
  add_text (image, directory (setup, "sysconfdir"), "xen/xl.conf", "autoballoon=\"off\"\n");
  if (!add_script (setup, image, "/init", "dom0-init", error)
      || !add_modules (setup->kernel->modules, image, dom0_modules, order, error)
      || (setup->task != ZANTE_TASK_CREATE && !add_migration (setup, image, order, error))
      || (any_uses (setup, ZANTE_USE_NETWORK)
          && !add_modules (setup->kernel->modules, image, network_modules, order, error))
      || !add_guests (setup, busybox, image, error))
    return FALSE;
  complete (setup, image);
  return TRUE;
}

static const char *
yes_no (gboolean value)
{
  return value ? "yes" : "no";
}

/* Assignments that dom0-init reads: paths and words that need no quoting but this. */
static char *
settings_of (const ZanteBootSetup *setup)
{
  static const char *const directories[]
      = {"bindir", "sbindir", "sysconfdir", "localstatedir", "rundir"};
  const char *libdir = directory (setup, "libdir");
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (directories); i++)
    g_string_append_printf (text, "%s='%s'\n", directories[i], directory (setup, directories[i]));
  g_string_append_printf (
      text,
      "library_path='%s'\nlevel='%s'\ntask='%s'\nbin='%s'\nprivate_dir='%s'\nprivate_libdir='%s/"
      "lib'\n"
      "xen_version='%s'\ninteractive='%s'\nkeep='%s'\nmode='%s'\nparallel='%u'\nmachines='%u'\n",
      zante_closure_is_default (libdir) ? "" : libdir, zante_boot_level_names[setup->input->level],
      zante_task_names[setup->task], setup->bin, setup->private_dir, setup->private_dir,
      setup->recipe.xen_version, yes_no (setup->input->shell), yes_no (setup->input->keep),
      setup->input->shell  ? "shell"
      : setup->input->keep ? "keep"
                           : "run",
      /* The tests count on the memory that they leave free. */
      setup->input->level == ZANTE_BOOT_TOOLS_TESTS ? 1 : 2, setup->machines->len);
  return g_string_free (text, FALSE);
}

/* The names of its guests. */
static char *
share_of (const ZanteBootMachine *machine)
{
  GString *names = g_string_new (NULL);
  for (guint i = 0; i < machine->guests->len; i++)
    g_string_append_printf (names, "%s\n", ((const ZanteGuest *)machine->guests->pdata[i])->name);
  return g_string_free (names, FALSE);
}

/* What is of this machine only. */
static gboolean
write_rest (const ZanteBootSetup *setup, const ZanteBootMachine *machine, const char *path,
            GError **error)
{
  g_autoptr (ZanteImage) image = zante_image_new ();
  g_autofree char *settings = settings_of (setup);
  g_autofree char *nonce = g_strconcat (machine->nonce, "\n", NULL);
  g_autofree char *share = share_of (machine);
  zante_image_add_text (image, "/zante/settings", settings, 0644);
  zante_image_add_text (image, "/zante/nonce", nonce, 0600);
  zante_image_add_text (image, "/zante/share", share, 0644);
  if (setup->saved != NULL)
    {
      g_autofree char *saved = zante_streams_told (setup->saved);
      zante_image_add_text (image, "/zante/saved", saved, 0644);
    }
  return zante_cpio_write (image, path, NULL, setup->input->cancellable, error);
}

static gboolean
append_file (const char *path, const char *more, GError **error)
{
  g_autofree char *data = NULL;
  gsize size = 0;
  if (!g_file_get_contents (more, &data, &size, error))
    return FALSE;
  FILE *file = fopen (path, "ae");
  gboolean done = file != NULL && fwrite (data, 1, size, file) == size;
  if (file != NULL && fclose (file) != 0)
    done = FALSE;
  return done || zante_error_errno (error, errno, "cannot write '%s'", path);
}

static void
add_file (ZanteBootSetup *setup, const char *path, char *digest)
{
  ZanteBootFile *file = g_new0 (ZanteBootFile, 1);
  file->path = g_strdup (path);
  file->sha256 = digest;
  g_ptr_array_add (setup->report->files, file);
}

static void
list_files (ZanteBootSetup *setup, GHashTable *digests)
{
  GHashTableIter iter;
  gpointer path, digest;
  g_hash_table_iter_init (&iter, digests);
  while (g_hash_table_iter_next (&iter, &path, &digest))
    add_file (setup, path, g_strdup (digest));
  zante_strings_sort_by (setup->report->files, ZanteBootFile, path);
}

static gboolean
copy_file (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL, error);
}

/* The part for all, and that of one machine behind it. */
static gboolean
complete_initrd (const ZanteBootSetup *setup, const ZanteBootMachine *machine, const char *common,
                 GError **error)
{
  g_autofree char *path = g_build_filename (machine->folder, "initrd", NULL);
  g_autofree char *rest = g_build_filename (machine->folder, "initrd.rest", NULL);
  if (!write_rest (setup, machine, rest, error)
      || !copy_file (common, path, setup->input->cancellable, error))
    return FALSE;
  gboolean done = append_file (path, rest, error);
  g_unlink (rest);
  return done;
}

gboolean
zante_initramfs_write (ZanteBootSetup *setup, GError **error)
{
  g_autoptr (ZanteImage) image = zante_image_new ();
  g_autoptr (GHashTable) digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *path = g_build_filename (setup->folder, "initrd.common", NULL);
  if (!fill (setup, image, error)
      || !zante_cpio_write (image, path, digests, setup->input->cancellable, error))
    return FALSE;
  char *digest = zante_hash_file (path, error);
  if (digest == NULL)
    return FALSE;
  add_file (setup, "initrd", digest);
  list_files (setup, digests);
  gboolean done = TRUE;
  for (guint i = 0; i < setup->machines->len && done; i++)
    done = complete_initrd (setup, setup->machines->pdata[i], path, error);
  g_unlink (path);
  return done;
}
