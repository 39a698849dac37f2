/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was found out about a series, on standard output; zante(1), SERIES, documents both forms. */
#pragma once

#include <json-glib/json-glib.h>

#include "series/series.h"

void zante_print_bases (const ZanteSeries *series, const ZanteBase *base);
/* The next member of JSON's open array. */
void zante_json_add_bases (JsonBuilder *json, const ZanteSeries *series, const ZanteBase *base);
void zante_print_json (JsonBuilder *json);
