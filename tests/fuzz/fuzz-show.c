/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text, URLs in it: nothing that comes out moves a terminal or lets anybody in. */
#include <string.h>

#include "base/git/run.h"
#include "base/show.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *shown = zante_show (text);
  g_assert (g_utf8_validate (shown, -1, NULL) && strchr (shown, '\033') == NULL);
  g_autofree char *once = zante_show_redact (text);
  g_autofree char *twice = zante_show_redact (once);
  g_assert_cmpstr (once, ==, twice);
  zante_git_url_is_local (text);
  return 0;
}
