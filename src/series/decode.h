/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The encodings of mail: RFC 2045's of bodies and RFC 2047's of headers. Pure. */
#pragma once

#include <glib.h>

/* How the lines of a body are encoded. */
typedef enum {
  ZANTE_TRANSFER_PLAIN, /* 7bit, 8bit, binary, and what is not known */
  ZANTE_TRANSFER_QUOTED_PRINTABLE,
  ZANTE_TRANSFER_BASE64,
} ZanteTransfer;

/* That of the value of Content-Transfer-Encoding, NULL: none. */
ZanteTransfer zante_transfer_from (const char *value);

/* Add the bytes that LINE stands for to OUT. FALSE where a quoted-printable line goes on in the
 * next one (a soft line break). */
gboolean zante_decode_quoted (const char *line, GString *out);
/* The bytes of base64 LINE; STATE and SAVE as in g_base64_decode_step, 0 before the first line. */
void zante_decode_base64 (const char *line, int *state, guint *save, GString *out);

/* SIZE bytes (-1: to the NUL) of TEXT in CHARSET (NULL: UTF-8) as UTF-8, or as they are where that
 * cannot be: a patch is of bytes. Owned by the caller. */
char *zante_decode_charset (const char *text, gssize size, const char *charset);

/* The value of a header with its encoded words read. Owned by the caller. */
char *zante_decode_header (const char *value);
