/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/boot.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/proc.h"
#include "boot/efi.h"
#include "boot/kvm.h"
#include "boot/qemu.h"
#include "boot/report.h"
#include "boot/setup.h"
#include "boot/unpack.h"
#include "boot/uses.h"
#include "boot/vmlinux.h"
#include "boot/watch.h"

enum { SILENCE = 90, DOM0_MEMORY = 512, SPARE_MEMORY = 192, LEAST_MEMORY = 1024 };

/* ramfs, because a tmpfs would be limited to half of what the initramfs leaves; no device here
 * needs much of a bounce buffer. No commas: they part QEMU's modules. */
#define DOM0_ARGUMENTS "console=hvc0 panic=-1 quiet rootfstype=ramfs swiotlb=8192"

/* Seconds for all of it: several times what an idle machine takes. */
static const guint deadlines[]
    = {[ZANTE_BOOT_DOM0] = 180, [ZANTE_BOOT_GUEST] = 300, [ZANTE_BOOT_SUITE] = 900};

void
zante_boot_setup_clear (ZanteBootSetup *setup)
{
  zante_supply_clear (&setup->supply);
  zante_hypervisor_free (setup->hypervisor);
  zante_kernel_free (setup->kernel);
  zante_boot_report_free (setup->report);
  g_clear_pointer (&setup->guests, g_ptr_array_unref);
  g_free (setup->root);
  g_free (setup->folder);
  g_free (setup->bin);
  g_free (setup->private_dir);
  g_free (setup->nonce);
}

/* What is booted ------------------------------------------------------------------------------ */

static gboolean
unpack_one (const char *file, const char *root, GCancellable *cancellable, GError **error)
{
  const ZanteArchiveOptions options = {.installed = TRUE, .cancellable = cancellable};
  if (strstr (file, ".tar") != NULL)
    return zante_archive_extract (file, root, &options, error);
  return zante_unpack_package (file, root, cancellable, error);
}

/* The tree under test: dist/, or a throw-away root of the given packages. */
static gboolean
find_root (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  if (input->packages == NULL)
    {
      setup->root = g_strdup (input->workspace->dist);
      if (g_file_test (setup->root, G_FILE_TEST_IS_DIR))
        return TRUE;
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "nothing to boot: '%s' is not there (run 'zante build' first)", setup->root);
      return FALSE;
    }
  setup->root = g_build_filename (setup->folder, "root", NULL);
  if (!zante_fs_remove_tree (setup->root, error))
    return FALSE;
  for (const char *const *file = input->packages; *file != NULL; file++)
    if (!unpack_one (*file, setup->root, input->cancellable, error))
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
      result->steps = g_ptr_array_new ();
      zante_boot_guest_restart (result);
      g_ptr_array_add (setup->report->guests, result);
    }
}

static gboolean
load_guests (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  g_autofree char *own = g_build_filename (input->data, "guests", NULL);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  for (const char *const *dir = input->guest_dirs; dir != NULL && *dir != NULL; dir++)
    g_ptr_array_add (folders, (gpointer)*dir);
  g_ptr_array_add (folders, own);
  g_ptr_array_add (folders, NULL);
  setup->guests
      = zante_guests_load ((const char *const *)folders->pdata, input->level, input->only, error);
  if (setup->guests == NULL)
    return FALSE;
  if (input->shell)
    g_ptr_array_set_size (setup->guests, 0);
  prepare_results (setup);
  return TRUE;
}

/* What the distribution has to give. What only some guests need is no error: they are skipped. */
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
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) packages
      = zante_uses_missing (input->recipe, &setup->supply, setup->root, setup->guests);
  g_ptr_array_add (packages, NULL);
  if (!zante_supply_complete (&setup->supply, NULL, 0, (const char *const *)packages->pdata,
                              &local))
    zante_log_message (input->log, ZANTE_LOG_WARNING, "%s; guests that need it are skipped",
                       local->message);
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
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST,
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
  g_autoptr (GMappedFile) map = g_mapped_file_new (setup->kernel->image, FALSE, error);
  if (map == NULL)
    return FALSE;
  g_autoptr (GBytes) image = g_mapped_file_get_bytes (map);
  g_autoptr (GBytes) elf = zante_vmlinux_extract (image);
  setup->report->kernel = g_strdup (setup->kernel->release);
  return save (setup, "vmlinuz", elf != NULL ? elf : image, error);
}

static guint
enough_memory (const ZanteBootSetup *setup)
{
  guint64 most = 0, second = 0;
  for (guint i = 0; i < setup->guests->len; i++)
    {
      guint64 memory = ((const ZanteGuest *)setup->guests->pdata[i])->memory;
      second = MAX (second, MIN (most, memory));
      most = MAX (most, memory);
    }
  /* Two guests run at a time, and each costs its tables and its device model's. */
  return MAX (LEAST_MEMORY, DOM0_MEMORY + SPARE_MEMORY + (guint)(most + second) * 5 / 4);
}

/* QEMU ---------------------------------------------------------------------------------------- */

static void
add_fact (ZanteBootReport *report, const char *name, const char *expected)
{
  if (expected == NULL)
    return;
  ZanteBootFact *fact = g_new0 (ZanteBootFact, 1);
  fact->name = g_strdup (name);
  fact->expected = g_strdup (expected);
  g_ptr_array_add (report->facts, fact);
}

/* QEMU's environment when it was only unpacked: its libraries are beside it. */
static char **
qemu_environment (const ZanteBootSetup *setup, const char *program, char ***data)
{
  char **environ = g_get_environ ();
  *data = NULL;
  if (!g_str_has_prefix (program, setup->supply.unpacked))
    return environ;
  g_autofree char *libraries
      = g_strdup_printf ("%s/usr/lib/x86_64-linux-gnu:%s/lib/x86_64-linux-gnu",
                         setup->supply.unpacked, setup->supply.unpacked);
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  static const char *const names[] = {"qemu", "seabios"};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder
          = g_build_filename (setup->supply.unpacked, "usr/share", names[i], NULL);
      g_strv_builder_add (folders, folder);
    }
  *data = g_strv_builder_end (folders);
  return g_environ_setenv (environ, "LD_LIBRARY_PATH", libraries, TRUE);
}

static char *
qemu_version (const char *program, char **environ, GCancellable *cancellable)
{
  const char *const argv[] = {program, "--version", NULL};
  g_autofree char *text = zante_proc_output (argv, (const char *const *)environ, NULL, NULL,
                                             ZANTE_ERROR_HOST, cancellable, NULL);
  return text == NULL ? NULL : g_strndup (text, strcspn (text, "\n"));
}

static void
forget_output (const ZanteBootSetup *setup, const char *name)
{
  g_autofree char *path = g_build_filename (setup->folder, name, NULL);
  g_file_set_contents (path, "", 0, NULL);
  g_ptr_array_add (setup->report->logs, g_steal_pointer (&path));
}

static gboolean
watch_machine (ZanteBootSetup *setup, char **argv, char **environ, gboolean *crashed,
               GError **error)
{
  const ZanteBootInput *input = setup->input;
  gboolean interactive = input->keep || input->shell;
  g_autofree char *log = g_build_filename (setup->folder, "qemu.log", NULL);
  g_auto (ZanteFd) log_fd = open (log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  g_auto (ZanteProgress) progress
      = {.report = setup->report, .nonce = setup->nonce, .log = input->log};
  g_autofree char *message = NULL;
  ZanteEnding ending;
  g_ptr_array_add (setup->report->logs, g_strdup (log));
  forget_output (setup, "com1.log");
  forget_output (setup, "com2.log");
  ZanteBootWatch watch = {.argv = (const char *const *)argv,
                          .environ = (const char *const *)environ,
                          .folder = setup->folder,
                          .com1 = g_ptr_array_index (setup->report->logs, 1),
                          .com2 = g_ptr_array_index (setup->report->logs, 2),
                          .log_fd = log_fd,
                          .interactive = interactive,
                          .silence = interactive           ? 0
                                     : input->silence != 0 ? input->silence
                                                           : SILENCE,
                          .deadline = input->timeout != 0 ? input->timeout
                                      : interactive       ? 0
                                                          : deadlines[input->level],
                          .cancellable = input->cancellable};
  if (!zante_boot_watch (&watch, &progress, &ending, &message, error))
    return FALSE;
  if (!input->shell)
    zante_verdict_decide (&progress, &ending);
  else
    setup->report->text = g_strdup ("the shell ended");
  *crashed = setup->report->class == ZANTE_BOOT_QEMU_ERROR && progress.xen_spoke;
  return TRUE;
}

/* QEMU itself crashed in the middle (an assertion, say), which says nothing of what is tested: it
 * is told, and tried once more. */
static gboolean
watch_twice (ZanteBootSetup *setup, char **argv, char **environ, GError **error)
{
  gboolean crashed = FALSE;
  if (!watch_machine (setup, argv, environ, &crashed, error))
    return FALSE;
  if (!crashed)
    return TRUE;
  zante_log_message (setup->input->log, ZANTE_LOG_WARNING, "%s; booting once more",
                     setup->report->text);
  zante_boot_report_restart (setup->report);
  return watch_machine (setup, argv, environ, &crashed, error);
}

static gboolean
run_machine (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  ZanteBootReport *report = setup->report;
  g_autofree char *program = zante_supply_find (&setup->supply, ZANTE_SUPPLY_QEMU);
  g_auto (GStrv) data = NULL;
  g_auto (GStrv) environ = qemu_environment (setup, program, &data);
  g_autofree char *xen_arguments = zante_qemu_xen_arguments (setup->dom0_memory, input->efi);
  g_auto (ZanteEfi) efi = {0};
  ZanteQemu qemu = {.program = program,
                    .data = (const char *const *)data,
                    .memory = setup->memory,
                    .dom0_memory = setup->dom0_memory,
                    .xen = "xen",
                    .kernel = "vmlinuz",
                    .initrd = "initrd",
                    .xen_arguments = xen_arguments,
                    .kernel_arguments = DOM0_ARGUMENTS,
                    .com1 = "com1.log",
                    .com2 = "com2.log",
                    .interactive = input->keep || input->shell};
  if (input->efi && !zante_efi_prepare (setup, &qemu, &efi, error))
    return FALSE;
  report->qemu_version = qemu_version (program, environ, input->cancellable);
  qemu.kvm = zante_kvm_works (setup, &qemu, (const char *const *)environ);
  add_fact (report, "build-id", setup->hypervisor->build_id);
  add_fact (report, "xen-version", setup->hypervisor->version);
  add_fact (report, "commandline", xen_arguments);
  g_auto (GStrv) argv = zante_qemu_argv (&qemu);
  report->accelerator = g_strdup (qemu.kvm ? "kvm" : "tcg");
  report->command = zante_qemu_line ((const char *const *)argv);
  zante_log_message (input->log, ZANTE_LOG_NOTICE, "booting '%s' with %s (%s)",
                     setup->hypervisor->path,
                     report->qemu_version != NULL ? report->qemu_version : program,
                     qemu.kvm ? "KVM" : "TCG: no KVM that Xen runs on, so this is emulated");
  zante_log_message (input->log, ZANTE_LOG_INFO, "cd '%s' && %s", setup->folder, report->command);
  return watch_twice (setup, argv, environ, error);
}

/* All --------------------------------------------------------------------------------------- */

static ZanteBootReport *
new_report (const ZanteBootInput *input, const char *folder)
{
  ZanteBootReport *report = g_new0 (ZanteBootReport, 1);
  report->level = input->level;
  report->stages = g_ptr_array_new ();
  report->guests = g_ptr_array_new ();
  report->facts = g_ptr_array_new ();
  report->files = g_ptr_array_new ();
  report->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  report->warnings = g_ptr_array_new_with_free_func (g_free);
  report->logs = g_ptr_array_new_with_free_func (g_free);
  report->folder = g_strdup (folder);
  return report;
}

static gboolean
prepare (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  if (!find_root (setup, error))
    return FALSE;
  setup->hypervisor = zante_hypervisor_find (setup->root, input->efi, error);
  if (setup->hypervisor == NULL || !load_guests (setup, error) || !complete_supply (setup, error)
      || !find_kernel (setup, error))
    return FALSE;
  setup->dom0_memory = DOM0_MEMORY;
  setup->memory = input->memory != 0 ? input->memory : enough_memory (setup);
  return save (setup, "xen", setup->hypervisor->image, error) && save_kernel (setup, error)
         && zante_initramfs_write (setup, error);
}

static void
say_waiting (const char *path, gpointer user_data)
{
  zante_log_message (user_data, ZANTE_LOG_NOTICE,
                     "another zante boots in this project; waiting for it (%s)", path);
}

ZanteBootReport *
zante_boot_run (const ZanteBootInput *input, GError **error)
{
  g_auto (ZanteBootSetup) setup = {.input = input};
  g_autofree char *lock_path = g_build_filename (input->workspace->state, "boot.lock", NULL);
  g_auto (ZanteFd) lock
      = zante_fs_lock (lock_path, say_waiting, input->log, input->cancellable, error);
  if (lock < 0)
    return NULL;
  zante_supply_init (&setup.supply, input);
  setup.folder = g_build_filename (input->workspace->root, "boot", "run", NULL);
  setup.nonce = g_uuid_string_random ();
  setup.report = new_report (input, setup.folder);
  if (!zante_fs_make_dirs (setup.folder, error) || !prepare (&setup, error)
      || !run_machine (&setup, error))
    return NULL;
  return g_steal_pointer (&setup.report);
}
