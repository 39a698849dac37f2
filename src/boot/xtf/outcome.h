/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a test of the Xen Test Framework says of itself, and what is to be thought of that. The
 * words are those of XTF (include/xtf/report.h, xtf-runner). */
#pragma once

#include "boot/boot.h"

/* "SUCCESS" …, NULL-terminated, by ZanteBootOutcome; that of NONE is "". */
extern const char *const zante_outcome_names[];
/* NONE for what is no word of XTF's. */
ZanteBootOutcome zante_outcome_parse (const char *word);

/* The class of a test that said OUTCOME where EXPECTED is known to come; NONE: nothing is known of
 * it. That anything but a success was foreseen makes it known, never passed. */
ZanteBootClass zante_outcome_judge (ZanteBootOutcome outcome, ZanteBootOutcome expected);
/* Whether that is news which is no failure: a success or a skip that nobody expected. */
gboolean zante_outcome_is_news (ZanteBootOutcome outcome, ZanteBootOutcome expected);
