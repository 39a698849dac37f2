/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "abi/library.h"

#include <string.h>

#define ENDING ".so"

void
zante_abi_library_free (ZanteAbiLibrary *library)
{
  if (library == NULL)
    return;
  g_free (library->name);
  g_free (library->soname);
  g_free (library->version);
  g_free (library->place);
  g_clear_pointer (&library->symbols, g_hash_table_unref);
  g_free (library);
}

GPtrArray *
zante_abi_libraries_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)zante_abi_library_free);
}

/* The ".so" of NAME that is its end or has a "." behind it. */
static const char *
ending_of (const char *name)
{
  const char *at = name;
  while ((at = strstr (at, ENDING)) != NULL && at[strlen (ENDING)] != '\0'
         && at[strlen (ENDING)] != '.')
    at++;
  return at;
}

char *
zante_abi_library_name (const char *name)
{
  const char *ending = ending_of (name);
  return ending == NULL || ending == name ? NULL : g_strndup (name, (gsize)(ending - name));
}

const char *
zante_abi_library_version (const char *name)
{
  const char *ending = ending_of (name);
  const char *rest = ending == NULL ? "" : ending + strlen (ENDING);
  return *rest == '.' ? rest + 1 : rest;
}

gboolean
zante_abi_is_xen_version (const char *version)
{
  char *end = NULL;
  guint64 major = g_ascii_strtoull (version, &end, 10);
  return end != version && major >= 4 && *end == '.' && g_ascii_isdigit (end[1]);
}
