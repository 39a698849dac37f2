/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can go wrong on this machine, looked at before any compiler runs. */
#pragma once

#include "raise/context.h"

typedef enum { ZANTE_HEALTH_OK, ZANTE_HEALTH_WARNING, ZANTE_HEALTH_BAD } ZanteHealth;

typedef struct {
  const char *name;
  /* Looks, and tells what it saw (and, unless OK, how to mend it) in TEXT, owned by the caller. */
  ZanteHealth (*look) (ZanteRaise *raise, char **text);
} ZanteCheckup;

/* Every check-up; ends with a NULL name. */
extern const ZanteCheckup zante_checkups[];
