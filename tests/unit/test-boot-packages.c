/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which package files are booted, by what they say of themselves. */
#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>

#include "base/fs.h"
#include "boot/image/packages.h"
#include "boot/image/rpm-header.h"

/* Debian packages ---------------------------------------------------------------------------- */

static void
add_member (struct archive *archive, const char *name, const void *data, gsize size)
{
  struct archive_entry *entry = archive_entry_new ();
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (gint64)size);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, data, size), ==, (gssize)size);
  archive_entry_free (entry);
}

/* A package of which nothing but the control file is there. */
static void
write_deb (const char *path, const char *control)
{
  char inner[16384];
  size_t used = 0;
  struct archive *tar = archive_write_new (), *ar = archive_write_new ();
  archive_write_set_format_ustar (tar);
  archive_write_open_memory (tar, inner, sizeof inner, &used);
  add_member (tar, "./control", control, strlen (control));
  archive_write_close (tar);
  archive_write_free (tar);
  archive_write_set_format_ar_bsd (ar);
  g_assert_cmpint (archive_write_open_filename (ar, path), ==, ARCHIVE_OK);
  add_member (ar, "debian-binary", "2.0\n", 4);
  add_member (ar, "control.tar", inner, used);
  archive_write_close (ar);
  archive_write_free (ar);
}

/* The names of those that are chosen, each followed by a blank. */
static char *
choose (const char *folder, const char *const *names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (; *names != NULL; names++)
    {
      g_autofree char *path = g_build_filename (folder, *names, NULL);
      g_strv_builder_add (builder, path);
    }
  g_auto (GStrv) files = g_strv_builder_end (builder);
  g_autoptr (GPtrArray) chosen = zante_packages_choose ((const char *const *)files, NULL);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < chosen->len; i++)
    {
      g_autofree char *name = g_path_get_basename (chosen->pdata[i]);
      g_string_append_printf (text, "%s ", name);
    }
  return g_string_free (text, FALSE);
}

/* Names say nothing: an old revision may be called anything. */
static void
test_newest_deb (void)
{
  static const char *const controls[][2] = {
      {"a.deb", "Package: xen-utils-4.17\nVersion: 4.17.9-1\nSection: admin\n"},
      {"b.deb", "Package: xen-utils-4.17\nVersion: 4.17.10-1\nSection: admin\n"
                "Depends: libxen-plugin (>= 1), libc6\n"},
      {"c.deb", "Package: xen-utils-4.17\nVersion: 4.17.10~rc1-1\nSection: admin\n"},
      {"d.deb", "Package: libxen-dev\nVersion: 4.17.10-1\nSection: libdevel\n"},
      {"e.deb", "Package: libxen-plugin\nVersion: 1\nSection: ocaml\nArchitecture: amd64\n"},
      {"h.deb", "Package: libxen-plugin\nVersion: 0\nSection: ocaml\nArchitecture: all\n"},
  };
  static const char *const names[]
      = {"a.deb", "b.deb", "c.deb", "d.deb", "e.deb", "f.deb", "g.tar.zst", "h.deb", NULL};
  g_autofree char *folder = g_dir_make_tmp ("zante-boot-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      g_autofree char *path = g_build_filename (folder, controls[i][0], NULL);
      write_deb (path, controls[i][1]);
    }
  /* What cannot be told apart is left to the unpacking, which says why. */
  g_autofree char *bad = g_build_filename (folder, "f.deb", NULL);
  g_assert_true (g_file_set_contents (bad, "text", -1, NULL));
  g_autofree char *chosen = choose (folder, names);
  g_assert_cmpstr (chosen, ==, "b.deb e.deb f.deb g.tar.zst ");
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

/* rpm packages ------------------------------------------------------------------------------- */

static void
append_number (GByteArray *bytes, guint32 number)
{
  guint32 big = GUINT32_TO_BE (number);
  g_byte_array_append (bytes, (const guint8 *)&big, 4);
}

/* A header whose values are strings, one of each tag. */
static void
append_header (GByteArray *bytes, const guint32 *tags, const char *const *values)
{
  static const guint8 magic[] = {0x8e, 0xad, 0xe8, 0x01, 0, 0, 0, 0};
  guint32 n = 0, size = 0;
  for (; values[n] != NULL; n++)
    size += (guint32)strlen (values[n]) + 1;
  g_byte_array_append (bytes, magic, sizeof magic);
  append_number (bytes, n);
  append_number (bytes, size);
  for (guint32 i = 0, at = 0; i < n; at += (guint32)strlen (values[i]) + 1, i++)
    {
      append_number (bytes, tags[i]);
      append_number (bytes, 6);
      append_number (bytes, at);
      append_number (bytes, 1);
    }
  for (guint32 i = 0; i < n; i++)
    g_byte_array_append (bytes, (const guint8 *)values[i], (guint)strlen (values[i]) + 1);
}

static GByteArray *
rpm_new (const char *name, const char *version, const char *release, const char *needs)
{
  static const guint32 tags[] = {1000, 1001, 1002, 1049};
  static const guint32 signature_tags[] = {269};
  static const char *const signatures[] = {"x", NULL};
  const char *const values[] = {name, version, release, needs, NULL};
  GByteArray *bytes = g_byte_array_new ();
  guint8 lead[96] = {0xed, 0xab, 0xee, 0xdb};
  g_byte_array_append (bytes, lead, sizeof lead);
  append_header (bytes, signature_tags, signatures);
  while (bytes->len % 8 != 0)
    g_byte_array_append (bytes, (const guint8 *)"", 1);
  append_header (bytes, tags, values);
  return bytes;
}

static void
test_rpm_header (void)
{
  g_autoptr (GByteArray) bytes = rpm_new ("xen-libs", "4.20.4", "2", "libc.so.6");
  g_autoptr (ZanteRpmHeader) header = zante_rpm_header_read (bytes->data, bytes->len);
  g_assert_nonnull (header);
  g_assert_cmpstr (header->name, ==, "xen-libs");
  g_assert_cmpstr (header->version, ==, "4.20.4-2");
  g_assert_cmpstr (header->requires[0], ==, "libc.so.6");
  g_assert_false (header->source);
  /* Cut anywhere it is none, and nothing behind the end is read. */
  for (guint size = 0; size < bytes->len; size++)
    {
      g_autofree guint8 *exact = g_memdup2 (bytes->data, size);
      g_autoptr (ZanteRpmHeader) cut = zante_rpm_header_read (exact, size);
      g_assert_null (cut);
    }
}

static void
test_newest_rpm (void)
{
  static const struct {
    const char *file, *name, *release, *needs;
  } cases[] = {
      {"a.rpm", "xen-runtime", "10", "xen-doc"},  {"b.rpm", "xen-runtime", "9", "nothing"},
      {"c.rpm", "xen-devel", "1", "xen-runtime"}, {"d.rpm", "xen-doc", "1", "nothing"},
      {"e.rpm", "xen-debuginfo", "1", "nothing"},
  };
  static const char *const names[] = {"a.rpm", "b.rpm", "c.rpm", "d.rpm", "e.rpm", NULL};
  g_autofree char *folder = g_dir_make_tmp ("zante-boot-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (folder, cases[i].file, NULL);
      g_autoptr (GByteArray) bytes
          = rpm_new (cases[i].name, "4.20.4", cases[i].release, cases[i].needs);
      g_assert_true (
          g_file_set_contents (path, (const char *)bytes->data, (gssize)bytes->len, NULL));
    }
  g_autofree char *chosen = choose (folder, names);
  g_assert_cmpstr (chosen, ==, "a.rpm d.rpm ");
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boot/packages/newest-deb", test_newest_deb);
  g_test_add_func ("/boot/packages/rpm-header", test_rpm_header);
  g_test_add_func ("/boot/packages/newest-rpm", test_newest_rpm);
  return g_test_run ();
}
