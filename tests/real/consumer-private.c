/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that is built for one version of Xen, with a library that has no stable interface: what
 * QEMU does. */
#include <stdio.h>
#include <xenctrl.h>
#include <xendevicemodel.h>
#include <xenforeignmemory.h>
#include <xenstore.h>

int
main (void)
{
  xc_interface *control = xc_interface_open (NULL, NULL, 0);
  xendevicemodel_handle *model = xendevicemodel_open (NULL, 0);
  xenforeignmemory_handle *memory = xenforeignmemory_open (NULL, 0);
  struct xs_handle *store = xs_open (0);
  puts (control == NULL && model == NULL && memory == NULL && store == NULL ? "no hypervisor"
                                                                            : "a hypervisor");
  return 0;
}
