/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "abi/abi.h"
#include "base/strings.h"

static void
move_free (gpointer data)
{
  ZanteAbiMove *move = data;
  g_free (move->symbol);
  g_free (move->from);
  g_free (move->to);
  g_free (move);
}

static void
change_free (gpointer data)
{
  ZanteAbiChange *change = data;
  g_ptr_array_unref (change->added);
  g_ptr_array_unref (change->removed);
  g_ptr_array_unref (change->late);
  g_ptr_array_unref (change->moved);
  g_free (change);
}

const char *
zante_abi_change_name (const ZanteAbiChange *change)
{
  return change->old != NULL ? change->old->name : change->new->name;
}

static gboolean
same_soname (const ZanteAbiChange *change)
{
  return change->old != NULL
         && change->new != NULL &&g_strcmp0 (change->old->soname, change->new->soname) == 0;
}

gboolean
zante_abi_change_hurts (const ZanteAbiChange *change)
{
  return change->old != NULL && change->old->soname != NULL
         && (change->broken || !same_soname (change));
}

/* Symbols ------------------------------------------------------------------------------------ */

/* NAME → its versions, an array of char*; all of them "" where PLAIN. */
static GHashTable *
versions_by_name (const ZanteAbiLibrary *library, gboolean plain)
{
  GHashTable *names
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  GHashTableIter iter;
  gpointer symbol;
  g_hash_table_iter_init (&iter, library->symbols);
  while (g_hash_table_iter_next (&iter, &symbol, NULL))
    {
      const char *at = strchr (symbol, '@');
      char *name = g_strndup (symbol, strcspn (symbol, "@"));
      GPtrArray *versions = g_hash_table_lookup (names, name);
      if (versions == NULL)
        g_hash_table_insert (names, name, versions = g_ptr_array_new_with_free_func (g_free));
      else
        g_free (name);
      zante_strings_add (versions, at == NULL || plain ? "" : at + 1);
    }
  return names;
}

/* Those of SOME that are not in OTHERS (NULL: empty), sorted. */
static GPtrArray *
without (GPtrArray *some, GPtrArray *others)
{
  GPtrArray *rest = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; some != NULL && i < some->len; i++)
    if (others == NULL || !zante_strings_has (others, some->pdata[i]))
      g_ptr_array_add (rest, g_strdup (some->pdata[i]));
  g_ptr_array_sort (rest, zante_strings_compare);
  return rest;
}

static char *
joined (GPtrArray *versions)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < versions->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *)versions->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append (GPtrArray *symbols, const char *name, GPtrArray *versions)
{
  for (guint i = 0; i < versions->len; i++)
    {
      const char *version = versions->pdata[i];
      g_ptr_array_add (symbols,
                       *version == '\0' ? g_strdup (name) : g_strconcat (name, "@", version, NULL));
    }
}

/* What became of the symbol NAME, whose versions OLD and NEW (NULL: none) are. */
static void
compare_symbol (ZanteAbiChange *change, const char *name, GPtrArray *old, GPtrArray *new)
{
  g_autoptr (GPtrArray) lost = without (old, new);
  g_autoptr (GPtrArray) gained = without (new, old);
  if (lost->len > 0 && gained->len > 0)
    {
      ZanteAbiMove *move = g_new0 (ZanteAbiMove, 1);
      *move = (ZanteAbiMove){g_strdup (name), joined (lost), joined (gained)};
      g_ptr_array_add (change->moved, move);
      return;
    }
  append (change->removed, name, lost);
  append (change->added, name, gained);
}

static void
compare_names (ZanteAbiChange *change, GHashTable *old, GHashTable *new)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name, versions;
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_hash_table_iter_init (&iter, new);
  while (g_hash_table_iter_next (&iter, &name, &versions))
    if (!g_hash_table_contains (old, name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, zante_strings_compare);
  for (guint i = 0; i < names->len; i++)
    compare_symbol (change, names->pdata[i], g_hash_table_lookup (old, names->pdata[i]),
                    g_hash_table_lookup (new, names->pdata[i]));
}

/* Find what was added to a version of the old library: whose it was, no program can tell. */
static void
find_late (ZanteAbiChange *change)
{
  g_autoptr (GHashTable) versions = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer symbol;
  g_hash_table_iter_init (&iter, change->old->symbols);
  while (g_hash_table_iter_next (&iter, &symbol, NULL))
    if (strchr (symbol, '@') != NULL)
      g_hash_table_add (versions, strchr (symbol, '@'));
  for (guint i = 0; i < change->added->len; i++)
    {
      const char *at = strchr (change->added->pdata[i], '@');
      if (at != NULL && g_hash_table_contains (versions, at))
        g_ptr_array_add (change->late, g_strdup (change->added->pdata[i]));
    }
}

static void
compare_symbols (ZanteAbiChange *change)
{
  gboolean plain = !change->old->stable || !change->new->stable || !same_soname (change);
  g_autoptr (GHashTable) old = versions_by_name (change->old, plain);
  g_autoptr (GHashTable) new = versions_by_name (change->new, plain);
  compare_names (change, old, new);
  find_late (change);
}

/* Whether the old library's symbols have versions, and nothing tells the new one's: its version
 * script is gone. */
static gboolean
lost_versions (const ZanteAbiChange *change)
{
  GHashTableIter iter;
  gpointer symbol;
  if (change->old == NULL || change->new == NULL || change->old->symbols == NULL
      || change->new->symbols != NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, change->old->symbols);
  while (g_hash_table_iter_next (&iter, &symbol, NULL))
    if (strchr (symbol, '@') != NULL)
      return TRUE;
  return FALSE;
}

/* Libraries ---------------------------------------------------------------------------------- */

static ZanteAbiChange *
change_new (const ZanteAbiLibrary *old, const ZanteAbiLibrary *new)
{
  ZanteAbiChange *change = g_new0 (ZanteAbiChange, 1);
  change->old = old;
  change->new = new;
  change->added = g_ptr_array_new_with_free_func (g_free);
  change->removed = g_ptr_array_new_with_free_func (g_free);
  change->late = g_ptr_array_new_with_free_func (g_free);
  change->moved = g_ptr_array_new_with_free_func (move_free);
  change->known = old != NULL && new != NULL && old->symbols != NULL &&new->symbols != NULL;
  if (change->known)
    compare_symbols (change);
  gboolean lost = change->removed->len > 0 || change->moved->len > 0 || lost_versions (change);
  change->broken = old != NULL && old->stable && (new == NULL || (same_soname (change) && lost));
  return change;
}

GPtrArray *
zante_abi_compare (GPtrArray *old, GPtrArray *new)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);
  guint i = 0, j = 0;
  while (i < old->len || j < new->len)
    {
      const ZanteAbiLibrary *before = i < old->len ? old->pdata[i] : NULL;
      const ZanteAbiLibrary *after = j < new->len ? new->pdata[j] : NULL;
      int order = before == NULL ? 1 : after == NULL ? -1 : strcmp (before->name, after->name);
      g_ptr_array_add (changes, change_new (order <= 0 ? before : NULL, order >= 0 ? after : NULL));
      i += order <= 0;
      j += order >= 0;
    }
  return changes;
}
