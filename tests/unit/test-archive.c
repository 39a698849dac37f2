/* SPDX-License-Identifier: GPL-2.0-or-later */
/* base/archive against real archives, the hostile ones written header by header. */
#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"

typedef struct {
  char *folder; /* scratch */
  char *file;   /* the archive */
  char *dest;   /* where it goes */
  char *beyond; /* a file outside of dest that nothing may touch */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("zante-archive-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, "a.tar", NULL);
  fixture->dest = g_build_filename (fixture->folder, "dest", NULL);
  fixture->beyond = g_build_filename (fixture->folder, "beyond", NULL);
  g_assert_true (g_file_set_contents (fixture->beyond, "untouched", -1, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *beyond = NULL;
  g_assert_true (g_file_get_contents (fixture->beyond, &beyond, NULL, NULL));
  g_assert_cmpstr (beyond, ==, "untouched");
  g_assert_true (zante_fs_remove_tree (fixture->folder, NULL));
  g_free (fixture->folder);
  g_free (fixture->file);
  g_free (fixture->dest);
  g_free (fixture->beyond);
}

/* Append one ustar member with SIZE claimed and the text of DATA really there. */
static void
add_raw (GByteArray *tar, const char *name, char type, const char *target, guint64 claimed,
         const char *data)
{
  guint8 header[512] = {0};
  guint sum = 0;
  gsize size = strlen (data);
  memcpy (header, name, MIN (strlen (name), 100));
  memcpy (header + 100, "0004755", 8);
  g_snprintf ((char *)header + 108, 8, "%07o", 0);
  g_snprintf ((char *)header + 116, 8, "%07o", 0);
  g_snprintf ((char *)header + 124, 12, "%011" G_GINT64_MODIFIER "o", claimed);
  g_snprintf ((char *)header + 136, 12, "%011o", 1000000);
  header[156] = (guint8)type;
  memcpy (header + 157, target, MIN (strlen (target), 100));
  memcpy (header + 257, "ustar\00000", 8);
  memset (header + 148, ' ', 8);
  for (gsize i = 0; i < sizeof header; i++)
    sum += header[i];
  g_snprintf ((char *)header + 148, 8, "%06o", sum);
  g_byte_array_append (tar, header, sizeof header);
  g_byte_array_append (tar, (const guint8 *)data, (guint)size);
  static const guint8 zeros[1024];
  g_byte_array_append (tar, zeros, (guint)((512 - size % 512) % 512));
}

static void
save (const Fixture *fixture, GByteArray *tar)
{
  static const guint8 zeros[1024];
  g_byte_array_append (tar, zeros, sizeof zeros);
  g_assert_true (
      g_file_set_contents (fixture->file, (const char *)tar->data, (gssize)tar->len, NULL));
}

static void
assert_refused (const Fixture *fixture, const ZanteArchiveOptions *options, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (zante_archive_extract (fixture->file, fixture->dest, options, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
  if (strstr (error->message, why) == NULL)
    g_error ("expected '%s' in: %s", why, error->message);
}

static void
assert_content (const Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (fixture->dest, name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, expected);
}

static guint
mode_of (const Fixture *fixture, const char *name)
{
  struct stat st;
  g_autofree char *path = g_build_filename (fixture->dest, name, NULL);
  g_assert_cmpint (lstat (path, &st), ==, 0);
  return st.st_mode & 07777;
}

static void
test_plain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  add_raw (tar, "./top/", '5', "", 0, "");
  add_raw (tar, "top/dir/a b", '0', "", 5, "hello");
  add_raw (tar, "top/hard", '1', "top/dir/a b", 0, "");
  add_raw (tar, "top/dir/soft", '2', "../hard", 0, "");
  save (fixture, tar);
  zante_archive_extract (fixture->file, fixture->dest, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture, "top/hard", "hello");
  assert_content (fixture, "top/dir/soft", "hello");
  g_assert_cmpuint (mode_of (fixture, "top/hard"), ==, 0755);
}

static void
test_strip_and_installed (Fixture *fixture, gconstpointer data)
{
  const ZanteArchiveOptions options = {.strip = 1, .installed = TRUE};
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  add_raw (tar, "only-one", '0', "", 1, "x");
  add_raw (tar, "top/file", '0', "", 5, "hello");
  add_raw (tar, "top/hard", '1', "top/file", 0, "");
  add_raw (tar, "top/absolute", '2', "/usr/lib/x", 0, "");
  save (fixture, tar);
  zante_archive_extract (fixture->file, fixture->dest, &options, &error);
  g_assert_no_error (error);
  assert_content (fixture, "hard", "hello");
  g_assert_cmpuint (mode_of (fixture, "file"), ==, 04755);
  g_autofree char *skipped = g_build_filename (fixture->dest, "only-one", NULL);
  g_assert_false (g_file_test (skipped, G_FILE_TEST_EXISTS));
}

static void
test_replaces (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *link = g_build_filename (fixture->dest, "file", NULL);
  g_mkdir (fixture->dest, 0755);
  g_assert_cmpint (symlink (fixture->beyond, link), ==, 0);
  add_raw (tar, "file", '0', "", 3, "one");
  add_raw (tar, "file", '0', "", 3, "two");
  save (fixture, tar);
  zante_archive_extract (fixture->file, fixture->dest, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture, "file", "two");
}

typedef struct {
  const char *test;
  const char *name;
  char type;
  const char *target;
  const char *why;
} Hostile;

static const Hostile hostile[] = {
    {"dotdot", "a/../../beyond", '0', "", "'..'"},
    {"absolute", "/tmp/zante-beyond", '0', "", "absolute name"},
    {"character-device", "null", '3', "", "device"},
    {"block-device", "sda", '4', "", "device"},
    {"fifo", "pipe", '6', "", "device"},
    {"link-absolute", "l", '2', "/etc/passwd", "leads out"},
    {"link-up", "a/l", '2', "../../beyond", "leads out"},
    {"link-down-and-up", "l", '2', "x/../../beyond", "leads out"},
    {"hardlink-up", "h", '1', "../beyond", "'..'"},
    {"hardlink-absolute", "h", '1', "/etc/passwd", "absolute name"},
    {"hardlink-missing", "h", '1', "nothing", "no file of the archive"},
    {"hardlink-self", "h", '1', "h", "itself"},
    {"deep", "1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/",
     '5', "", NULL},
};

static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  const Hostile *entry = data;
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, entry->name, entry->type, entry->target, entry->type == '0' ? 4 : 0,
           entry->type == '0' ? "evil" : "");
  save (fixture, tar);
  if (entry->why != NULL)
    assert_refused (fixture, NULL, entry->why);
  else
    g_assert_true (zante_archive_extract (fixture->file, fixture->dest, NULL, NULL));
}

/* Whatever kind of link stands in the way, the name behind it must not be written. */
static void
test_through_link (Fixture *fixture, gconstpointer data)
{
  const ZanteArchiveOptions options = {.installed = TRUE};
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "l", '2', data, 0, "");
  add_raw (tar, "l/beyond", '0', "", 4, "evil");
  save (fixture, tar);
  assert_refused (fixture, &options, "in its way");
}

static void
test_hardlink_through_link (Fixture *fixture, gconstpointer data)
{
  const ZanteArchiveOptions options = {.installed = TRUE};
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "l", '2', "..", 0, "");
  add_raw (tar, "h", '1', "l/beyond", 0, "");
  save (fixture, tar);
  assert_refused (fixture, &options, "in its way");
}

/* A hard link to a symbolic link, then data written "into" it. */
static void
test_hardlink_to_link (Fixture *fixture, gconstpointer data)
{
  const ZanteArchiveOptions options = {.installed = TRUE};
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "l", '2', "../beyond", 0, "");
  add_raw (tar, "h", '1', "l", 0, "");
  save (fixture, tar);
  assert_refused (fixture, &options, "no file of the archive");
}

static void
test_folder_over_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "x", '2', "..", 0, "");
  add_raw (tar, "x", '5', "", 0, "");
  save (fixture, tar);
  assert_refused (fixture, &(ZanteArchiveOptions){.installed = TRUE}, "in its place");
}

static void
test_file_over_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "x/y", '5', "", 0, "");
  add_raw (tar, "x", '0', "", 0, "");
  save (fixture, tar);
  assert_refused (fixture, NULL, "would replace a folder");
}

static void
test_too_many_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "bomb", '0', "", G_GUINT64_CONSTANT (077777777777), "x");
  save (fixture, tar);
  assert_refused (fixture, &(ZanteArchiveOptions){.max_bytes = 1000}, "more than 1000 bytes");
}

static void
test_too_many_entries (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  for (int i = 0; i < 4; i++)
    add_raw (tar, "d/", '5', "", 0, "");
  save (fixture, tar);
  assert_refused (fixture, &(ZanteArchiveOptions){.max_entries = 3}, "more than 3 entries");
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "f", '0', "", 100000, "only this");
  save (fixture, tar);
  assert_refused (fixture, NULL, "damaged");
}

static void
test_not_an_archive (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->file, data, -1, NULL));
  assert_refused (fixture, NULL, "damaged");
}

static void
test_digest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  add_raw (tar, "f", '0', "", 1, "x");
  save (fixture, tar);
  g_autofree char *good = zante_hash_bytes (tar->data, tar->len);
  g_autofree char *bad = zante_hash_bytes ("", 0);
  assert_refused (fixture, &(ZanteArchiveOptions){.sha256 = bad}, "SHA-256");
  g_assert_false (g_file_test (fixture->dest, G_FILE_TEST_EXISTS));
  g_assert_true (zante_archive_extract (fixture->file, fixture->dest,
                                        &(ZanteArchiveOptions){.sha256 = good}, NULL));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) tar = g_byte_array_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  add_raw (tar, "f", '0', "", 1, "x");
  save (fixture, tar);
  g_cancellable_cancel (cancellable);
  const ZanteArchiveOptions options = {.cancellable = cancellable};
  g_assert_false (zante_archive_extract (fixture->file, fixture->dest, &options, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct {
  const char *test;
  int (*format) (struct archive *);
  int (*filter) (struct archive *);
} Kind;

static const Kind kinds[] = {
    {"tar.gz", archive_write_set_format_pax, archive_write_add_filter_gzip},
    {"tar.bz2", archive_write_set_format_gnutar, archive_write_add_filter_bzip2},
    {"tar.xz", archive_write_set_format_ustar, archive_write_add_filter_xz},
    {"tar.zst", archive_write_set_format_pax_restricted, archive_write_add_filter_zstd},
    {"zip", archive_write_set_format_zip, archive_write_add_filter_none},
};

/* Names outside ASCII must survive in any locale: the tests run in "C". */
static void
test_kind (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = data;
  const char *name = kind->format == archive_write_set_format_ustar ? "d/name" : "d/n\xc3\xa4me";
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  g_autoptr (GError) error = NULL;
  locale_t utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", NULL);
  uselocale (utf8);
  kind->format (archive);
  kind->filter (archive);
  g_assert_cmpint (archive_write_open_filename (archive, fixture->file), ==, ARCHIVE_OK);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_mtime (entry, 1000000, 0);
  archive_entry_set_size (entry, 5);
  g_assert_cmpint (archive_write_header (archive, entry), >=, ARCHIVE_WARN);
  g_assert_cmpint (archive_write_data (archive, "hello", 5), ==, 5);
  archive_entry_free (entry);
  g_assert_cmpint (archive_write_free (archive), ==, ARCHIVE_OK);
  uselocale (LC_GLOBAL_LOCALE);
  freelocale (utf8);
  zante_archive_extract (fixture->file, fixture->dest, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture, name, "hello");
  g_assert_cmpuint (mode_of (fixture, name), ==, 0644);
}

static void
test_stem (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *path, *stem, *ending;
  } cases[] = {
      {"xen-4.17.tar.xz", "xen-4.17", ".tar.xz"},
      {"/a.tar.d/xen-4.17.tgz", "xen-4.17", ".tar.gz"},
      {"https://host/old.tar.gz/xen-4.17.tar.bz2?token=a.tar.xz#x", "xen-4.17", ".tar.bz2"},
      {"odd?.tar", "odd?", ".tar"},
      {"pool/x/xen_4.17.orig.tar.xz.asc", "xen_4.17.orig.tar.xz.asc", NULL},
      {"xen.target-1.0", "xen.target-1.0", NULL},
      {"a.tar.old-2.tar.zst", "a.tar.old-2", ".tar.zst"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *ending = NULL;
      g_autofree char *stem = zante_archive_stem (cases[i].path, &ending);
      g_assert_cmpstr (stem, ==, cases[i].stem);
      g_assert_cmpstr (ending, ==, cases[i].ending);
    }
}

static void
add (const char *name, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/archive/", name, NULL);
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("plain", NULL, test_plain);
  add ("strip-and-installed", NULL, test_strip_and_installed);
  add ("replaces-links", NULL, test_replaces);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    add (hostile[i].test, &hostile[i], test_hostile);
  add ("through-relative-link", "..", test_through_link);
  add ("through-absolute-link", "/tmp", test_through_link);
  add ("through-own-link", ".", test_through_link);
  add ("hardlink-through-link", NULL, test_hardlink_through_link);
  add ("hardlink-to-link", NULL, test_hardlink_to_link);
  add ("folder-over-link", NULL, test_folder_over_file);
  add ("file-over-folder", NULL, test_file_over_folder);
  add ("too-many-bytes", NULL, test_too_many_bytes);
  add ("too-many-entries", NULL, test_too_many_entries);
  add ("truncated", NULL, test_truncated);
  add ("empty-file", "", test_not_an_archive);
  add ("text", "this is no archive at all", test_not_an_archive);
  add ("stem", NULL, test_stem);
  add ("digest", NULL, test_digest);
  add ("cancelled", NULL, test_cancelled);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    add (kinds[i].test, &kinds[i], test_kind);
  return g_test_run ();
}
