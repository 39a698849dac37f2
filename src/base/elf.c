/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/elf.h"

#include <gelf.h>
#include <string.h>

#include "base/error.h"

/* More than any real file has; keeps a hostile one from costing time. */
enum { MAX_HEADERS = 65536 };

typedef struct {
  Elf *elf;
  const char *data;
  gsize size;
  GElf_Ehdr header;
  gsize n_segments, n_sections;
} Reader;

static void
reader_clear (Reader *reader)
{
  elf_end (reader->elf);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean malformed (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
malformed (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  return zante_error_set (error, ZANTE_ERROR_POLICY, "not a well-formed ELF file: %s", what);
}

static gboolean
lies_inside (const Reader *reader, guint64 offset, guint64 length)
{
  return offset <= reader->size && length <= reader->size - offset;
}

gboolean
zante_elf_is_magic (const void *data, gsize size)
{
  return size >= SELFMAG && memcmp (data, ELFMAG, SELFMAG) == 0;
}

/* What libelf would otherwise trust. */
static gboolean
check_ident (const unsigned char *ident, gsize size, GError **error)
{
  if (!zante_elf_is_magic (ident, size) || size < EI_NIDENT)
    return malformed (error, "no ELF header");
  if (ident[EI_CLASS] != ELFCLASS32 && ident[EI_CLASS] != ELFCLASS64)
    return malformed (error, "class %u is neither 32 nor 64 bits", ident[EI_CLASS]);
  if (ident[EI_DATA] != ELFDATA2LSB && ident[EI_DATA] != ELFDATA2MSB)
    return malformed (error, "byte order %u is unknown", ident[EI_DATA]);
  if (ident[EI_VERSION] != EV_CURRENT)
    return malformed (error, "version %u is unknown", ident[EI_VERSION]);
  if (size < (ident[EI_CLASS] == ELFCLASS32 ? sizeof (Elf32_Ehdr) : sizeof (Elf64_Ehdr)))
    return malformed (error, "the header is cut off");
  return TRUE;
}

static gboolean
check_tables (Reader *reader, GError **error)
{
  const GElf_Ehdr *header = &reader->header;
  gsize segment = gelf_fsize (reader->elf, ELF_T_PHDR, 1, EV_CURRENT);
  gsize section = gelf_fsize (reader->elf, ELF_T_SHDR, 1, EV_CURRENT);
  if (header->e_shoff != 0
      && (header->e_shentsize != section || !lies_inside (reader, header->e_shoff, section)))
    return malformed (error, "the section headers lie outside the file");
  if (elf_getphdrnum (reader->elf, &reader->n_segments) != 0
      || elf_getshdrnum (reader->elf, &reader->n_sections) != 0)
    return malformed (error, "%s", elf_errmsg (-1));
  if (reader->n_segments > MAX_HEADERS || reader->n_sections > MAX_HEADERS)
    return malformed (error, "too many headers");
  /* libelf leaves out headers that do not fit. */
  if (header->e_phnum != PN_XNUM && reader->n_segments != header->e_phnum)
    return malformed (error, "the program headers lie outside the file");
  if (header->e_shnum != 0 && reader->n_sections != header->e_shnum)
    return malformed (error, "the section headers lie outside the file");
  if (reader->n_segments > 0
      && (header->e_phentsize != segment
          || !lies_inside (reader, header->e_phoff, reader->n_segments * segment)))
    return malformed (error, "the program headers lie outside the file");
  if (!lies_inside (reader, header->e_shoff, reader->n_sections * section))
    return malformed (error, "the section headers lie outside the file");
  return TRUE;
}

static gboolean
reader_open (Reader *reader, GError **error)
{
  if (!check_ident ((const unsigned char *)reader->data, reader->size, error))
    return FALSE;
  elf_version (EV_CURRENT);
  reader->elf = elf_memory ((char *)reader->data, reader->size);
  if (reader->elf == NULL || elf_kind (reader->elf) != ELF_K_ELF
      || gelf_getehdr (reader->elf, &reader->header) == NULL)
    return malformed (error, "%s", elf_errmsg (-1));
  return check_tables (reader, error);
}

static gboolean
find_segment (const Reader *reader, guint32 type, gsize *from, GElf_Phdr *segment)
{
  for (gsize i = *from; i < reader->n_segments; i++)
    if (gelf_getphdr (reader->elf, (int)i, segment) != NULL && segment->p_type == type)
      {
        *from = i + 1;
        return TRUE;
      }
  return FALSE;
}

static gboolean
has_section (const Reader *reader, guint32 type)
{
  for (gsize i = 1; i < reader->n_sections; i++)
    {
      GElf_Shdr section;
      Elf_Scn *handle = elf_getscn (reader->elf, i);
      if (handle != NULL && gelf_getshdr (handle, &section) != NULL && section.sh_type == type)
        return TRUE;
    }
  return FALSE;
}

/* `objcopy --only-keep-debug` and eu-strip keep the headers of the code but not the code. */
static gboolean
is_detached (const Reader *reader)
{
  for (gsize i = 1; i < reader->n_sections; i++)
    {
      GElf_Shdr section;
      Elf_Scn *handle = elf_getscn (reader->elf, i);
      if (handle != NULL && gelf_getshdr (handle, &section) != NULL && section.sh_type == SHT_NOBITS
          && (section.sh_flags & SHF_EXECINSTR) != 0 && section.sh_size > 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_segments (const Reader *reader, GError **error)
{
  GElf_Phdr segment;
  for (gsize i = 0; find_segment (reader, PT_LOAD, &i, &segment);)
    if (!lies_inside (reader, segment.p_offset, segment.p_filesz))
      return malformed (error, "segment %" G_GSIZE_FORMAT " ends behind the file, which is cut off",
                        i - 1);
  return TRUE;
}

/* A copy of the string at OFFSET that must end before END; NULL when it does not. */
static char *
read_string (const Reader *reader, guint64 offset, guint64 end)
{
  if (end > reader->size || offset >= end)
    return NULL;
  const char *start = reader->data + offset;
  const char *stop = memchr (start, '\0', end - offset);
  return stop == NULL ? NULL : g_strndup (start, (gsize)(stop - start));
}

static gboolean
read_interp (const Reader *reader, ZanteElf *facts, GError **error)
{
  GElf_Phdr segment;
  gsize from = 0;
  if (!find_segment (reader, PT_INTERP, &from, &segment))
    return TRUE;
  if (lies_inside (reader, segment.p_offset, segment.p_filesz))
    facts->interp = read_string (reader, segment.p_offset, segment.p_offset + segment.p_filesz);
  return facts->interp != NULL || malformed (error, "the interpreter's name lies outside the file");
}

/* The dynamic section ------------------------------------------------------------------------ */

/* No offset in a file: values read from one stay below. */
#define NOWHERE G_MAXUINT64

typedef struct {
  guint64 strings, strings_size;  /* address, bytes */
  guint64 soname, rpath, runpath; /* offsets in the strings; NOWHERE: none */
  guint64 flags_1;
  GArray *needed; /* of guint64: offsets in the strings */
} Dynamic;

static void
dynamic_clear (Dynamic *dynamic)
{
  g_clear_pointer (&dynamic->needed, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dynamic, dynamic_clear)

static void
take_entry (Dynamic *dynamic, const GElf_Dyn *entry)
{
  guint64 value = MIN (entry->d_un.d_val, NOWHERE - 1);
  switch (entry->d_tag)
    {
    case DT_NEEDED:
      g_array_append_val (dynamic->needed, value);
      break;
    case DT_STRTAB:
      dynamic->strings = value;
      break;
    case DT_STRSZ:
      dynamic->strings_size = value;
      break;
    case DT_SONAME:
      dynamic->soname = value;
      break;
    case DT_RPATH:
      dynamic->rpath = value;
      break;
    case DT_RUNPATH:
      dynamic->runpath = value;
      break;
    case DT_FLAGS_1:
      dynamic->flags_1 = value;
      break;
    default:
      break;
    }
}

static gboolean
read_entries (const Reader *reader, const GElf_Phdr *segment, Dynamic *dynamic, GError **error)
{
  gsize entry_size = gelf_fsize (reader->elf, ELF_T_DYN, 1, EV_CURRENT);
  gsize n = segment->p_filesz / entry_size;
  if (!lies_inside (reader, segment->p_offset, segment->p_filesz) || n > G_MAXINT)
    return malformed (error, "the dynamic section lies outside the file");
  Elf_Data *entries
      = elf_getdata_rawchunk (reader->elf, (int64_t)segment->p_offset, n * entry_size, ELF_T_DYN);
  GElf_Dyn entry;
  for (gsize i = 0; entries != NULL && i < n && gelf_getdyn (entries, (int)i, &entry) != NULL; i++)
    {
      if (entry.d_tag == DT_NULL)
        return TRUE;
      take_entry (dynamic, &entry);
    }
  return malformed (error, "the dynamic section has no end");
}

/* Where in the file the SIZE bytes at ADDRESS are loaded from. */
static gboolean
find_address (const Reader *reader, guint64 address, guint64 size, guint64 *offset)
{
  GElf_Phdr segment;
  for (gsize i = 0; find_segment (reader, PT_LOAD, &i, &segment);)
    if (address >= segment.p_vaddr && address - segment.p_vaddr <= segment.p_filesz
        && size <= segment.p_filesz - (address - segment.p_vaddr))
      {
        *offset = segment.p_offset + (address - segment.p_vaddr);
        return lies_inside (reader, *offset, size);
      }
  return FALSE;
}

static gboolean
take_string (const Reader *reader, guint64 start, guint64 size, guint64 at, char **string)
{
  if (at == NOWHERE)
    return TRUE;
  *string = at < size ? read_string (reader, start + at, start + size) : NULL;
  return *string != NULL;
}

static gboolean
take_strings (const Reader *reader, const Dynamic *dynamic, ZanteElf *facts, GError **error)
{
  guint64 start = 0, size = dynamic->strings_size;
  gboolean any = dynamic->needed->len > 0 || dynamic->soname != NOWHERE || dynamic->rpath != NOWHERE
                 || dynamic->runpath != NOWHERE;
  if (any && !find_address (reader, dynamic->strings, size, &start))
    return malformed (error, "the strings of the dynamic section lie outside the file");
  g_autoptr (GPtrArray) needed = g_ptr_array_new_with_free_func (g_free);
  gboolean good = take_string (reader, start, size, dynamic->soname, &facts->soname)
                  && take_string (reader, start, size, dynamic->rpath, &facts->rpath)
                  && take_string (reader, start, size, dynamic->runpath, &facts->runpath);
  for (guint i = 0; good && i < dynamic->needed->len; i++)
    {
      char *name = NULL;
      good = take_string (reader, start, size, g_array_index (dynamic->needed, guint64, i), &name);
      if (good)
        g_ptr_array_add (needed, name);
    }
  if (!good)
    return malformed (error, "a string of the dynamic section lies outside its table");
  g_ptr_array_set_free_func (needed, NULL);
  g_ptr_array_add (needed, NULL);
  g_free (facts->needed);
  facts->needed = (char **)g_ptr_array_free (g_steal_pointer (&needed), FALSE);
  return TRUE;
}

static gboolean
read_dynamic (const Reader *reader, ZanteElf *facts, GError **error)
{
  GElf_Phdr segment;
  gsize from = 0;
  if (!find_segment (reader, PT_DYNAMIC, &from, &segment))
    return TRUE;
  g_auto (Dynamic) dynamic = {.soname = NOWHERE, .rpath = NOWHERE, .runpath = NOWHERE};
  dynamic.needed = g_array_new (FALSE, FALSE, sizeof (guint64));
  facts->dynamic = TRUE;
  if (!read_entries (reader, &segment, &dynamic, error))
    return FALSE;
  facts->pie = (dynamic.flags_1 & DF_1_PIE) != 0;
  return take_strings (reader, &dynamic, facts, error);
}

/* The build-id ------------------------------------------------------------------------------- */

static char *
to_hex (const guint8 *bytes, gsize n)
{
  GString *hex = g_string_sized_new (n * 2);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

static char *
find_build_id (Elf_Data *notes)
{
  GElf_Nhdr note;
  gsize name = 0, desc = 0;
  for (gsize at = 0; (at = gelf_getnote (notes, at, &note, &name, &desc)) > 0;)
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU
        && memcmp ((const char *)notes->d_buf + name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0
        && note.n_descsz > 0 && note.n_descsz <= 64)
      return to_hex ((const guint8 *)notes->d_buf + desc, note.n_descsz);
  return NULL;
}

/* A file without a build-id, or with damaged notes, has none: no rule depends on it. */
static void
read_build_id (const Reader *reader, ZanteElf *facts)
{
  GElf_Phdr segment;
  for (gsize i = 0; facts->build_id == NULL && find_segment (reader, PT_NOTE, &i, &segment);)
    {
      Elf_Data *notes = NULL;
      if (segment.p_filesz > 0 && lies_inside (reader, segment.p_offset, segment.p_filesz))
        notes = elf_getdata_rawchunk (reader->elf, (int64_t)segment.p_offset, segment.p_filesz,
                                      segment.p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
      if (notes != NULL)
        facts->build_id = find_build_id (notes);
    }
}

ZanteElf *
zante_elf_read (const void *data, gsize size, GError **error)
{
  g_auto (Reader) reader = {.data = data, .size = size};
  g_autoptr (ZanteElf) facts = g_new0 (ZanteElf, 1);
  facts->needed = g_new0 (char *, 1);
  if (!reader_open (&reader, error))
    return NULL;
  facts->bits = reader.header.e_ident[EI_CLASS] == ELFCLASS64 ? 64 : 32;
  facts->big_endian = reader.header.e_ident[EI_DATA] == ELFDATA2MSB;
  facts->machine = reader.header.e_machine;
  facts->type = reader.header.e_type;
  facts->detached = is_detached (&reader);
  facts->symtab = has_section (&reader, SHT_SYMTAB);
  read_build_id (&reader, facts);
  if (!facts->detached
      && (!check_segments (&reader, error) || !read_interp (&reader, facts, error)
          || !read_dynamic (&reader, facts, error)))
    return NULL;
  return g_steal_pointer (&facts);
}

void
zante_elf_free (ZanteElf *elf)
{
  if (elf == NULL)
    return;
  g_strfreev (elf->needed);
  g_free (elf->soname);
  g_free (elf->rpath);
  g_free (elf->runpath);
  g_free (elf->interp);
  g_free (elf->build_id);
  g_free (elf);
}

gboolean
zante_elf_is_shared_object (const ZanteElf *elf)
{
  return elf->type == ET_DYN && elf->dynamic && !elf->pie && !elf->detached
         && (elf->interp == NULL || elf->soname != NULL);
}

gboolean
zante_elf_is_static (const ZanteElf *elf)
{
  return elf->type != ET_REL && !elf->detached && elf->interp == NULL && elf->needed[0] == NULL;
}

gboolean
zante_elf_is_compatible (const ZanteElf *a, const ZanteElf *b)
{
  return a->bits == b->bits && a->big_endian == b->big_endian && a->machine == b->machine;
}

GPtrArray *
zante_elf_run_dirs (const char *list, const char *origin)
{
  GPtrArray *dirs = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) entries = g_strsplit (list == NULL ? "" : list, ":", -1);
  for (char **entry = entries; *entry != NULL; entry++)
    {
      g_autoptr (GString) dir = g_string_new (*entry);
      g_string_replace (dir, "${ORIGIN}", origin, 0);
      g_string_replace (dir, "$ORIGIN", origin, 0);
      if (*dir->str == '/')
        g_ptr_array_add (dirs, g_strdup (dir->str));
    }
  return dirs;
}
