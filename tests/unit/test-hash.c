/* SPDX-License-Identifier: GPL-2.0-or-later */
/* base/hash against the vectors of FIPS 180-4 and against GLib's own implementation. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"

static void
test_vectors (void)
{
  g_autofree char *empty = zante_hash_bytes ("", 0);
  g_autofree char *abc = zante_hash_bytes ("abc", 3);
  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_true (zante_hash_is_valid (abc));
  g_assert_false (zante_hash_is_valid (abc + 1));
  g_assert_false (zante_hash_is_valid (NULL));
}

/* Every length around the block size, fed in two pieces. */
static void
test_pieces (void)
{
  guint8 data[300];
  for (gsize i = 0; i < sizeof data; i++)
    data[i] = (guint8)(i * 37);
  for (gsize size = 0; size < sizeof data; size++)
    {
      g_autoptr (ZanteHash) hash = zante_hash_new ();
      zante_hash_update (hash, data, size / 3);
      zante_hash_update (hash, data + size / 3, size - size / 3);
      g_autofree char *digest = zante_hash_finish (hash);
      g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
      g_assert_cmpstr (digest, ==, expected);
    }
}

static char *
hash_strings (const char *first, const char *second)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  zante_hash_update_string (hash, first);
  zante_hash_update_string (hash, second);
  return zante_hash_finish (hash);
}

static void
test_strings_are_separate (void)
{
  g_autofree char *one = hash_strings ("ab", "c");
  g_autofree char *other = hash_strings ("a", "bc");
  g_autofree char *null = hash_strings (NULL, "abc");
  g_autofree char *empty = hash_strings ("", "abc");
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpstr (null, !=, empty);
}

static void
test_file (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("zante-hash-XXXXXX", &path, NULL);
  g_assert_cmpint (write (fd, "abc", 3), ==, 3);
  g_autofree char *by_fd = zante_hash_fd (fd, NULL);
  g_autofree char *by_path = zante_hash_file (path, NULL);
  g_autofree char *expected = zante_hash_bytes ("abc", 3);
  g_assert_cmpstr (by_fd, ==, expected);
  g_assert_cmpstr (by_path, ==, expected);
  g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, 3);
  close (fd);
  g_unlink (path);
  g_assert_null (zante_hash_file (path, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hash/vectors", test_vectors);
  g_test_add_func ("/hash/pieces", test_pieces);
  g_test_add_func ("/hash/strings-are-separate", test_strings_are_separate);
  g_test_add_func ("/hash/file", test_file);
  return g_test_run ();
}
