/* SPDX-License-Identifier: GPL-2.0-or-later */
static char *
helper (void)
{
  return NULL;
}

char *
zante_twice (const char *name,
             int n)
{
  return helper ();
}
