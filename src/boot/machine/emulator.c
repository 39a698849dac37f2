/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/emulator.h"

#include <string.h>

#include "base/error.h"
#include "base/proc.h"

void
zante_emulator_clear (ZanteEmulator *emulator)
{
  g_free (emulator->program);
  g_strfreev (emulator->environment);
  g_strfreev (emulator->data);
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

void
zante_emulator_init (ZanteEmulator *emulator, const ZanteBootSetup *setup)
{
  ZanteBootReport *report = setup->report;
  emulator->program = zante_supply_find (&setup->supply, ZANTE_SUPPLY_QEMU);
  emulator->environment = qemu_environment (setup, emulator->program, &emulator->data);
  report->qemu_version
      = qemu_version (emulator->program, emulator->environment, setup->input->cancellable);
}
