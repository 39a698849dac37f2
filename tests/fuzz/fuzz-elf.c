/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/elf-symbols.h"
#include "base/elf.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* libelf is not instrumented, so the bytes end where a page without access begins: reading one too
 * many ends the process. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gsize page = (gsize)sysconf (_SC_PAGESIZE);
  gsize room = (size / page + 1) * page;
  guint8 *map
      = mmap (NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert_true (map != MAP_FAILED && mprotect (map + room, page, PROT_NONE) == 0);
  guint8 *exact = map + room - size;
  if (size > 0)
    memcpy (exact, data, size);
  mprotect (map, room, PROT_READ);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteElf) elf = zante_elf_read (exact, size, &error);
  g_autoptr (ZanteElfSymbols) symbols
      = elf == NULL ? NULL : zante_elf_symbols_read (exact, size, NULL);
  munmap (map, room + page);
  g_assert_true ((elf == NULL) == (error != NULL));
  if (elf != NULL)
    g_assert_true (zante_elf_is_compatible (elf, elf)
                   && !(zante_elf_is_shared_object (elf) && elf->pie));
  for (guint i = 0; symbols != NULL && i < symbols->wanted->len; i++)
    zante_elf_symbols_offer (symbols, symbols->wanted->pdata[i]);
  return 0;
}
