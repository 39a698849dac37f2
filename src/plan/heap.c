/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/heap.h"

static void
swap (GPtrArray *heap, guint a, guint b)
{
  gpointer element = heap->pdata[a];
  heap->pdata[a] = heap->pdata[b];
  heap->pdata[b] = element;
}

void
zante_heap_push (GPtrArray *heap, gpointer element, GCompareFunc compare)
{
  g_ptr_array_add (heap, element);
  for (guint at = heap->len - 1; at > 0; at = (at - 1) / 2)
    {
      if (compare (heap->pdata[(at - 1) / 2], heap->pdata[at]) <= 0)
        return;
      swap (heap, at, (at - 1) / 2);
    }
}

/* The place of the least among AT and its children. */
static guint
least_of (const GPtrArray *heap, guint at, GCompareFunc compare)
{
  guint least = at;
  for (guint child = 2 * at + 1; child <= 2 * at + 2 && child < heap->len; child++)
    if (compare (heap->pdata[child], heap->pdata[least]) < 0)
      least = child;
  return least;
}

gpointer
zante_heap_pop (GPtrArray *heap, GCompareFunc compare)
{
  if (heap->len == 0)
    return NULL;
  swap (heap, 0, heap->len - 1);
  gpointer top = g_ptr_array_steal_index (heap, heap->len - 1);
  guint at = 0;
  for (guint least = least_of (heap, at, compare); least != at;
       least = least_of (heap, at, compare))
    {
      swap (heap, at, least);
      at = least;
    }
  return top;
}
