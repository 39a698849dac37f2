/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/efi.h"

#include <string.h>

#include "base/fs.h"

void
zante_efi_clear (ZanteEfi *efi)
{
  g_free (efi->code);
  g_free (efi->variables);
}

/* OVMF_CODE.fd and OVMF_VARS.fd are a pair. */
static char *
variables_of (const char *code)
{
  g_autofree char *folder = g_path_get_dirname (code);
  g_autofree char *base = g_path_get_basename (code);
  g_autoptr (GString) name = g_string_new (base);
  g_string_replace (name, "_CODE", "_VARS", 1);
  return g_build_filename (folder, name->str, NULL);
}

/* NAME of the machine's folder also as AS of the system partition, without a copy. */
static gboolean
place (const ZanteBootMachine *machine, const char *name, const char *esp, const char *as,
       GError **error)
{
  g_autofree char *from = g_build_filename (machine->folder, name, NULL);
  g_autofree char *to = g_build_filename (esp, as, NULL);
  return zante_fs_link (from, to, error);
}

static gboolean
write_configuration (const char *boot, const ZanteQemu *qemu, GError **error)
{
  g_autofree char *path = g_build_filename (boot, "BOOTX64.cfg", NULL);
  g_autofree char *text = g_strdup_printf ("[global]\ndefault=xen\n\n[xen]\noptions=%s\n"
                                           "kernel=vmlinuz %s\nramdisk=initrd\n",
                                           qemu->xen_arguments, qemu->kernel_arguments);
  return g_file_set_contents (path, text, -1, error);
}

gboolean
zante_efi_prepare (const ZanteBootSetup *setup, const ZanteBootMachine *machine, ZanteQemu *qemu,
                   ZanteEfi *efi, GError **error)
{
  g_autofree char *boot = g_build_filename (machine->folder, "esp", "EFI", "BOOT", NULL);
  efi->code = zante_supply_find (&setup->supply, ZANTE_SUPPLY_EFI);
  efi->variables = variables_of (efi->code);
  qemu->efi_code = efi->code;
  qemu->efi_variables = efi->variables;
  qemu->efi_folder = "esp";
  return zante_fs_make_dirs (boot, error) && place (machine, "xen", boot, "BOOTX64.EFI", error)
         && place (machine, "vmlinuz", boot, "vmlinuz", error)
         && place (machine, "initrd", boot, "initrd", error)
         && write_configuration (boot, qemu, error);
}
