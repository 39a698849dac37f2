/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts of ELF files: made byte by byte here in every class and byte order, damaged in every way,
 * and made by the real compiler. */
#include <elf.h>
#include <gio/gio.h>
#include <string.h>

#include "base/elf.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"

/* A shared object by hand: header, PT_LOAD + PT_DYNAMIC, strings, dynamic section. ----------- */

typedef struct {
  gboolean wide, big;
} Shape;

static const Shape shapes[] = {{TRUE, FALSE}, {TRUE, TRUE}, {FALSE, FALSE}, {FALSE, TRUE}};
static const char strings[] = "\0libfirst.so.1\0libsecond.so\0libmine.so.3\0/private";
enum { FIRST = 1, SECOND = 15, MINE = 28, PRIVATE = 41, BASE = 0x10000 };

static void
put (GByteArray *out, const Shape *shape, guint bytes, guint64 value)
{
  for (guint i = 0; i < bytes; i++)
    {
      guint8 byte = (guint8)(value >> 8 * (shape->big ? bytes - 1 - i : i));
      g_byte_array_append (out, &byte, 1);
    }
}

static void
put_header (GByteArray *out, const Shape *s, guint n_segments)
{
  guint word = s->wide ? 8 : 4;
  const guint8 ident[EI_NIDENT] = {0x7f,
                                   'E',
                                   'L',
                                   'F',
                                   s->wide ? ELFCLASS64 : ELFCLASS32,
                                   s->big ? ELFDATA2MSB : ELFDATA2LSB,
                                   EV_CURRENT};
  g_byte_array_append (out, ident, sizeof ident);
  put (out, s, 2, ET_DYN);
  put (out, s, 2, EM_386);
  put (out, s, 4, EV_CURRENT);
  put (out, s, word, 0);                 /* entry */
  put (out, s, word, s->wide ? 64 : 52); /* program headers */
  put (out, s, word, 0);                 /* section headers */
  put (out, s, 4, 0);
  put (out, s, 2, s->wide ? 64 : 52);
  put (out, s, 2, s->wide ? 56 : 32);
  put (out, s, 2, n_segments);
  put (out, s, 2, s->wide ? 64 : 40);
  put (out, s, 2, 0);
  put (out, s, 2, 0);
}

static void
put_segment (GByteArray *out, const Shape *s, guint32 type, guint64 offset, guint64 size)
{
  guint word = s->wide ? 8 : 4;
  put (out, s, 4, type);
  if (s->wide)
    put (out, s, 4, PF_R);
  put (out, s, word, offset);
  put (out, s, word, BASE + offset);
  put (out, s, word, BASE + offset);
  put (out, s, word, size);
  put (out, s, word, size);
  if (!s->wide)
    put (out, s, 4, PF_R);
  put (out, s, word, 8);
}

typedef struct {
  gint64 tag;
  guint64 value;
} Entry;

static GByteArray *
make_elf (const Shape *s, const Entry *entries, gsize n)
{
  GByteArray *out = g_byte_array_new ();
  guint headers = (s->wide ? 64 + 2 * 56 : 52 + 2 * 32);
  guint table = (headers + sizeof strings + 7) / 8 * 8;
  guint entry = s->wide ? 16 : 8;
  put_header (out, s, 2);
  put_segment (out, s, PT_LOAD, 0, table + n * entry);
  put_segment (out, s, PT_DYNAMIC, table, n * entry);
  g_byte_array_append (out, (const guint8 *)strings, sizeof strings);
  while (out->len < table)
    put (out, s, 1, 0);
  for (gsize i = 0; i < n; i++)
    {
      put (out, s, entry / 2, (guint64)entries[i].tag);
      put (out, s, entry / 2, entries[i].tag == DT_STRTAB ? BASE + headers : entries[i].value);
    }
  return out;
}

static const Entry library[]
    = {{DT_NEEDED, FIRST},  {DT_SONAME, MINE},          {DT_NEEDED, SECOND}, {DT_RUNPATH, PRIVATE},
       {DT_STRTAB, 0},      {DT_STRSZ, sizeof strings}, {DT_FLAGS_1, 1},     {DT_NULL, 0},
       {DT_NEEDED, SECOND}, {DT_RPATH, 99999}};

static void
test_shapes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = make_elf (&shapes[i], library, G_N_ELEMENTS (library));
      g_autoptr (ZanteElf) elf = zante_elf_read (bytes->data, bytes->len, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (elf->bits, ==, shapes[i].wide ? 64 : 32);
      g_assert_cmpint (elf->big_endian, ==, shapes[i].big);
      g_assert_cmpuint (elf->machine, ==, EM_386);
      g_assert_cmpuint (elf->type, ==, ET_DYN);
      g_assert_true (elf->dynamic && !elf->pie && !elf->detached);
      g_assert_cmpuint (g_strv_length (elf->needed), ==, 2);
      g_assert_cmpstr (elf->needed[0], ==, "libfirst.so.1");
      g_assert_cmpstr (elf->needed[1], ==, "libsecond.so");
      g_assert_cmpstr (elf->soname, ==, "libmine.so.3");
      g_assert_cmpstr (elf->runpath, ==, "/private");
      g_assert_null (elf->rpath);
      g_assert_null (elf->interp);
      g_assert_null (elf->build_id);
      g_assert_true (zante_elf_is_shared_object (elf));
      g_assert_false (zante_elf_is_static (elf));
    }
}

static void
test_compatible (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (shapes); j++)
      {
        g_autoptr (GByteArray) a = make_elf (&shapes[i], library, G_N_ELEMENTS (library));
        g_autoptr (GByteArray) b = make_elf (&shapes[j], library, G_N_ELEMENTS (library));
        g_autoptr (ZanteElf) one = zante_elf_read (a->data, a->len, NULL);
        g_autoptr (ZanteElf) other = zante_elf_read (b->data, b->len, NULL);
        g_assert_cmpint (zante_elf_is_compatible (one, other), ==, i == j);
      }
  g_autoptr (GByteArray) bytes = make_elf (&shapes[0], library, G_N_ELEMENTS (library));
  g_autoptr (ZanteElf) here = zante_elf_read (bytes->data, bytes->len, NULL);
  bytes->data[18] = EM_AARCH64;
  g_autoptr (ZanteElf) there = zante_elf_read (bytes->data, bytes->len, NULL);
  g_assert_false (zante_elf_is_compatible (here, there));
}

/* Damage ------------------------------------------------------------------------------------- */

static void
expect_damage (const GByteArray *bytes, gsize size, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteElf) elf = zante_elf_read (bytes->data, size, &error);
  g_assert_null (elf);
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_POLICY);
  g_autofree char *expected = g_strconcat ("not a well-formed ELF file: ", message, NULL);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_damaged_entries (void)
{
  static const struct {
    Entry entries[4];
    gsize n;
    const char *message;
  } cases[] = {
      {{{DT_NEEDED, FIRST}, {DT_STRTAB, 0}, {DT_STRSZ, sizeof strings}, {DT_FLAGS_1, 0}},
       4,
       "the dynamic section has no end"},
      {{{DT_NEEDED, 4000}, {DT_STRTAB, 0}, {DT_STRSZ, sizeof strings}, {DT_NULL, 0}},
       4,
       "a string of the dynamic section lies outside its table"},
      {{{DT_NEEDED, G_MAXUINT64}, {DT_STRTAB, 0}, {DT_STRSZ, sizeof strings}, {DT_NULL, 0}},
       4,
       "a string of the dynamic section lies outside its table"},
      {{{DT_SONAME, PRIVATE}, {DT_STRTAB, 0}, {DT_STRSZ, sizeof strings - 1}, {DT_NULL, 0}},
       4,
       "a string of the dynamic section lies outside its table"},
      {{{DT_SONAME, 1}, {DT_STRTAB, 0}, {DT_STRSZ, 1 << 30}, {DT_NULL, 0}},
       4,
       "the strings of the dynamic section lie outside the file"},
      {{{DT_RUNPATH, 1}, {DT_STRSZ, 5}, {DT_NULL, 0}},
       3,
       "the strings of the dynamic section lie outside the file"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
      {
        g_autoptr (GByteArray) bytes = make_elf (&shapes[shape], cases[i].entries, cases[i].n);
        expect_damage (bytes, bytes->len, cases[i].message);
      }
}

static void
test_damaged_headers (void)
{
  g_autoptr (GByteArray) bytes = make_elf (&shapes[0], library, G_N_ELEMENTS (library));
  expect_damage (bytes, 3, "no ELF header");
  expect_damage (bytes, 60, "the header is cut off");
  expect_damage (bytes, 100, "the program headers lie outside the file");
  expect_damage (bytes, bytes->len - 1, "segment 0 ends behind the file, which is cut off");
  bytes->data[4] = 3;
  expect_damage (bytes, bytes->len, "class 3 is neither 32 nor 64 bits");
  bytes->data[4] = ELFCLASS64;
  bytes->data[40] = 1; /* e_shoff: one section header where there is no room */
  bytes->data[41] = 0xff;
  expect_damage (bytes, bytes->len, "the section headers lie outside the file");
}

/* Whatever byte is changed or wherever it is cut: a result or a message, nothing else. */
static void
test_every_byte (void)
{
  for (gsize shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    {
      g_autoptr (GByteArray) good = make_elf (&shapes[shape], library, G_N_ELEMENTS (library));
      for (gsize i = 0; i < good->len; i++)
        for (guint change = 0; change < 4; change++)
          {
            static const guint8 masks[] = {0x01, 0x80, 0xff, 0x00};
            g_autoptr (GError) error = NULL;
            gsize size = masks[change] == 0 ? i : good->len;
            g_autofree guint8 *bytes = g_memdup2 (good->data, size);
            if (i < size)
              bytes[i] ^= masks[change];
            g_autoptr (ZanteElf) elf = zante_elf_read (bytes, size, &error);
            g_assert_true ((elf == NULL) == (error != NULL));
            if (masks[change] == 0)
              g_assert_null (elf);
          }
    }
}

/* The compiler's files ----------------------------------------------------------------------- */

typedef struct {
  char *folder; /* NULL: no compiler */
} Compiled;

static const char compile_script[]
    = "set -eu\n"
      "printf 'int f (void) { return 0; }' > f.c\n"
      "printf 'void _start (void) {}' > p.c\n"
      "o='-g -nostdlib -Wl,--build-id=0x00c0ffee -Wl,--no-as-needed'\n"
      "$CC $o -shared -fPIC f.c -o lib.so -Wl,-soname,lib.so.1\n"
      "$CC $o -shared -fPIC f.c -o plugin.so -L. -l:lib.so -Wl,--disable-new-dtags,-rpath,/old\n"
      "$CC $o -pie -fPIE p.c -o pie lib.so -Wl,--dynamic-linker=/lib/ld.so\n"
      "$CC $o -no-pie p.c -o exec lib.so -Wl,--dynamic-linker=/lib/ld.so "
      "-Wl,--enable-new-dtags,-rpath,'$ORIGIN/x:/y'\n"
      "$CC $o -static p.c -o static\n"
      "$CC $o -static-pie -fPIE p.c -o static-pie\n"
      "$CC -c -g f.c -o object.o\n"
      "objcopy --only-keep-debug exec exec.debug\n"
      "strip -o stripped exec\n";

static Compiled
compile (void)
{
  Compiled compiled = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *compiler
      = g_find_program_in_path (g_getenv ("CC") == NULL ? "cc" : g_getenv ("CC"));
  g_autofree char *objcopy = g_find_program_in_path ("objcopy");
  if (compiler == NULL || objcopy == NULL)
    return compiled;
  compiled.folder = g_dir_make_tmp ("zante-elf-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *cc = g_strconcat ("CC=", compiler, NULL);
  g_autofree char *path = g_strconcat ("PATH=", g_getenv ("PATH"), NULL);
  const char *const environment[] = {cc, path, "LC_ALL=C", NULL};
  const char *const argv[] = {"sh", "-c", compile_script, NULL};
  g_autofree char *output = zante_proc_output (argv, environment, compiled.folder, NULL,
                                               ZANTE_ERROR_FAILED, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (output);
  return compiled;
}

static ZanteElf *
read_compiled (const Compiled *compiled, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (compiled->folder, name, NULL);
  g_autoptr (GMappedFile) map = g_mapped_file_new (path, FALSE, &error);
  g_assert_no_error (error);
  ZanteElf *elf
      = zante_elf_read (g_mapped_file_get_contents (map), g_mapped_file_get_length (map), &error);
  g_assert_no_error (error);
  return elf;
}

/* Everything about a file in one line. */
static char *
describe (const ZanteElf *elf)
{
  g_autofree char *needed = g_strjoinv (",", elf->needed);
  return g_strdup_printf ("type=%u%s%s%s%s%s needed=%s soname=%s rpath=%s runpath=%s interp=%s "
                          "build-id=%s",
                          elf->type, elf->dynamic ? " dynamic" : "", elf->pie ? " pie" : "",
                          elf->detached ? " detached" : "",
                          zante_elf_is_static (elf) ? " static" : "",
                          zante_elf_is_shared_object (elf) ? " shared" : "", needed, elf->soname,
                          elf->rpath, elf->runpath, elf->interp, elf->build_id);
}

static void
test_compiled (gconstpointer data)
{
  static const char *const expected[][2] = {
      {"lib.so", "type=3 dynamic static shared needed= soname=lib.so.1 rpath=(null) runpath=(null) "
                 "interp=(null) build-id=00c0ffee"},
      {"plugin.so", "type=3 dynamic shared needed=lib.so.1 soname=(null) rpath=/old runpath=(null) "
                    "interp=(null) build-id=00c0ffee"},
      {"pie", "type=3 dynamic pie needed=lib.so.1 soname=(null) rpath=(null) runpath=(null) "
              "interp=/lib/ld.so build-id=00c0ffee"},
      {"exec", "type=2 dynamic needed=lib.so.1 soname=(null) rpath=(null) runpath=$ORIGIN/x:/y "
               "interp=/lib/ld.so build-id=00c0ffee"},
      {"stripped", "type=2 dynamic needed=lib.so.1 soname=(null) rpath=(null) "
                   "runpath=$ORIGIN/x:/y interp=/lib/ld.so build-id=00c0ffee"},
      {"static", "type=2 static needed= soname=(null) rpath=(null) runpath=(null) interp=(null) "
                 "build-id=00c0ffee"},
      {"static-pie", "type=3 dynamic pie static needed= soname=(null) rpath=(null) runpath=(null) "
                     "interp=(null) build-id=00c0ffee"},
      {"object.o", "type=1 needed= soname=(null) rpath=(null) runpath=(null) interp=(null) "
                   "build-id=(null)"},
      {"exec.debug", "type=2 detached needed= soname=(null) rpath=(null) runpath=(null) "
                     "interp=(null) build-id=00c0ffee"},
  };
  const Compiled *compiled = data;
  if (compiled->folder == NULL)
    {
      g_test_skip ("no C compiler or no objcopy here");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (ZanteElf) elf = read_compiled (compiled, expected[i][0]);
      g_autofree char *line = describe (elf);
      g_test_message ("%s", expected[i][0]);
      g_assert_cmpstr (line, ==, expected[i][1]);
    }
}

/* A real file cut off at any place is damaged, until only unused bytes at its end are missing. */
static void
test_compiled_cut (gconstpointer data)
{
  const Compiled *compiled = data;
  if (compiled->folder == NULL)
    {
      g_test_skip ("no C compiler or no objcopy here");
      return;
    }
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (compiled->folder, "exec", NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  for (gsize cut = 0; cut < size; cut += 97)
    {
      g_autofree char *part = g_memdup2 (bytes, cut);
      g_autoptr (ZanteElf) elf = zante_elf_read (part, cut, NULL);
      g_assert_null (elf);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  Compiled compiled = compile ();
  g_test_add_func ("/policy/elf/shapes", test_shapes);
  g_test_add_func ("/policy/elf/compatible", test_compatible);
  g_test_add_func ("/policy/elf/damaged-entries", test_damaged_entries);
  g_test_add_func ("/policy/elf/damaged-headers", test_damaged_headers);
  g_test_add_func ("/policy/elf/every-byte", test_every_byte);
  g_test_add_data_func ("/policy/elf/compiled", &compiled, test_compiled);
  g_test_add_data_func ("/policy/elf/compiled-cut", &compiled, test_compiled_cut);
  int status = g_test_run ();
  if (compiled.folder != NULL)
    zante_fs_remove_tree (compiled.folder, NULL);
  g_free (compiled.folder);
  return status;
}
