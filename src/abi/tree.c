/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Libraries as their ELF files are. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "abi/abi.h"
#include "abi/library.h"
#include "base/beneath.h"
#include "base/elf-symbols.h"
#include "base/elf.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"

static gboolean
is_library_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = zante_abi_library_name (base);
  return name != NULL && g_str_has_prefix (name, "lib");
}

/* The file PATH below ROOT, which somebody else may have made. */
static GMappedFile *
map_file (int root, const char *path, GError **error)
{
  g_auto (ZanteFd) fd = zante_beneath_open (root, path, O_RDONLY, ZANTE_BENEATH_NO_LINKS);
  if (fd >= 0)
    return g_mapped_file_new_from_fd (fd, FALSE, error);
  zante_error_errno (error, errno, "cannot read '%s'", path);
  return NULL;
}

/* What SYMBOLS offers, each in its version where there are versions; the versions themselves are
 * symbols too, and left out. */
static GHashTable *
symbols_of (const ZanteElfSymbols *symbols)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer symbol;
  g_hash_table_iter_init (&iter, symbols->offered);
  while (g_hash_table_iter_next (&iter, &symbol, NULL))
    {
      const char *at = strchr (symbol, '@');
      g_autofree char *name = g_strndup (symbol, strcspn (symbol, "@"));
      if ((at != NULL) == symbols->versioned && !zante_strings_has (symbols->versions, name))
        g_hash_table_add (set, g_strdup (symbol));
    }
  return set;
}

/* What the bytes of FILE, the library PATH, say; NULL and no error for what is none. */
static ZanteAbiLibrary *
read_library (GMappedFile *file, const char *path, GError **error)
{
  const char *data = g_mapped_file_get_contents (file);
  gsize size = g_mapped_file_get_length (file);
  if (data == NULL || !zante_elf_is_magic (data, size))
    return NULL; /* a linker script, or an empty file */
  g_autoptr (ZanteElf) elf = zante_elf_read (data, size, error);
  if (elf == NULL || elf->detached || !zante_elf_is_shared_object (elf))
    return NULL;
  g_autoptr (ZanteElfSymbols) symbols = zante_elf_symbols_read (data, size, error);
  if (symbols == NULL)
    return NULL;
  g_autofree char *base = g_path_get_basename (path);
  const char *soname = elf->soname != NULL && *elf->soname != '\0' ? elf->soname : NULL;
  const char *version = zante_abi_library_version (soname != NULL ? soname : base);
  ZanteAbiLibrary *library = g_new0 (ZanteAbiLibrary, 1);
  library->name = zante_abi_library_name (soname != NULL ? soname : base);
  if (library->name == NULL)
    library->name = zante_abi_library_name (base);
  library->soname = g_strdup (soname);
  library->version = g_strdup (zante_abi_library_version (base));
  if (*library->version == '\0')
    g_clear_pointer (&library->version, g_free);
  library->place = g_strdup (path);
  library->stable = soname != NULL && !zante_abi_is_xen_version (version);
  library->symbols = symbols_of (symbols);
  return library;
}

static gboolean
same_symbols (const ZanteAbiLibrary *a, const ZanteAbiLibrary *b)
{
  GHashTableIter iter;
  gpointer symbol;
  if (g_hash_table_size (a->symbols) != g_hash_table_size (b->symbols))
    return FALSE;
  g_hash_table_iter_init (&iter, a->symbols);
  while (g_hash_table_iter_next (&iter, &symbol, NULL))
    if (!g_hash_table_contains (b->symbols, symbol))
      return FALSE;
  return TRUE;
}

/* Take LIBRARY unless the same is there already, as in the folders of two architectures. */
static gboolean
add (GPtrArray *libraries, ZanteAbiLibrary *library, GError **error)
{
  g_autoptr (ZanteAbiLibrary) taken = library;
  for (guint i = 0; i < libraries->len; i++)
    {
      const ZanteAbiLibrary *other = libraries->pdata[i];
      if (strcmp (other->name, library->name) != 0)
        continue;
      if (g_strcmp0 (other->soname, library->soname) == 0 && same_symbols (other, library))
        return TRUE;
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "there are two different '%s', '%s' and '%s': name a folder with one of them",
                   library->name, other->place, library->place);
      return FALSE;
    }
  g_ptr_array_add (libraries, g_steal_pointer (&taken));
  return TRUE;
}

static gboolean
add_entry (GPtrArray *libraries, int root, const ZanteFsEntry *entry, GError **error)
{
  if (!S_ISREG (entry->st.st_mode) || !is_library_name (entry->path))
    return TRUE;
  g_autoptr (GError) local = NULL;
  g_autoptr (GMappedFile) file = map_file (root, entry->path, error);
  if (file == NULL)
    return FALSE;
  ZanteAbiLibrary *library = read_library (file, entry->path, &local);
  if (local == NULL)
    return library == NULL || add (libraries, library, error);
  g_propagate_prefixed_error (error, g_steal_pointer (&local), "'%s': ", entry->path);
  return FALSE;
}

GPtrArray *
zante_abi_of_tree (const char *tree, GCancellable *cancellable, GError **error)
{
  g_auto (ZanteFd) root = open (tree, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (root < 0)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "cannot read the folder '%s': %s", tree,
                   g_strerror (errno));
      return NULL;
    }
  g_autoptr (GPtrArray) entries = zante_fs_list (tree, error);
  g_autoptr (GPtrArray) libraries = zante_abi_libraries_new ();
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !add_entry (libraries, root, entries->pdata[i], error))
      return NULL;
  if (entries == NULL)
    return NULL;
  if (libraries->len == 0)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "no library is in '%s'", tree);
      return NULL;
    }
  zante_strings_sort_by (libraries, ZanteAbiLibrary, name);
  return g_steal_pointer (&libraries);
}
