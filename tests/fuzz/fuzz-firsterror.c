/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any log gives one printable line, or none. */
#include <string.h>

#include "work/firsterror.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (ZanteFirstError) scanner = zante_first_error_new ();
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    zante_first_error_feed (scanner, *line);
  g_autofree char *first = zante_first_error_get (scanner);
  if (first != NULL)
    {
      g_assert_true (g_utf8_validate (first, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (first, -1), <=, 300);
      g_assert_null (strpbrk (first, "\n\r\t\033"));
    }
  return 0;
}
