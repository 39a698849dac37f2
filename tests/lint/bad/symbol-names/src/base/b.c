/* SPDX-License-Identifier: GPL-2.0-or-later */
static int
helper (void)
{
  return 1;
}

int
zante_twice (void)
{
  return helper ();
}

gboolean
other (void)
{
  return FALSE;
}
