/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mailboxes of patches: an mbox(5) file, or a single mail, as what a person reads, and for each
 * line of it the line of the file that it stands on. Headers are unfolded and decoded (RFC 2047),
 * bodies too (RFC 2045: quoted-printable, base64), texts become UTF-8, and line ends that transport
 * added go. Nothing is refused: what a mail holds can be anything, and what is no text is left out.
 * Pure. */
#pragma once

#include <glib.h>

typedef struct {
  char *text;   /* decoded, without its line end */
  guint number; /* of the line in the file, from 1 */
} ZanteMailLine;

typedef struct {
  char *subject;    /* never NULL, like FROM */
  char *from;       /* "Name <address>" */
  char *message_id; /* without brackets, or NULL, like THREAD */
  char *thread;     /* the first of its references: the mail that the thread began with */
  gint64 date;      /* s since the epoch, 0: none or not understood */
  char *recipients; /* of To and Cc, ", " between them; NULL: it names none */
  char *commit;     /* the one that git-format-patch(1) wrote the mail from, or NULL */
  guint number;     /* of the first line in the file */
  guint titled;     /* that of the line with the subject, or NUMBER */
  GArray *lines;    /* of ZanteMailLine: the body, or the parts of it that are text */
  gboolean cut;     /* a line of it had a NUL byte, and ends there */
} ZanteMail;
void zante_mail_free (ZanteMail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteMail, zante_mail_free)

/* The mails of a file of SIZE bytes, in its order; the array owns them. A file that does not begin
 * like a mailbox is one mail. */
GPtrArray *zante_mailbox_parse (const char *data, gsize size);
