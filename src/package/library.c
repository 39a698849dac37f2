/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/library.h"

#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include "base/fs.h"

enum { MAX_VERSIONS = 4096 };

void
zante_library_free (ZanteLibrary *library)
{
  if (library == NULL)
    return;
  g_free (library->soname);
  g_strfreev (library->versions);
  g_free (library);
}

static Elf_Data *
find_section (Elf *elf, GElf_Word type, GElf_Shdr *header)
{
  for (Elf_Scn *section = NULL; (section = elf_nextscn (elf, section)) != NULL;)
    if (gelf_getshdr (section, header) != NULL && header->sh_type == type)
      return elf_getdata (section, NULL);
  return NULL;
}

static void
read_dynamic (Elf *elf, ZanteLibrary *library)
{
  GElf_Shdr header;
  Elf_Data *data = find_section (elf, SHT_DYNAMIC, &header);
  library->dynamic = data != NULL;
  gsize n = data == NULL || header.sh_entsize == 0 ? 0 : header.sh_size / header.sh_entsize;
  for (gsize i = 0; i < n; i++)
    {
      GElf_Dyn entry;
      if (gelf_getdyn (data, (int)i, &entry) == NULL || entry.d_tag != DT_SONAME)
        continue;
      library->soname = g_strdup (elf_strptr (elf, header.sh_link, entry.d_un.d_val));
      return;
    }
}

static void
read_versions (Elf *elf, ZanteLibrary *library)
{
  GElf_Shdr header;
  Elf_Data *data = find_section (elf, SHT_GNU_verdef, &header);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gsize offset = 0;
  for (guint i = 0; data != NULL && i < MAX_VERSIONS; i++)
    {
      GElf_Verdef definition;
      GElf_Verdaux first;
      if (gelf_getverdef (data, (int)offset, &definition) == NULL
          || gelf_getverdaux (data, (int)(offset + definition.vd_aux), &first) == NULL)
        break;
      const char *name = elf_strptr (elf, header.sh_link, first.vda_name);
      if (name != NULL && (definition.vd_flags & VER_FLG_BASE) == 0)
        g_strv_builder_add (names, name);
      if (definition.vd_next == 0)
        break;
      offset += definition.vd_next;
    }
  library->versions = g_strv_builder_end (names);
}

ZanteLibrary *
zante_library_read (const char *path)
{
  g_auto (ZanteFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return NULL;
  elf_version (EV_CURRENT);
  Elf *elf = elf_begin (fd, ELF_C_READ, NULL);
  ZanteLibrary *library = NULL;
  if (elf != NULL && elf_kind (elf) == ELF_K_ELF)
    {
      library = g_new0 (ZanteLibrary, 1);
      GElf_Shdr header;
      read_dynamic (elf, library);
      library->symbols = find_section (elf, SHT_SYMTAB, &header) != NULL;
      read_versions (elf, library);
    }
  elf_end (elf);
  return library;
}
