/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/quote.h"

#include <string.h>

char *
zante_shell_quote (const char *word)
{
  static const char plain[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "%+,-./:=@_";
  if (*word != '\0' && strspn (word, plain) == strlen (word))
    return g_strdup (word);
  g_auto (GStrv) parts = g_strsplit (word, "'", -1);
  g_autofree char *inner = g_strjoinv ("'\\''", parts);
  return g_strdup_printf ("'%s'", inner);
}
