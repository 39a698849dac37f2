/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON of a store record. */
#pragma once

#include "stage/stage.h"

/* The record in DATA; ZANTE_ERROR_INPUT when it is not a whole one. */
ZanteRecord *zante_record_parse (const char *data, gsize size, GError **error);
/* RECORD as JSON text, owned by the caller. */
char *zante_record_format (const ZanteRecord *record);
