/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpacking any archive: the first byte chooses the options, tar checksums are put right so that
 * the fuzzer gets past them, and nothing may appear outside of the destination. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/fs.h"

enum { BLOCK = 512 };

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
mend_checksums (guint8 *tar, gsize size)
{
  for (gsize at = 0; at + BLOCK <= size; at += BLOCK)
    {
      guint8 *header = tar + at;
      guint sum = 0;
      if (memcmp (header + 257, "ustar", 5) != 0)
        continue;
      memset (header + 148, ' ', 8);
      for (gsize i = 0; i < BLOCK; i++)
        sum += header[i];
      g_snprintf ((char *)header + 148, 8, "%06o", sum & 0777777);
    }
}

/* A folder of our own whose only other content is a file that must survive. */
static const char *
scratch (void)
{
  static char *folder;
  if (folder != NULL)
    return folder;
  gboolean in_memory = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR);
  folder = g_build_filename (in_memory ? "/dev/shm" : g_get_tmp_dir (), "zante-fuzz-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (folder));
  return folder;
}

static void
assert_untouched (const char *folder, const char *canary)
{
  g_autofree char *content = NULL;
  guint names = 0;
  struct stat st;
  g_assert_true (g_file_get_contents (canary, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "untouched");
  g_assert_true (lstat (canary, &st) == 0 && st.st_nlink == 1 && (st.st_mode & 07777) == 0600);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    names++;
  g_assert_cmpuint (names, <=, 2);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size < 1)
    return 0;
  const ZanteArchiveOptions options = {
      .max_bytes = 1 << 20,
      .max_entries = 200,
      .strip = data[0] >> 1 & 3,
      .installed = data[0] & 1,
  };
  g_autofree char *canary = g_build_filename (scratch (), "canary", NULL);
  g_autofree char *dest = g_build_filename (scratch (), "dest", NULL);
  g_autofree guint8 *archive = g_memdup2 (data + 1, size - 1);
  g_autoptr (GError) error = NULL;
  g_auto (ZanteFd) fd = memfd_create ("archive", MFD_CLOEXEC);
  if ((data[0] & 8) == 0)
    mend_checksums (archive, size - 1);
  g_assert_cmpint (write (fd, archive, size - 1), ==, (gssize)(size - 1));
  g_assert_true (
      g_file_set_contents_full (canary, "untouched", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  gboolean done = zante_archive_extract_fd (fd, "fuzz", dest, &options, &error);
  g_assert_true (done == (error == NULL));
  assert_untouched (scratch (), canary);
  g_assert_true (zante_fs_remove_tree (scratch (), NULL));
  g_assert_cmpint (g_mkdir (scratch (), 0700), ==, 0);
  return 0;
}

/* The scratch folder goes with the process. */
__attribute__ ((destructor)) static void
clean_up (void)
{
  zante_fs_remove_tree (scratch (), NULL);
}
