/* SPDX-License-Identifier: GPL-2.0-or-later */
int f (char *b)
{
  zante_system (b);
  const char *say = "goto system (x)";
  if (system ("ls"))
    goto out;
  strcpy (b, say);
out:
  return 0;
}
