/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/key-input.h"

#include "base/strings.h"

ZanteKeyInput *
zante_key_input_new (const char *name, const char *value)
{
  ZanteKeyInput *input = g_new (ZanteKeyInput, 1);
  input->name = g_strdup (name);
  input->value = g_strdup (value);
  return input;
}

void
zante_key_input_free (ZanteKeyInput *input)
{
  if (input == NULL)
    return;
  g_free (input->name);
  g_free (input->value);
  g_free (input);
}

void
zante_key_add (GPtrArray *inputs, const char *kind, const char *name, const char *value)
{
  ZanteKeyInput *input = g_new (ZanteKeyInput, 1);
  input->name = name == NULL ? g_strdup (kind) : g_strconcat (kind, " ", name, NULL);
  input->value = g_strdup (value);
  g_ptr_array_add (inputs, input);
}

void
zante_key_sort (GPtrArray *inputs)
{
  zante_strings_sort_by (inputs, ZanteKeyInput, name);
}
