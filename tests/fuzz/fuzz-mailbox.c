/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mailboxes: headers, encodings, parts, subjects, differences, and the series they make up. */
#include <string.h>

#include "series/preimage.h"
#include "series/series.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_mail (const ZanteMail *mail, guint lines)
{
  g_assert_nonnull (mail->subject);
  g_assert_nonnull (mail->from);
  for (guint i = 0; i < mail->lines->len; i++)
    {
      const ZanteMailLine *line = &g_array_index (mail->lines, ZanteMailLine, i);
      g_assert_cmpuint (line->number, >=, mail->number);
      g_assert_cmpuint (line->number, <=, lines + 1);
    }
}

/* Every hunk's lines are of the mail, and comparing them ends whatever the file is. */
static void
check_series (const ZanteSeries *series, const char *text, gsize size)
{
  g_assert_cmpuint (series->patches->len, >, 0);
  g_autoptr (GPtrArray) preimages = zante_preimages_of (series);
  for (guint i = 0; i < preimages->len; i++)
    {
      const ZantePreimage *preimage = preimages->pdata[i];
      g_assert_true ((preimage->id != NULL) == (preimage->kind == ZANTE_PREIMAGE_BLOB));
      zante_preimage_has_hunks (preimage->diff, text, size);
    }
}

/* Every check, each finding on a line of the mailbox. */
static void
check_findings (const ZanteMailbox *mailbox, guint lines)
{
  const ZanteCheckInput input = {0};
  g_autoptr (GPtrArray) findings = zante_series_check (&input, mailbox->series, NULL);
  g_assert_nonnull (findings);
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      g_assert_cmpuint (finding->level, >, ZANTE_CHECK_OFF);
      g_assert_cmpuint (finding->line, >, 0);
      g_assert_cmpuint (finding->line, <=, lines + 1);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint lines = 1;
  for (gsize i = 0; i < size; i++)
    lines += data[i] == '\n';
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new ((const char *)data, size);
  g_assert_cmpuint (mailbox->mails->len, ==, mailbox->patches->len);
  for (guint i = 0; i < mailbox->mails->len; i++)
    check_mail (mailbox->mails->pdata[i], lines);
  for (guint i = 0; i < mailbox->series->len; i++)
    check_series (mailbox->series->pdata[i], (const char *)data, size);
  check_findings (mailbox, lines);
  return 0;
}
