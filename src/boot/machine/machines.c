/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/machines.h"

#include "base/fs.h"
#include "boot/machine/kvm.h"
#include "boot/machine/machine.h"
#include "boot/verdict/report.h"
#include "boot/xtf/expect.h"

/* One machine's thread. */
typedef struct {
  const ZanteBootSetup *setup;
  const ZanteEmulator *emulator;
  ZanteBootMachine *machine;
  GThread *thread;
  GError *error;
} Runner;

static gpointer
run (gpointer user_data)
{
  Runner *runner = user_data;
  zante_boot_machine (runner->setup, runner->emulator, runner->machine, &runner->error);
  return NULL;
}

/* QEMU reads hypervisor and kernel by names of its working directory. */
static gboolean
link_file (const ZanteBootSetup *setup, const ZanteBootMachine *machine, const char *name,
           GError **error)
{
  g_autofree char *from = g_build_filename (setup->folder, name, NULL);
  g_autofree char *to = g_build_filename (machine->folder, name, NULL);
  return g_str_equal (from, to) || zante_fs_link (from, to, error);
}

static gboolean
prepare (const ZanteBootSetup *setup, GError **error)
{
  for (guint i = 0; i < setup->machines->len; i++)
    {
      const ZanteBootMachine *machine = setup->machines->pdata[i];
      if (!link_file (setup, machine, "xen", error)
          || !link_file (setup, machine, "vmlinuz", error))
        return FALSE;
    }
  return TRUE;
}

static const char *
accelerator_words (const ZanteBootSetup *setup, const ZanteEmulator *emulator)
{
  if (emulator->kvm)
    return "KVM";
  return setup->input->icount ? "TCG, which counts instructions"
                              : "TCG: no KVM that Xen runs on, so this is emulated";
}

static void
announce (const ZanteBootSetup *setup, const ZanteEmulator *emulator)
{
  const ZanteBootReport *report = setup->report;
  g_autofree char *machines = setup->machines->len == 1
                                  ? g_strdup ("")
                                  : g_strdup_printf (" in %u machines", setup->machines->len);
  zante_log_message (setup->input->log, ZANTE_LOG_NOTICE, "booting '%s'%s with %s (%s)",
                     setup->hypervisor->path, machines,
                     report->qemu_version != NULL ? report->qemu_version : emulator->program,
                     accelerator_words (setup, emulator));
  ZanteEvent plan = ZANTE_EVENT (.event = "plan", .done = 0, .total = setup->guests->len,
                                 .expected = setup->expected);
  if (!setup->input->shell && !setup->input->keep)
    zante_log_emit (setup->input->log, &plan);
}

/* The first error counts; the others are of the same kind. */
static gboolean
run_all (Runner *runners, guint n, GError **error)
{
  gboolean done = TRUE;
  for (guint i = 0; i < n; i++)
    runners[i].thread = g_thread_new ("machine", run, &runners[i]);
  for (guint i = 0; i < n; i++)
    g_thread_join (runners[i].thread);
  for (guint i = 0; i < n; i++)
    {
      GError *local = g_steal_pointer (&runners[i].error);
      if (local != NULL && done)
        g_propagate_error (error, g_steal_pointer (&local));
      done = done && local == NULL && (error == NULL || *error == NULL);
      g_clear_error (&local);
    }
  return done;
}

gboolean
zante_boot_machines (ZanteBootSetup *setup, GError **error)
{
  guint n = setup->machines->len;
  g_auto (ZanteEmulator) emulator = {0};
  g_autofree Runner *runners = g_new0 (Runner, n);
  g_autofree ZanteBootReport **reports = g_new0 (ZanteBootReport *, n);
  if (!prepare (setup, error))
    return FALSE;
  zante_emulator_init (&emulator, setup);
  emulator.kvm = !setup->input->icount && zante_kvm_works (setup, &emulator);
  setup->report->accelerator = g_strdup (emulator.kvm ? "kvm" : "tcg");
  if (!zante_xtf_expect (setup, error))
    return FALSE;
  announce (setup, &emulator);
  for (guint i = 0; i < n; i++)
    {
      ZanteBootMachine *machine = setup->machines->pdata[i];
      runners[i] = (Runner){.setup = setup, .emulator = &emulator, .machine = machine};
      reports[i] = machine->report;
    }
  if (!run_all (runners, n, error))
    return FALSE;
  zante_boot_report_combine (setup->report, reports, n);
  return TRUE;
}
