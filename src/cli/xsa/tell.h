/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advisories on standard output; zante(1), ADVISORIES, documents both forms. */
#pragma once

#include "xsa/xsa.h"

void zante_xsa_print_changelog (const ZanteXsaChangelog *changelog);
void zante_xsa_print_changelog_json (const ZanteXsaChangelog *changelog);
