/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a machine under test writes to its two serial ports: any bytes, the nonce among them. */
#include <string.h>

#include "boot/verdict/progress.h"
#include "boot/verdict/protocol.h"
#include "boot/verdict/report.h"
#include "boot/verdict/verdict.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static ZanteBootReport *
new_report (void)
{
  ZanteBootReport *report = zante_boot_report_new (ZANTE_BOOT_GUEST, NULL);
  ZanteBootGuest *guest = g_new0 (ZanteBootGuest, 1);
  report->accelerator = g_strdup ("tcg");
  guest->name = g_strdup ("g");
  guest->summary = g_strdup ("s");
  guest->class = ZANTE_BOOT_HANG;
  guest->create_status = -1;
  guest->steps = g_ptr_array_new ();
  g_ptr_array_add (report->guests, guest);
  return report;
}

static gboolean
is_valid (const char *text)
{
  return g_utf8_validate (text, -1, NULL);
}

/* The first byte is the end; each line goes to the port that its first byte says. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0)
    return 0;
  g_autoptr (ZanteBootReport) report = new_report ();
  g_auto (ZanteProgress) progress = {.report = report, .nonce = "N"};
  ZanteEnding ending = {.end = data[0] % 3, .status = data[0] / 3 % 8, .limit = 9};
  const char *text = (const char *)data + 1;
  for (gsize left = size - 1; left > 0;)
    {
      const char *newline = memchr (text, '\n', left);
      gsize length = newline == NULL ? left : (gsize)(newline - text);
      if (length > 0 && *text == '1')
        zante_progress_com1 (&progress, text + 1, length - 1, 1);
      else if (length > 0)
        zante_progress_com2 (&progress, text + 1, length - 1, 1);
      gsize used = length + (newline != NULL);
      text += used;
      left -= used;
    }
  zante_verdict_decide (&progress, &ending);
  g_assert_nonnull (report->text);
  g_assert_true (report->class != ZANTE_BOOT_PASS
                 || (progress.has_verdict && progress.verdict_ok && ending.status == 3));
  g_autofree char *plain = zante_boot_report_text (report);
  g_autofree char *json = zante_boot_report_json (report);
  g_autofree char *junit = zante_boot_report_junit (report);
  g_assert_true (is_valid (plain) && is_valid (json) && is_valid (junit));
  return 0;
}
