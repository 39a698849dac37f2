/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/loader/loader.h"
#include "base/strings.h"

static void
add_all (GPtrArray *dirs, const GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    zante_strings_add (dirs, more->pdata[i]);
}

GPtrArray *
zante_loader_dirs (const GPtrArray *first, const char *const *roots)
{
  /* The last resort of glibc's loader, and where distributions keep 32-bit libraries. */
  static const char *const built_in[]
      = {"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/lib32", "/usr/lib32"};
  GPtrArray *dirs = g_ptr_array_new_with_free_func (g_free);
  add_all (dirs, first);
  for (; *roots != NULL; roots++)
    {
      g_autoptr (GPtrArray) cached = zante_loader_conf (*roots);
      add_all (dirs, cached);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
    zante_strings_add (dirs, built_in[i]);
  return dirs;
}

gboolean
zante_loader_try_dirs (const GPtrArray *dirs, const char *name, ZanteLoaderTry try,
                       gpointer user_data)
{
  for (guint i = 0; i < dirs->len; i++)
    if (try (dirs->pdata[i], name, user_data))
      return TRUE;
  return FALSE;
}

gboolean
zante_loader_search (const ZanteElf *elf, const char *origin, const char *name,
                     const GPtrArray *dirs, ZanteLoaderTry try, gpointer user_data)
{
  if (strchr (name, '/') != NULL)
    return *name == '/' && try ("", name, user_data); /* others depend on the working directory */
  g_autoptr (GPtrArray) own
      = zante_elf_run_dirs (elf->runpath != NULL ? elf->runpath : elf->rpath, origin);
  return zante_loader_try_dirs (own, name, try, user_data)
         || zante_loader_try_dirs (dirs, name, try, user_data);
}
