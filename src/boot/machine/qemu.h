/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of the QEMU that boots. Two serial ports: the first is the hypervisor's console
 * (com1), the second takes dom0's machine-readable lines (com2). How
 * dom0 ends it with a verdict is told in verdict/verdict.h. */
#pragma once

#include <glib.h>

/* Files are names in the working directory of QEMU, where no comma or blank spoils an option. */
typedef struct {
  const char *program;
  const char *const *data;   /* its folders of firmware (-L), or NULL: its own default */
  gboolean kvm;              /* else TCG */
  gboolean icount;           /* with TCG: 4 ns for each instruction, none for idling */
  guint memory, dom0_memory; /* MiB */
  const char *xen;           /* an ELF file; with EFI not used */
  const char *kernel, *initrd;
  const char *xen_arguments;            /* see zante_qemu_xen_arguments */
  const char *kernel_arguments;         /* no commas */
  const char *com1, *com2;              /* files to be written */
  gboolean interactive;                 /* com1 is also the terminal */
  const char *efi_code, *efi_variables; /* OVMF's two flash images; NULL: no EFI */
  const char *efi_folder;               /* what is the EFI system partition */
  const char *const *disks; /* raw files; the serial number of each, of at most 20 bytes, is its
                               name. NULL: none */
  gboolean disks_read_only;
} ZanteQemu;

/* The argument vector, owned by the caller (g_strfreev). A pure function. */
char **zante_qemu_argv (const ZanteQemu *qemu);
/* What the hypervisor is told, and says again as its command line. Owned by the caller. */
char *zante_qemu_xen_arguments (guint dom0_memory);
/* ARGV as a line for a shell, for reports. Owned by the caller. */
char *zante_qemu_line (const char *const *argv);
