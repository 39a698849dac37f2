/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of a shared store: what is accepted is written again as the very bytes that signatures
 * are over, and signed by nobody. */
#include <string.h>

#include "share/record.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (ZanteShareRecord) record = zante_share_record_parse ((const char *)data, size, &error);
  g_assert_true ((record == NULL) == (error != NULL));
  if (record == NULL)
    return 0;
  g_autofree char *body = zante_share_record_body (record);
  g_assert_cmpuint (strlen (body), ==, record->body);
  g_assert_cmpint (memcmp (body, data, record->body), ==, 0);
  g_assert_null (zante_share_record_signer (record, (const char *)data, nobody));
  return 0;
}
