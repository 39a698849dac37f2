/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rule that every symbol which a file wants, with its version, is offered by what it needs, as
 * the dynamic loader looks for it: in the file itself and in everything that is loaded with it. */
#include <string.h>

#include "policy/resolve.h"

enum { MAX_NAMED = 3 };

/* Add what NAME is for FILE, once. FALSE: it is not found, or what it offers is not known. */
static gboolean
add_needed (ZanteCheck *check, const ZantePolicyFile *file, const char *name, GPtrArray *scope)
{
  g_auto (ZanteFound) found = zante_policy_find_needed (check, file, name);
  const ZantePolicyFile *other = zante_policy_found_file (check, &found);
  if (other == NULL || other->elf_error != NULL)
    return FALSE;
  if (!g_ptr_array_find (scope, other, NULL))
    g_ptr_array_add (scope, (gpointer)other);
  return TRUE;
}

/* Add everything that SCOPE needs, breadth first as in ld.so(8). Whether all was found. */
static gboolean
complete (ZanteCheck *check, GPtrArray *scope)
{
  gboolean all = TRUE;
  for (guint i = 0; i < scope->len; i++)
    {
      const ZantePolicyFile *file = scope->pdata[i];
      for (char **name = file->elf->needed; *name != NULL; name++)
        all = add_needed (check, file, *name, scope) && all;
    }
  return all;
}

/* A plugin takes symbols of the program that loads it, for which it names no library. */
static gboolean
is_plugin (ZanteCheck *check, const ZantePolicyFile *file)
{
  return zante_elf_is_shared_object (file->elf) && file->elf->soname == NULL
         && !zante_check_is_in (check->private_dirs, file->dir);
}

/* The interpreters that load modules: by a part of the module's path (PEP 3149; OCaml's manual,
 * "Building custom toplevel systems", for the stubs of a library). */
static const char *
interpreter_of (const ZantePolicyFile *file)
{
  static const char *const interpreters[][2] = {
      {".cpython-", "/usr/bin/python3"},
      {"/python3", "/usr/bin/python3"},
      {"_stubs.so", "/usr/bin/ocamlrun"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (interpreters); i++)
    if (strstr (file->path, interpreters[i][0]) != NULL)
      return interpreters[i][1];
  return NULL;
}

/* Whether OTHER may be loaded where FILE, a plugin, is: a program, or for OCaml's stubs a library.
 * OCaml links a binding's C libraries with the program that uses it, not with the stubs (-cclib).
 */
static gboolean
is_beside (const ZantePolicyFile *file, const ZantePolicyFile *other)
{
  gboolean stubs = g_str_has_suffix (file->path, "_stubs.so");
  return other->symbols != NULL && zante_elf_is_compatible (file->elf, other->elf)
         && (other->elf->interp != NULL || (stubs && zante_elf_is_shared_object (other->elf)));
}

/* Add what may load FILE, or be loaded with it: its interpreter, and what the tree has. FALSE: the
 * interpreter is not here. */
static gboolean
add_loaders (ZanteCheck *check, const ZantePolicyFile *file, GPtrArray *scope)
{
  const char *interpreter = interpreter_of (file);
  g_auto (ZanteFound) found = {.place = ZANTE_PLACE_NOWHERE};
  if (interpreter != NULL)
    found = zante_policy_tree_find (check->tree, "/", interpreter);
  const ZantePolicyFile *program = zante_policy_found_file (check, &found);
  if (program != NULL && program->symbols != NULL)
    g_ptr_array_add (scope, (gpointer)program);
  const GPtrArray *files = zante_policy_tree_files (check->tree);
  for (guint i = 0; i < files->len; i++)
    {
      const ZantePolicyFile *other = files->pdata[i];
      if (is_beside (file, other))
        g_ptr_array_add (scope, (gpointer)other);
    }
  return interpreter == NULL || (program != NULL && program->symbols != NULL);
}

static gboolean
is_offered (const GPtrArray *scope, const char *wanted)
{
  for (guint i = 0; i < scope->len; i++)
    {
      const ZantePolicyFile *file = scope->pdata[i];
      if (file->symbols != NULL && zante_elf_symbols_offer (file->symbols, wanted))
        return TRUE;
    }
  return FALSE;
}

static void
report (ZanteCheck *check, const ZantePolicyFile *file, const GPtrArray *missing)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < missing->len && i < MAX_NAMED; i++)
    g_string_append_printf (names, "%s'%s'", i == 0 ? "" : ", ", (char *)missing->pdata[i]);
  if (missing->len > MAX_NAMED)
    g_string_append_printf (names, " and %u more", missing->len - MAX_NAMED);
  zante_check_report (check, ZANTE_RULE_SYMBOL, file,
                      "nothing that it needs has %s (build it and its libraries from one version)",
                      names->str);
}

guint
zante_rule_symbol (ZanteCheck *check, const ZantePolicyFile *file)
{
  if (file->symbols == NULL || file->symbols->wanted->len == 0)
    return 0;
  g_autoptr (GPtrArray) scope = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_ptr_array_add (scope, (gpointer)file);
  /* what is not there at all has a finding of its own, and nobody knows what it would offer */
  if (!complete (check, scope) || (is_plugin (check, file) && !add_loaders (check, file, scope)))
    return 0;
  for (guint i = 0; i < file->symbols->wanted->len; i++)
    if (!is_offered (scope, file->symbols->wanted->pdata[i]))
      g_ptr_array_add (missing, file->symbols->wanted->pdata[i]);
  if (missing->len > 0)
    report (check, file, missing);
  return 1;
}
