/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/union.h"

#include <string.h>

#include "base/error.h"

void
zante_part_free (ZantePart *part)
{
  if (part == NULL)
    return;
  g_free (part->root);
  g_clear_pointer (&part->tree, g_ptr_array_unref);
  g_free (part);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const ZanteTreeEntry *one = *(ZanteTreeEntry *const *)a, *other = *(ZanteTreeEntry *const *)b;
  int order = strcmp (one->path, other->path);
  return order != 0 ? order : (gint)one->owner - (gint)other->owner;
}

GPtrArray *
zante_union_all (GPtrArray *parts)
{
  GPtrArray *all = g_ptr_array_new ();
  for (guint i = 0; i < parts->len; i++)
    {
      const ZantePart *part = parts->pdata[i];
      for (guint j = 0; j < part->tree->len; j++)
        {
          ZanteTreeEntry *entry = part->tree->pdata[j];
          entry->owner = i;
          entry->united_mode = entry->mode;
          g_ptr_array_add (all, entry);
        }
    }
  g_ptr_array_sort (all, compare);
  return all;
}

static gboolean
refuse_clash (GPtrArray *parts, const ZanteTreeEntry *one, const ZanteTreeEntry *other,
              GError **error)
{
  const ZantePart *first = parts->pdata[one->owner], *second = parts->pdata[other->owner];
  return zante_error_set (
      error, ZANTE_ERROR_POLICY,
      "components '%s' and '%s' both install '/%s': make one of them leave it out",
      first->staged->component, second->staged->component, one->path);
}

GPtrArray *
zante_union (GPtrArray *parts, GError **error)
{
  g_autoptr (GPtrArray) all = zante_union_all (parts);
  g_autoptr (GPtrArray) united = g_ptr_array_sized_new (all->len);
  for (guint i = 0; i < all->len; i++)
    {
      ZanteTreeEntry *entry = all->pdata[i];
      ZanteTreeEntry *last = united->len > 0 ? united->pdata[united->len - 1] : NULL;
      if (last == NULL || !g_str_equal (last->path, entry->path))
        g_ptr_array_add (united, entry);
      else if (S_ISDIR (last->mode) && S_ISDIR (entry->mode))
        last->united_mode &= entry->mode;
      else
        {
          refuse_clash (parts, last, entry, error);
          return NULL;
        }
    }
  return g_steal_pointer (&united);
}
