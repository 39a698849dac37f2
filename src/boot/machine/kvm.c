/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/kvm.h"

#include <string.h>
#include <unistd.h>

#include "base/proc.h"
#include "boot/machine/qemu.h"

enum { PROBE_SECONDS = 10, PROBE_MEMORY = 1024 }; /* MiB */

/* Xen came as far as it can: it wants a dom0 and says so in a panic of its own. */
static gboolean
came_far (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "kvm.log", NULL);
  g_autofree char *text = NULL;
  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "Xen version ") != NULL
         && strstr (text, "dom0 kernel not specified") != NULL;
}

static gboolean
try_it (const ZanteBootSetup *setup, const ZanteEmulator *emulator)
{
  g_autofree char *arguments = zante_qemu_xen_arguments (setup->dom0_memory);
  ZanteQemu probe = {.program = emulator->program,
                     .data = (const char *const *)emulator->data,
                     .kvm = TRUE,
                     .memory = PROBE_MEMORY,
                     .dom0_memory = setup->dom0_memory,
                     .xen = "xen",
                     .xen_arguments = arguments,
                     .com1 = "kvm.log",
                     .com2 = "kvm2.log"};
  g_auto (GStrv) argv = zante_qemu_argv (&probe);
  ZanteProc proc = {.argv = (const char *const *)argv,
                    .environ = (const char *const *)emulator->environment,
                    .cwd = setup->folder,
                    .die_with_parent = TRUE,
                    .time_limit = PROBE_SECONDS,
                    .cancellable = setup->input->cancellable};
  ZanteProcResult result;
  return zante_proc_run (&proc, &result, NULL) && came_far (setup->folder);
}

/* What the answer depends on: this start of this machine, QEMU, the hypervisor. */
static char *
identity (const ZanteBootSetup *setup)
{
  g_autofree char *boot = NULL;
  g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL);
  return g_strdup_printf ("%s %s %s", boot != NULL ? g_strchomp (boot) : "",
                          setup->report->qemu_version, setup->hypervisor->build_id);
}

gboolean
zante_kvm_works (const ZanteBootSetup *setup, const ZanteEmulator *emulator)
{
  if (access ("/dev/kvm", R_OK | W_OK) != 0)
    return FALSE;
  g_autofree char *path = g_build_filename (setup->input->workspace->state, "kvm", NULL);
  g_autofree char *known = NULL;
  g_autofree char *name = identity (setup);
  g_autofree char *yes = g_strconcat ("yes ", name, NULL);
  g_autofree char *no = g_strconcat ("no ", name, NULL);
  g_file_get_contents (path, &known, NULL, NULL);
  if (g_strcmp0 (known, yes) == 0 || g_strcmp0 (known, no) == 0)
    return g_strcmp0 (known, yes) == 0;
  gboolean works = try_it (setup, emulator);
  if (!g_cancellable_is_cancelled (setup->input->cancellable))
    g_file_set_contents (path, works ? yes : no, -1, NULL);
  return works;
}
