/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of strings that grow: GPtrArrays of char*. */
#pragma once

#include <glib.h>

/* The order of bytes, for sorting an array of char* (a GCompareFunc; qsort(3) takes it too). */
int zante_strings_compare (gconstpointer a, gconstpointer b);
/* Sort ARRAY, a GPtrArray of TYPE*, by its member NAME, a char*. */
#define zante_strings_sort_by(array, type, name)                                                   \
  zante_strings_sort_at ((array), G_STRUCT_OFFSET (type, name))
void zante_strings_sort_at (GPtrArray *array, glong offset);

/* The keys of MAP (NULL: there are none), char*, in the order of bytes. The list, which ends with
 * NULL, is the caller's (g_free), and the keys are the map's. */
char **zante_strings_keys (GHashTable *map);

/* Sort STRINGS, which owns what is in it, and keep one of those that are the same. */
void zante_strings_sort_once (GPtrArray *strings);

gboolean zante_strings_has (GPtrArray *strings, const char *text);
/* Add a copy of TEXT to STRINGS, which owns what is in it, unless it is there. */
void zante_strings_add (GPtrArray *strings, const char *text);
/* The same for many: SEEN, whose keys are those of STRINGS, tells what is there. */
void zante_strings_add_unseen (GPtrArray *strings, GHashTable *seen, const char *text);
/* As zante_strings_add with TEXT itself, which is taken over. */
void zante_strings_take (GPtrArray *strings, char *text);
