/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/library.h"

#include "base/elf-symbols.h"
#include "base/elf.h"
#include "base/outside.h"

void
zante_library_free (ZanteLibrary *library)
{
  if (library == NULL)
    return;
  g_free (library->soname);
  g_strfreev (library->versions);
  g_free (library);
}

static void
read_versions (ZanteLibrary *library, const char *data, gsize size)
{
  g_autoptr (ZanteElfSymbols) symbols = zante_elf_symbols_read (data, size, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (guint i = 0; symbols != NULL && i < symbols->versions->len; i++)
    g_strv_builder_add (names, symbols->versions->pdata[i]);
  library->versions = g_strv_builder_end (names);
}

ZanteLibrary *
zante_library_read (const char *path)
{
  g_autoptr (GMappedFile) map = zante_outside_map (path, NULL);
  const char *data = map == NULL ? NULL : g_mapped_file_get_contents (map);
  gsize size = data == NULL ? 0 : g_mapped_file_get_length (map);
  g_autoptr (ZanteElf) elf
      = zante_elf_is_magic (data, size) ? zante_elf_read (data, size, NULL) : NULL;
  if (elf == NULL)
    return NULL;
  ZanteLibrary *library = g_new0 (ZanteLibrary, 1);
  library->dynamic = elf->dynamic;
  library->symbols = elf->symtab;
  library->soname = g_steal_pointer (&elf->soname);
  read_versions (library, data, size);
  return library;
}
