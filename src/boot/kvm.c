/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/kvm.h"

#include <string.h>
#include <unistd.h>

#include "base/proc.h"

enum { PROBE_SECONDS = 10 };

/* Xen came as far as it can: it wants a dom0 and says so in a panic of its own. */
static gboolean
came_far (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "kvm.log", NULL);
  g_autofree char *text = NULL;
  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "Xen version ") != NULL
         && strstr (text, "dom0 kernel not specified") != NULL;
}

gboolean
zante_kvm_works (const ZanteBootSetup *setup, const ZanteQemu *qemu, const char *const *environ)
{
  if (access ("/dev/kvm", R_OK | W_OK) != 0)
    return FALSE;
  ZanteQemu probe = *qemu;
  probe.kvm = TRUE;
  probe.kernel = NULL;
  probe.interactive = FALSE;
  probe.efi_code = NULL;
  probe.com1 = "kvm.log";
  probe.com2 = "kvm2.log";
  g_auto (GStrv) argv = zante_qemu_argv (&probe);
  ZanteProc proc = {.argv = (const char *const *)argv,
                    .environ = environ,
                    .cwd = setup->folder,
                    .die_with_parent = TRUE,
                    .time_limit = PROBE_SECONDS,
                    .cancellable = setup->input->cancellable};
  ZanteProcResult result;
  return zante_proc_run (&proc, &result, NULL) && came_far (setup->folder);
}
