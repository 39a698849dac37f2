/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ask the hypervisor for its version through libxenctrl and for its command line
 * through libxenlight: one program on both of Xen's unstable libraries. */
#include <libxl.h>
#include <stdio.h>
#include <string.h>
#include <xenctrl.h>
#include <xentoollog.h>

static int
print_version (xentoollog_logger *logger)
{
  xc_interface *xc = xc_interface_open (logger, NULL, 0);
  if (xc == NULL)
    return 1;
  int version = xc_version (xc, XENVER_version, NULL);
  xc_interface_close (xc);
  if (version < 0)
    return 1;
  printf ("Xen %d.%d\n", version >> 16, version & 0xffff);
  return 0;
}

static int
print_command_line (xentoollog_logger *logger)
{
  libxl_ctx *ctx = NULL;
  if (libxl_ctx_alloc (&ctx, LIBXL_VERSION, 0, logger) != 0)
    return 1;
  const libxl_version_info *info = libxl_get_version_info (ctx);
  if (info != NULL)
    printf ("command line: %s\n", info->commandline);
  libxl_ctx_free (ctx);
  return info == NULL;
}

int
main (int argc, char **argv)
{
  if (argc > 1)
    {
      puts ("usage: xen-hello\nPrint the version and the command line of the running Xen.");
      return strcmp (argv[1], "--help") == 0 ? 0 : 2;
    }
  xentoollog_logger_stdiostream *log = xtl_createlogger_stdiostream (stderr, XTL_CRITICAL, 0);
  if (log == NULL)
    return 1;
  xentoollog_logger *logger = (xentoollog_logger *)log;
  int status = print_version (logger) || print_command_line (logger);
  if (status != 0)
    fputs ("xen-hello: no answer from a hypervisor: is this a control domain, and are you root?\n",
           stderr);
  xtl_logger_destroy (logger);
  return status;
}
