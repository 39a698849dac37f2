/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/machine.h"

#include <fcntl.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "boot/machine/efi.h"
#include "boot/machine/qemu.h"
#include "boot/machine/watch.h"
#include "boot/streams.h"
#include "boot/verdict/report.h"

/* A machine that counts instructions runs on one thread, and is asked for where the load is high.
 */
enum { SILENCE = 90, ICOUNT_FACTOR = 3 };

/* ramfs, because a tmpfs would be limited to half of what the initramfs leaves; no device here
 * needs much of a bounce buffer. No commas: they part QEMU's modules. */
#define DOM0_ARGUMENTS "console=hvc0 panic=-1 quiet rootfstype=ramfs swiotlb=8192"

/* By which dom0's first process multiplies the limits of guests: without KVM each instruction costs
 * so much more, and a guest shares two emulated processors with others. A word that the kernel does
 * not know goes to that process. */
#define PATIENT_ARGUMENTS DOM0_ARGUMENTS " patience=3"

/* Seconds for all of it: several times what an idle machine takes. */
static const guint deadlines[]
    = {[ZANTE_BOOT_DOM0] = 180,         [ZANTE_BOOT_GUEST] = 600, [ZANTE_BOOT_SUITE] = 1200,
       [ZANTE_BOOT_TOOLS_TESTS] = 1800, [ZANTE_BOOT_XTF] = 3600,  [ZANTE_BOOT_MIGRATION] = 900};

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

static void
forget_output (const ZanteBootMachine *machine, const char *name)
{
  g_autofree char *path = g_build_filename (machine->folder, name, NULL);
  g_file_set_contents (path, "", 0, NULL);
  g_ptr_array_add (machine->report->logs, g_steal_pointer (&path));
}

static gboolean
watch_machine (const ZanteBootSetup *setup, ZanteBootMachine *machine, ZanteBootWatch *watch,
               gboolean *crashed, GError **error)
{
  g_autofree char *log = g_build_filename (machine->folder, "qemu.log", NULL);
  g_auto (ZanteFd) log_fd = open (log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  g_auto (ZanteProgress) progress = {.report = machine->report,
                                     .nonce = machine->nonce,
                                     .log = setup->input->log,
                                     .machine = setup->machines->len > 1 ? machine->number : 0};
  g_autofree char *message = NULL;
  ZanteEnding ending;
  g_ptr_array_add (machine->report->logs, g_strdup (log));
  forget_output (machine, "com1.log");
  forget_output (machine, "com2.log");
  watch->com1 = g_ptr_array_index (machine->report->logs, 1);
  watch->com2 = g_ptr_array_index (machine->report->logs, 2);
  watch->log_fd = log_fd;
  if (!zante_boot_watch (watch, &progress, &ending, &message, error))
    return FALSE;
  if (!setup->input->shell)
    zante_verdict_decide (&progress, &ending);
  else
    machine->report->text = g_strdup ("the shell ended");
  *crashed = machine->report->class == ZANTE_BOOT_QEMU_ERROR && progress.xen_spoke;
  return TRUE;
}

/* QEMU itself crashed in the middle (an assertion, say), which says nothing of what is tested: it
 * is told, and tried once more. */
static gboolean
watch_twice (const ZanteBootSetup *setup, ZanteBootMachine *machine, ZanteBootWatch *watch,
             GError **error)
{
  gboolean crashed = FALSE;
  if (!watch_machine (setup, machine, watch, &crashed, error))
    return FALSE;
  if (!crashed)
    return TRUE;
  zante_log_message (setup->input->log, ZANTE_LOG_WARNING, "%s; booting once more",
                     machine->report->text);
  zante_boot_report_restart (machine->report);
  return watch_machine (setup, machine, watch, &crashed, error);
}

static guint
limit (guint given, gboolean interactive, guint usual)
{
  return given != 0 ? given : interactive ? 0 : usual;
}

static gboolean
start (const ZanteBootSetup *setup, const ZanteEmulator *emulator, ZanteBootMachine *machine,
       const ZanteQemu *qemu, GError **error)
{
  const ZanteBootInput *input = setup->input;
  g_auto (GStrv) argv = zante_qemu_argv (qemu);
  ZanteBootWatch watch
      = {.argv = (const char *const *)argv,
         .environ = (const char *const *)emulator->environment,
         .folder = machine->folder,
         .interactive = qemu->interactive,
         .silence = qemu->interactive ? 0
                                      : limit (input->silence, FALSE,
                                               SILENCE * (qemu->icount ? ICOUNT_FACTOR : 1)),
         .deadline = limit (input->timeout, qemu->interactive,
                            deadlines[input->level] * (qemu->icount ? ICOUNT_FACTOR : 1)),
         .cancellable = input->cancellable};
  machine->report->command = zante_qemu_line ((const char *const *)argv);
  zante_log_message (input->log, ZANTE_LOG_INFO, "cd '%s' && %s", machine->folder,
                     machine->report->command);
  return watch_twice (setup, machine, &watch, error);
}

gboolean
zante_boot_machine (const ZanteBootSetup *setup, const ZanteEmulator *emulator,
                    ZanteBootMachine *machine, GError **error)
{
  const ZanteBootInput *input = setup->input;
  g_autofree char *xen_arguments = zante_qemu_xen_arguments (setup->dom0_memory);
  g_auto (GStrv) disks = zante_streams_of (setup, machine);
  g_auto (ZanteEfi) efi = {0};
  ZanteQemu qemu = {.program = emulator->program,
                    .data = (const char *const *)emulator->data,
                    .kvm = emulator->kvm,
                    .icount = input->icount,
                    .memory = machine->memory,
                    .dom0_memory = setup->dom0_memory,
                    .xen = "xen",
                    .kernel = "vmlinuz",
                    .initrd = "initrd",
                    .xen_arguments = xen_arguments,
                    .kernel_arguments = emulator->kvm ? DOM0_ARGUMENTS : PATIENT_ARGUMENTS,
                    .com1 = "com1.log",
                    .com2 = "com2.log",
                    .disks = (const char *const *)disks,
                    .disks_read_only = setup->task == ZANTE_TASK_RESTORE,
                    .interactive = input->keep || input->shell};
  if (input->efi && !zante_efi_prepare (setup, machine, &qemu, &efi, error))
    return FALSE;
  add_fact (machine->report, "build-id", setup->hypervisor->build_id);
  add_fact (machine->report, "xen-version", setup->hypervisor->version);
  add_fact (machine->report, "commandline", xen_arguments);
  return start (setup, emulator, machine, &qemu, error);
}
