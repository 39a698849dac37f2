/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structs by field table: what reading, hashing and writing share, private to base/yaml/. */
#pragma once

#include "base/yaml/yaml.h"

enum { ZANTE_YAML_MAX_FIELDS = 32 };

/* Frees a GHashTable; NULL is nothing. */
void zante_yaml_map_free (GHashTable *map);
/* The keys of MAP, sorted by bytes, borrowed. The caller frees the array. */
GPtrArray *zante_yaml_sorted_keys (GHashTable *map);
/* Whether the field has no value in OBJECT: NULL, or its initial number. */
gboolean zante_yaml_is_unset (const ZanteField *field, gconstpointer object);
