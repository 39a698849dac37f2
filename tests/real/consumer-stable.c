/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that needs nothing but libraries with a stable interface, such as an agent. */
#include <stdio.h>
#include <xencall.h>
#include <xenevtchn.h>
#include <xenstore.h>

int
main (void)
{
  xencall_handle *call = xencall_open (NULL, 0);
  xenevtchn_handle *channels = xenevtchn_open (NULL, 0);
  struct xs_handle *store = xs_open (0);
  puts (call == NULL && channels == NULL && store == NULL ? "no hypervisor" : "a hypervisor");
  return 0;
}
