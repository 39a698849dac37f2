/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rule that the tree is what its components' outputs are: nothing changed, nothing more,
 * nothing less. What differs was found before, see stage.h; here it becomes findings. */
#include "policy/rules.h"

guint
zante_rule_output (ZanteCheck *check, const ZantePolicyFile *file)
{
  (void)file;
  return check->input->differences != NULL;
}

void
zante_check_differences (ZanteCheck *check)
{
  const GPtrArray *differences = check->input->differences;
  for (guint i = 0; differences != NULL && i < differences->len; i++)
    {
      const ZanteStageDifference *difference = differences->pdata[i];
      ZanteFinding *finding = g_new0 (ZanteFinding, 1);
      finding->rule = ZANTE_RULE_OUTPUT;
      finding->path = g_strconcat ("/", difference->path, NULL);
      finding->message = g_strconcat (difference->what, " ('zante build' makes it anew)", NULL);
      g_ptr_array_add (check->result->findings, finding);
    }
}
