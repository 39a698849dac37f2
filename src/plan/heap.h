/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A binary heap over a GPtrArray: the least element, by a comparison of two elements (not of
 * pointers to them), is the first to be taken. Private to the plan. */
#pragma once

#include <glib.h>

void zante_heap_push (GPtrArray *heap, gpointer element, GCompareFunc compare);
/* NULL when the heap is empty. */
gpointer zante_heap_pop (GPtrArray *heap, GCompareFunc compare);
