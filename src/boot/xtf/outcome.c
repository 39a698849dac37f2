/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/xtf/outcome.h"

#include <string.h>

const char *const zante_outcome_names[] = {[ZANTE_OUTCOME_NONE] = "",
                                           [ZANTE_OUTCOME_SUCCESS] = "SUCCESS",
                                           [ZANTE_OUTCOME_SKIP] = "SKIP",
                                           [ZANTE_OUTCOME_ERROR] = "ERROR",
                                           [ZANTE_OUTCOME_FAILURE] = "FAILURE",
                                           [ZANTE_OUTCOME_CRASH] = "CRASH",
                                           NULL};

ZanteBootOutcome
zante_outcome_parse (const char *word)
{
  for (int i = ZANTE_OUTCOME_SUCCESS; zante_outcome_names[i] != NULL; i++)
    if (strcmp (zante_outcome_names[i], word) == 0)
      return (ZanteBootOutcome)i;
  return ZANTE_OUTCOME_NONE;
}

ZanteBootClass
zante_outcome_judge (ZanteBootOutcome outcome, ZanteBootOutcome expected)
{
  if (outcome == ZANTE_OUTCOME_SUCCESS)
    return ZANTE_BOOT_PASS;
  if (outcome == expected && outcome != ZANTE_OUTCOME_NONE)
    return ZANTE_BOOT_KNOWN;
  return outcome == ZANTE_OUTCOME_SKIP ? ZANTE_BOOT_SKIPPED : ZANTE_BOOT_FAIL;
}

gboolean
zante_outcome_is_news (ZanteBootOutcome outcome, ZanteBootOutcome expected)
{
  return expected != ZANTE_OUTCOME_NONE && outcome != expected
         && (outcome == ZANTE_OUTCOME_SUCCESS || outcome == ZANTE_OUTCOME_SKIP);
}
