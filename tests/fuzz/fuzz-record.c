/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON of a store record: what is accepted is written and read again the same. */
#include <string.h>

#include "stage/record.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteRecord) record = zante_record_parse ((const char *)data, size, &error);
  g_assert_true ((record == NULL) == (error != NULL));
  if (record == NULL)
    return 0;
  g_autofree char *text = zante_record_format (record);
  g_autoptr (ZanteRecord) again = zante_record_parse (text, strlen (text), NULL);
  g_assert_nonnull (again);
  g_autofree char *text_again = zante_record_format (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
