/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of libraries on standard output; zante(1), LIBRARIES, documents both forms. */
#pragma once

#include "abi/abi.h"

typedef struct {
  const char *old, *new;            /* as the command line names them */
  GPtrArray *changes;               /* of ZanteAbiChange */
  const ZanteAbiRebuilds *rebuilds; /* NULL: nobody asked */
  guint broken;                     /* how many of CHANGES are */
} ZanteAbiReport;

void zante_abi_print (const ZanteAbiReport *report);
void zante_abi_print_json (const ZanteAbiReport *report);
