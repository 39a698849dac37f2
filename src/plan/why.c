/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/plan.h"

#include <string.h>

#include "base/hash.h"

enum { SHORT_DIGEST = 12 };

/* VALUE with every digest in it cut to its first digits, which is enough to tell them apart. */
static char *
shorten (const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  while (*value != '\0')
    {
      gsize digits = strspn (value, "0123456789abcdef");
      gsize other = digits > 0 ? 0 : strcspn (value, "0123456789abcdef");
      gsize kept = digits >= 40 ? SHORT_DIGEST : digits;
      g_string_append_len (text, value, (gssize)(kept + other));
      value += digits + other;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_digest (const char *value)
{
  g_autofree char *start = g_strndup (value, ZANTE_HASH_HEX);
  return zante_hash_is_valid (start);
}

/* "OUTPUT+UNITED", see zante_key_united: the need's own output, and what it needs itself. */
static char *
explain_need (const char *name, const char *before, const char *now)
{
  if (!is_digest (before) || !is_digest (now))
    return NULL;
  gboolean same = strncmp (before, now, ZANTE_HASH_HEX) == 0;
  return g_strdup_printf ("%s: %s", name,
                          same ? "the output of what it needs changed" : "output changed");
}

static char *
explain_change (const char *name, const char *before, const char *now)
{
  char *need = g_str_has_prefix (name, "needs ") ? explain_need (name, before, now) : NULL;
  if (need != NULL)
    return need;
  if (is_digest (before) && is_digest (now) && !g_str_has_prefix (name, "source "))
    return g_strdup_printf ("%s changed", name);
  g_autofree char *old_value = shorten (before);
  g_autofree char *new_value = shorten (now);
  return g_strdup_printf ("%s: %s → %s", name, old_value, new_value);
}

static char *
explain_presence (const char *name, const char *value, gboolean is_new)
{
  const char *what = is_new ? "new" : "gone";
  if (is_digest (value) || g_str_has_prefix (name, "needs "))
    return g_strdup_printf ("%s is %s", name, what);
  g_autofree char *text = shorten (value);
  return g_strdup_printf (is_new ? "%s is %s: %s" : "%s is %s, was %s", name, what, text);
}

static const char *
value_of (const GPtrArray *inputs, const char *name)
{
  for (guint i = 0; i < inputs->len; i++)
    {
      const ZanteKeyInput *input = inputs->pdata[i];
      if (strcmp (input->name, name) == 0)
        return input->value;
    }
  return NULL;
}

static void
add_changes (GPtrArray *lines, const GPtrArray *inputs, const GPtrArray *last)
{
  for (guint i = 0; i < inputs->len; i++)
    {
      const ZanteKeyInput *input = inputs->pdata[i];
      const char *before = value_of (last, input->name);
      if (before == NULL)
        g_ptr_array_add (lines, explain_presence (input->name, input->value, TRUE));
      else if (strcmp (before, input->value) != 0)
        g_ptr_array_add (lines, explain_change (input->name, before, input->value));
    }
}

/* The outputs of needs are not among the inputs while they are not known. */
static gboolean
is_awaited (const ZanteNode *node, const char *name)
{
  for (guint i = 0; node->key == NULL && i < node->needs->len; i++)
    {
      const ZanteNode *need = node->needs->pdata[i];
      if (g_str_has_prefix (name, "needs ")
          && strcmp (name + strlen ("needs "), need->component->name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_gone (GPtrArray *lines, const ZanteNode *node, const GPtrArray *last)
{
  for (guint i = 0; i < last->len; i++)
    {
      const ZanteKeyInput *input = last->pdata[i];
      if (value_of (node->inputs, input->name) == NULL && !is_awaited (node, input->name))
        g_ptr_array_add (lines, explain_presence (input->name, input->value, FALSE));
    }
}

static void
add_awaited (GPtrArray *lines, const ZanteNode *node)
{
  for (guint i = 0; i < node->needs->len; i++)
    {
      const ZanteNode *need = node->needs->pdata[i];
      if (need->output == NULL)
        g_ptr_array_add (lines,
                         g_strdup_printf ("needs %s: to be built first", need->component->name));
    }
}

GPtrArray *
zante_plan_why (const ZanteNode *node, GPtrArray *last_inputs)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  if (node->always)
    g_ptr_array_add (lines, g_strdup_printf ("source %s is local: make decides what is to do",
                                             node->component->source));
  if (node->forced)
    g_ptr_array_add (lines, g_strdup ("asked for"));
  if (last_inputs == NULL)
    {
      g_ptr_array_add (lines, g_strdup ("never built"));
      return lines;
    }
  add_changes (lines, node->inputs, last_inputs);
  add_gone (lines, node, last_inputs);
  add_awaited (lines, node);
  return lines;
}
