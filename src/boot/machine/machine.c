/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/machine.h"

#include <fcntl.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "boot/machine/efi.h"
#include "boot/machine/kvm.h"
#include "boot/machine/qemu.h"
#include "boot/machine/watch.h"
#include "boot/verdict/report.h"

enum { SILENCE = 90 };

/* ramfs, because a tmpfs would be limited to half of what the initramfs leaves; no device here
 * needs much of a bounce buffer. No commas: they part QEMU's modules. */
#define DOM0_ARGUMENTS "console=hvc0 panic=-1 quiet rootfstype=ramfs swiotlb=8192"

/* Seconds for all of it: several times what an idle machine takes. */
static const guint deadlines[]
    = {[ZANTE_BOOT_DOM0] = 180, [ZANTE_BOOT_GUEST] = 300, [ZANTE_BOOT_SUITE] = 900};

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
  char **environment = g_get_environ ();
  *data = NULL;
  if (!g_str_has_prefix (program, setup->supply.unpacked))
    return environment;
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
  return g_environ_setenv (environment, "LD_LIBRARY_PATH", libraries, TRUE);
}

static char *
qemu_version (const char *program, char **environment, GCancellable *cancellable)
{
  const char *const argv[] = {program, "--version", NULL};
  g_autofree char *text = zante_proc_output (argv, (const char *const *)environment, NULL, NULL,
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
watch_machine (ZanteBootSetup *setup, char **argv, char **environment, gboolean *crashed,
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
                          .environ = (const char *const *)environment,
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
watch_twice (ZanteBootSetup *setup, char **argv, char **environment, GError **error)
{
  gboolean crashed = FALSE;
  if (!watch_machine (setup, argv, environment, &crashed, error))
    return FALSE;
  if (!crashed)
    return TRUE;
  zante_log_message (setup->input->log, ZANTE_LOG_WARNING, "%s; booting once more",
                     setup->report->text);
  zante_boot_report_restart (setup->report);
  return watch_machine (setup, argv, environment, &crashed, error);
}

gboolean
zante_boot_machine (ZanteBootSetup *setup, GError **error)
{
  const ZanteBootInput *input = setup->input;
  ZanteBootReport *report = setup->report;
  g_autofree char *program = zante_supply_find (&setup->supply, ZANTE_SUPPLY_QEMU);
  g_auto (GStrv) data = NULL;
  g_auto (GStrv) environment = qemu_environment (setup, program, &data);
  g_autofree char *xen_arguments = zante_qemu_xen_arguments (setup->dom0_memory);
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
  report->qemu_version = qemu_version (program, environment, input->cancellable);
  qemu.kvm = zante_kvm_works (setup, &qemu, (const char *const *)environment);
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
  return watch_twice (setup, argv, environment, error);
}
