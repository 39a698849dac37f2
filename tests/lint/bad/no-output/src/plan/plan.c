/* SPDX-License-Identifier: GPL-2.0-or-later */
/* printf ("a comment may say so"); */
void f (void)
{
  g_snprintf (buffer, 3, "exit (1)");
  g_print ("hello\n");
  fprintf (stderr, "%d", 3);
  exit (1);
}
