/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/elf-symbols.h"

#include <gelf.h>
#include <string.h>

#include "base/error.h"

/* More than any real file has; they keep a hostile one from costing time and memory. */
enum { MAX_SYMBOLS = 1 << 20, MAX_VERSIONS = 1 << 15, MAX_NAMES = 64 << 20 };
/* The two low bits of a version's index are its own; the highest says that it is hidden. */
enum { VERSION_MASK = 0x7fff, FIRST_VERSION = 2 };

/* Values of the dynamic section: addresses, numbers and bytes. */
typedef struct {
  guint64 symbols, strings, strings_size, hash, gnu_hash;
  guint64 versions, needs, n_needs, defines, n_defines;
  guint64 rel, rel_size, rela, rela_size, plt, plt_size, plt_kind;
} Dynamic;

typedef struct {
  Elf *elf;
  const guint8 *data;
  gsize size;
  gboolean wide, swapped; /* 64 bits; another byte order than ours */
  Dynamic dynamic;
  guint64 strings, versions;  /* offsets in the file */
  const char **version_names; /* by index, borrowed from the data, NULL where there is none */
  gsize names;                /* bytes of names so far */
  ZanteElfSymbols *symbols;
} Reader;

static void
reader_clear (Reader *reader)
{
  elf_end (reader->elf);
  g_free (reader->version_names);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
malformed (GError **error, const char *what)
{
  return zante_error_set (error, ZANTE_ERROR_POLICY, "not a well-formed ELF file: %s", what);
}

/* Bytes -------------------------------------------------------------------------------------- */

static gboolean
bytes_at (const Reader *reader, guint64 offset, void *bytes, gsize n)
{
  if (offset > reader->size || reader->size - offset < n)
    return FALSE;
  memcpy (bytes, reader->data + offset, n);
  return TRUE;
}

static gboolean
half_at (const Reader *reader, guint64 offset, guint16 *value)
{
  if (!bytes_at (reader, offset, value, sizeof *value))
    return FALSE;
  *value = reader->swapped ? GUINT16_SWAP_LE_BE (*value) : *value;
  return TRUE;
}

static gboolean
word_at (const Reader *reader, guint64 offset, guint32 *value)
{
  if (!bytes_at (reader, offset, value, sizeof *value))
    return FALSE;
  *value = reader->swapped ? GUINT32_SWAP_LE_BE (*value) : *value;
  return TRUE;
}

/* Where in the file the memory at ADDRESS comes from. */
static gboolean
offset_of (const Reader *reader, guint64 address, guint64 *offset)
{
  gsize n = 0;
  if (elf_getphdrnum (reader->elf, &n) != 0)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      GElf_Phdr segment;
      if (gelf_getphdr (reader->elf, (int)i, &segment) == NULL || segment.p_type != PT_LOAD
          || address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz)
        continue;
      *offset = segment.p_offset + (address - segment.p_vaddr);
      return *offset >= segment.p_offset && *offset < reader->size;
    }
  return FALSE;
}

/* The string at offset AT of the string table, or NULL. */
static const char *
string_at (Reader *reader, guint32 at)
{
  guint64 limit = MIN (reader->dynamic.strings_size, reader->size - reader->strings);
  if (at >= limit)
    return NULL;
  const char *start = (const char *)reader->data + reader->strings + at;
  gsize room = MIN (limit - at, (gsize)MAX_NAMES - reader->names);
  const char *end = memchr (start, '\0', room);
  if (end == NULL)
    return NULL;
  reader->names += (gsize)(end - start) + 1;
  return start;
}

/* The dynamic section ------------------------------------------------------------------------ */

static void
take_entry (Dynamic *dynamic, const GElf_Dyn *entry)
{
  const struct {
    gint64 tag;
    guint64 *value;
  } known[] = {
      {DT_SYMTAB, &dynamic->symbols},
      {DT_STRTAB, &dynamic->strings},
      {DT_STRSZ, &dynamic->strings_size},
      {DT_HASH, &dynamic->hash},
      {DT_GNU_HASH, &dynamic->gnu_hash},
      {DT_VERSYM, &dynamic->versions},
      {DT_VERNEED, &dynamic->needs},
      {DT_VERNEEDNUM, &dynamic->n_needs},
      {DT_VERDEF, &dynamic->defines},
      {DT_VERDEFNUM, &dynamic->n_defines},
      {DT_REL, &dynamic->rel},
      {DT_RELSZ, &dynamic->rel_size},
      {DT_RELA, &dynamic->rela},
      {DT_RELASZ, &dynamic->rela_size},
      {DT_JMPREL, &dynamic->plt},
      {DT_PLTRELSZ, &dynamic->plt_size},
      {DT_PLTREL, &dynamic->plt_kind},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (entry->d_tag == known[i].tag)
      *known[i].value = entry->d_un.d_val;
}

/* FALSE when there is none. */
static gboolean
read_dynamic (Reader *reader)
{
  gsize n = 0;
  GElf_Phdr segment = {0};
  if (elf_getphdrnum (reader->elf, &n) != 0)
    return FALSE;
  gsize i = 0;
  while (i < n
         && (gelf_getphdr (reader->elf, (int)i, &segment) == NULL || segment.p_type != PT_DYNAMIC))
    i++;
  if (i == n || segment.p_offset > reader->size
      || segment.p_filesz > reader->size - segment.p_offset)
    return FALSE;
  Elf_Data *data
      = elf_getdata_rawchunk (reader->elf, (int64_t)segment.p_offset, segment.p_filesz, ELF_T_DYN);
  GElf_Dyn entry;
  for (int at = 0; data != NULL && gelf_getdyn (data, at, &entry) != NULL; at++)
    {
      if (entry.d_tag == DT_NULL)
        break;
      take_entry (&reader->dynamic, &entry);
    }
  return reader->dynamic.symbols != 0;
}

/* The last chain ends with the last symbol that is offered. */
static gboolean
count_gnu (const Reader *reader, guint64 table, guint64 *count)
{
  guint32 n_buckets, first, n_bloom, bucket, last = 0, hash = 0;
  if (!word_at (reader, table, &n_buckets) || !word_at (reader, table + 4, &first)
      || !word_at (reader, table + 8, &n_bloom))
    return FALSE;
  guint64 buckets = table + 16 + (guint64)n_bloom * (reader->wide ? 8 : 4);
  guint64 chains = buckets + (guint64)n_buckets * 4;
  for (guint64 i = 0; i < n_buckets; i++)
    {
      if (i > MAX_SYMBOLS || !word_at (reader, buckets + i * 4, &bucket))
        return FALSE;
      last = MAX (last, bucket);
    }
  *count = first;
  if (last < first) /* nothing is offered */
    return TRUE;
  for (*count = last; (hash & 1) == 0; ++*count)
    if (*count > MAX_SYMBOLS || !word_at (reader, chains + (*count - first) * 4, &hash))
      return FALSE;
  return TRUE;
}

/* One more than the last symbol that the relocations of a table name. */
static gboolean
count_relocated (const Reader *reader, guint64 address, guint64 size, gboolean addend,
                 guint64 *count)
{
  gsize step = (reader->wide ? 8 : 4) * (addend ? 3 : 2);
  gboolean big = reader->swapped != (G_BYTE_ORDER == G_BIG_ENDIAN);
  guint64 at;
  guint32 info;
  if (size < step)
    return TRUE;
  if (!offset_of (reader, address, &at))
    return FALSE;
  for (; size >= step; size -= step, at += step)
    {
      if (!word_at (reader, at + (!reader->wide ? 4 : big ? 8 : 12), &info))
        return FALSE;
      *count = MAX (*count, (guint64)(reader->wide ? info : info >> 8) + 1);
    }
  return TRUE;
}

/* How many symbols there are: the hash tables know what is offered (DT_GNU_HASH no more than that),
 * the relocations what is wanted. */
static gboolean
count_symbols (const Reader *reader, guint64 *count)
{
  const Dynamic *dynamic = &reader->dynamic;
  guint64 table;
  guint32 n = 0;
  *count = 0;
  if (dynamic->hash != 0
      && (!offset_of (reader, dynamic->hash, &table) || !word_at (reader, table + 4, &n)))
    return FALSE;
  if (dynamic->gnu_hash != 0
      && (!offset_of (reader, dynamic->gnu_hash, &table) || !count_gnu (reader, table, count)))
    return FALSE;
  *count = MAX (*count, n);
  return count_relocated (reader, dynamic->rel, dynamic->rel_size, FALSE, count)
         && count_relocated (reader, dynamic->rela, dynamic->rela_size, TRUE, count)
         && count_relocated (reader, dynamic->plt, dynamic->plt_size, dynamic->plt_kind == DT_RELA,
                             count)
         && *count <= MAX_SYMBOLS;
}

/* Versions ----------------------------------------------------------------------------------- */

static const char *
name_version (Reader *reader, guint16 index, guint32 at)
{
  const char *name = string_at (reader, at);
  if (name != NULL)
    reader->version_names[index & VERSION_MASK] = name;
  return name;
}

/* Elf64_Vernaux and Elf32_Vernaux: hash, flags, other, name, next. */
static gboolean
read_need (Reader *reader, guint64 at, guint16 n, guint *budget)
{
  for (guint16 i = 0; i < n; i++)
    {
      guint16 index;
      guint32 name, next;
      if ((*budget)-- == 0 || !half_at (reader, at + 6, &index) || !word_at (reader, at + 8, &name)
          || !word_at (reader, at + 12, &next) || !name_version (reader, index, name))
        return FALSE;
      at += next;
    }
  return TRUE;
}

/* Verneed: version, cnt, file, aux, next. */
static gboolean
read_needs (Reader *reader)
{
  guint64 at;
  guint budget = MAX_VERSIONS;
  if (reader->dynamic.needs == 0)
    return TRUE;
  if (!offset_of (reader, reader->dynamic.needs, &at))
    return FALSE;
  for (guint64 i = 0; i < reader->dynamic.n_needs; i++)
    {
      guint16 n;
      guint32 aux, next;
      if (budget-- == 0 || !half_at (reader, at + 2, &n) || !word_at (reader, at + 8, &aux)
          || !word_at (reader, at + 12, &next) || !read_need (reader, at + aux, n, &budget))
        return FALSE;
      at += next;
    }
  return TRUE;
}

/* Verdef: version, flags, ndx, cnt, hash, aux, next; the first Verdaux (name, next) is its name. */
static gboolean
read_defines (Reader *reader)
{
  guint64 at;
  reader->symbols->versioned = reader->dynamic.defines != 0;
  if (!reader->symbols->versioned || !offset_of (reader, reader->dynamic.defines, &at))
    return !reader->symbols->versioned;
  for (guint64 i = 0; i < reader->dynamic.n_defines; i++)
    {
      guint16 flags, index;
      guint32 aux, next, name;
      const char *text = NULL;
      if (i > MAX_VERSIONS || !half_at (reader, at + 2, &flags) || !half_at (reader, at + 4, &index)
          || !word_at (reader, at + 12, &aux) || !word_at (reader, at + 16, &next)
          || !word_at (reader, at + aux, &name)
          || (text = name_version (reader, index, name)) == NULL)
        return FALSE;
      if ((flags & VER_FLG_BASE) == 0)
        g_ptr_array_add (reader->symbols->versions, g_strdup (text));
      at += next;
    }
  return TRUE;
}

/* Symbols ------------------------------------------------------------------------------------ */

typedef struct {
  guint32 name;
  guint8 info;
  guint16 section;
} Symbol;

static gboolean
symbol_at (const Reader *reader, guint64 at, Symbol *symbol)
{
  gsize length = reader->wide ? sizeof (Elf64_Sym) : sizeof (Elf32_Sym);
  if (at > reader->size || reader->size - at < length)
    return FALSE;
  symbol->info = reader->data[at
                              + (reader->wide ? offsetof (Elf64_Sym, st_info)
                                              : offsetof (Elf32_Sym, st_info))];
  return word_at (reader, at, &symbol->name)
         && half_at (
             reader,
             at + (reader->wide ? offsetof (Elf64_Sym, st_shndx) : offsetof (Elf32_Sym, st_shndx)),
             &symbol->section);
}

/* The name of the version of symbol I, or NULL. */
static const char *
version_of (const Reader *reader, guint64 i)
{
  guint16 index;
  if (reader->versions == 0 || !half_at (reader, reader->versions + i * 2, &index))
    return NULL;
  index &= VERSION_MASK;
  return index < FIRST_VERSION ? NULL : reader->version_names[index];
}

static void
take_symbol (Reader *reader, const char *name, const char *version, const Symbol *symbol)
{
  ZanteElfSymbols *symbols = reader->symbols;
  guint binding = GELF_ST_BIND (symbol->info);
  char *full = version == NULL ? g_strdup (name) : g_strconcat (name, "@", version, NULL);
  if (symbol->section != SHN_UNDEF)
    {
      if (version != NULL)
        g_hash_table_add (symbols->offered, g_strdup (name));
      g_hash_table_add (symbols->offered, full);
    }
  else if (binding == STB_GLOBAL)
    g_ptr_array_add (symbols->wanted, full);
  else
    g_free (full);
}

static gboolean
read_symbol (Reader *reader, guint64 table, guint64 i)
{
  Symbol symbol;
  gsize length = reader->wide ? sizeof (Elf64_Sym) : sizeof (Elf32_Sym);
  if (!symbol_at (reader, table + i * length, &symbol))
    return FALSE;
  if (GELF_ST_BIND (symbol.info) == STB_LOCAL)
    return TRUE;
  const char *name = string_at (reader, symbol.name);
  const char *version = version_of (reader, i);
  if (name == NULL || reader->names > MAX_NAMES - (version == NULL ? 0 : strlen (version)))
    return FALSE;
  reader->names += version == NULL ? 0 : strlen (version);
  if (*name != '\0')
    take_symbol (reader, name, version, &symbol);
  return TRUE;
}

static gboolean
read_all (Reader *reader, GError **error)
{
  guint64 count = 0, table = 0;
  if (!read_dynamic (reader))
    return TRUE;
  if (!offset_of (reader, reader->dynamic.symbols, &table)
      || !offset_of (reader, reader->dynamic.strings, &reader->strings)
      || (reader->dynamic.versions != 0
          && !offset_of (reader, reader->dynamic.versions, &reader->versions)))
    return malformed (error, "the dynamic symbols lie outside the file");
  reader->version_names = g_new0 (const char *, VERSION_MASK + 1);
  if (!count_symbols (reader, &count) || !read_needs (reader) || !read_defines (reader))
    return malformed (error, "the tables of its dynamic symbols are damaged");
  for (guint64 i = 1; i < count; i++)
    if (!read_symbol (reader, table, i))
      return malformed (error, "a dynamic symbol lies outside the file");
  return TRUE;
}

ZanteElfSymbols *
zante_elf_symbols_read (const void *data, gsize size, GError **error)
{
  g_auto (Reader) reader = {.data = data, .size = size};
  g_autoptr (ZanteElfSymbols) symbols = g_new0 (ZanteElfSymbols, 1);
  symbols->wanted = g_ptr_array_new_with_free_func (g_free);
  symbols->versions = g_ptr_array_new_with_free_func (g_free);
  symbols->offered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reader.symbols = symbols;
  elf_version (EV_CURRENT);
  reader.elf = elf_memory ((char *)data, size);
  GElf_Ehdr header;
  if (reader.elf == NULL || gelf_getehdr (reader.elf, &header) == NULL)
    {
      malformed (error, "no ELF header");
      return NULL;
    }
  reader.wide = header.e_ident[EI_CLASS] == ELFCLASS64;
  reader.swapped = (header.e_ident[EI_DATA] == ELFDATA2MSB) != (G_BYTE_ORDER == G_BIG_ENDIAN);
  return read_all (&reader, error) ? g_steal_pointer (&symbols) : NULL;
}

void
zante_elf_symbols_free (ZanteElfSymbols *symbols)
{
  if (symbols == NULL)
    return;
  g_ptr_array_unref (symbols->wanted);
  g_ptr_array_unref (symbols->versions);
  g_hash_table_unref (symbols->offered);
  g_free (symbols);
}

gboolean
zante_elf_symbols_offer (const ZanteElfSymbols *symbols, const char *wanted)
{
  if (g_hash_table_contains (symbols->offered, wanted))
    return TRUE;
  const char *version = strchr (wanted, '@');
  if (version == NULL || symbols->versioned)
    return FALSE;
  g_autofree char *name = g_strndup (wanted, (gsize)(version - wanted));
  return g_hash_table_contains (symbols->offered, name);
}
