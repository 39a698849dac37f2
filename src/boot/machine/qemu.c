/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/qemu.h"

#include "base/quote.h"

#include <string.h>

/* Found by trying (QEMU 7.2, TCG). Passes PV, PVH, HVM and the shim; without svm there is neither
 * HVM nor PVH, and models that also have rdtscp stop Linux as a PVH guest. */
#define TCG_MODEL "qemu64,+npt,family=16,model=2,stepping=3"

char *
zante_qemu_xen_arguments (guint dom0_memory)
{
  /* One comma: QEMU takes -append as it is, and a doubled one silently gives no console. */
  return g_strdup_printf ("loglvl=all guest_loglvl=all com1=115200,8n1 console=com1 "
                          "conring_size=256k dom0_mem=%uM",
                          dom0_memory);
}

static void
add (GStrvBuilder *argv, const char *option, const char *value)
{
  g_strv_builder_add (argv, option);
  if (value != NULL)
    g_strv_builder_add (argv, value);
}

static void add_format (GStrvBuilder *argv, const char *option, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
add_format (GStrvBuilder *argv, const char *option, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *value = g_strdup_vprintf (format, args);
  va_end (args);
  add (argv, option, value);
}

static void
add_machine (GStrvBuilder *argv, const ZanteQemu *qemu)
{
  add (argv, "-machine", "q35");
  add (argv, "-display", "none");
  add (argv, "-monitor", "none");
  add (argv, "-no-reboot", NULL);
  add (argv, "-nodefaults", NULL);
  add (argv, "-no-user-config", NULL);
  add_format (argv, "-m", "%u", qemu->memory);
  add (argv, "-accel", qemu->kvm ? "kvm" : "tcg");
  add (argv, "-cpu", qemu->kvm ? "host" : TCG_MODEL);
  if (qemu->icount)
    add (argv, "-icount", "shift=2,sleep=off");
  for (const char *const *data = qemu->data; data != NULL && *data != NULL; data++)
    add (argv, "-L", *data);
}

static void
add_serial (GStrvBuilder *argv, const ZanteQemu *qemu)
{
  if (qemu->interactive)
    {
      add_format (argv, "-chardev", "stdio,id=com1,signal=off,logfile=%s", qemu->com1);
      add (argv, "-serial", "chardev:com1");
    }
  else
    add_format (argv, "-serial", "file:%s", qemu->com1);
  add_format (argv, "-serial", "file:%s", qemu->com2);
  add (argv, "-device", "isa-debug-exit,iobase=0x501,iosize=2");
}

static void
add_multiboot (GStrvBuilder *argv, const ZanteQemu *qemu)
{
  add (argv, "-kernel", qemu->xen);
  if (qemu->kernel != NULL)
    add_format (argv, "-initrd", "%s %s,%s", qemu->kernel, qemu->kernel_arguments, qemu->initrd);
  add (argv, "-append", qemu->xen_arguments);
}

static void
add_efi (GStrvBuilder *argv, const ZanteQemu *qemu)
{
  add_format (argv, "-drive", "if=pflash,format=raw,unit=0,readonly=on,file=%s", qemu->efi_code);
  add_format (argv, "-drive", "if=pflash,format=raw,unit=1,snapshot=on,file=%s",
              qemu->efi_variables);
  add_format (argv, "-drive", "if=none,id=esp,format=vvfat,readonly=on,file=fat:%s",
              qemu->efi_folder);
  /* IDE disks cannot be read-only. */
  add (argv, "-device", "virtio-blk-pci,drive=esp,bootindex=0");
}

static void
add_disks (GStrvBuilder *argv, const ZanteQemu *qemu)
{
  for (const char *const *disk = qemu->disks; disk != NULL && *disk != NULL; disk++)
    {
      add_format (argv, "-drive", "if=none,id=%s,format=raw,%sfile=%s", *disk,
                  qemu->disks_read_only ? "readonly=on," : "", *disk);
      add_format (argv, "-device", "virtio-blk-pci,drive=%s,serial=%s", *disk, *disk);
    }
}

char **
zante_qemu_argv (const ZanteQemu *qemu)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_strv_builder_add (argv, qemu->program);
  add_machine (argv, qemu);
  if (qemu->efi_code != NULL)
    add_efi (argv, qemu);
  else
    add_multiboot (argv, qemu);
  add_disks (argv, qemu);
  add_serial (argv, qemu);
  return g_strv_builder_end (argv);
}

char *
zante_qemu_line (const char *const *argv)
{
  g_autoptr (GString) line = g_string_new (NULL);
  for (; *argv != NULL; argv++)
    {
      g_autofree char *word = zante_shell_quote (*argv);
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", word);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
