/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tell a hypervisor that a machine boots from the PV shim. Both are built from xen/ and look alike:
 * the same headers, notes and banner. The shim (CONFIG_PV_SHIM_EXCLUSIVE) has the parameter
 * "shim_mem" of arch/x86/pv/shim.c, as a hypervisor with CONFIG_PV_SHIM has, but common/Makefile
 * leaves out domctl.o, by which a toolstack makes domains, and with it the text below: so in every
 * release from 4.14 to 4.22. */
#pragma once

#include <glib.h>

typedef enum {
  ZANTE_XEN_NONE, /* neither */
  ZANTE_XEN_HYPERVISOR,
  ZANTE_XEN_SHIM,
} ZanteXen;

/* What the file NAME says it is: "xen-4.17.5.gz", "xen-4.17.5.efi"; "xen-shim". */
ZanteXen zante_xen_promise (const char *name);
/* What the SIZE bytes at DATA are, which may be gzipped. */
ZanteXen zante_xen_kind (const char *data, gsize size);
