/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gpgv's status lines, ASCII armour, tag objects. */
#include "fetch/git/tag.h"
#include "fetch/openpgp.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *)data;
  g_auto (ZanteGitTag) tag = {0};
  g_free (zante_openpgp_parse_status (text, size, NULL));
  g_autoptr (GByteArray) bytes = zante_openpgp_dearmor (text, size, "PUBLIC KEY BLOCK", NULL);
  g_assert (bytes == NULL || bytes->len > 0);
  if (zante_git_tag_parse (text, size, &tag, NULL))
    g_assert (tag.signed_size <= size);
  return 0;
}
