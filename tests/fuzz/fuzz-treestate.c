/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any state.json is refused, or says the same when it is written and read again. */
#include <string.h>

#include "work/resume.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (ZanteWorkState) state = zante_work_state_parse ((const char *)data, size);
  if (state == NULL)
    return 0;
  g_autofree char *text = zante_work_state_format (state);
  g_autoptr (ZanteWorkState) again = zante_work_state_parse (text, strlen (text));
  g_assert_nonnull (again);
  g_autofree char *text_again = zante_work_state_format (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
