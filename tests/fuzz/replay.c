/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feed the corpus of one fuzz target to its entry point, one TAP line per file. */
#include <glib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static int
replay_file (const char *dir, const char *name, int number)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;
  gboolean readable = g_file_get_contents (path, &data, &size, NULL);
  if (readable)
    LLVMFuzzerTestOneInput ((const guint8 *)data, size);
  g_print ("%s %d - %s\n", readable ? "ok" : "not ok", number, name);
  return readable ? 0 : 1;
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_path_get_basename (argv[0]);
  const char *target = g_str_has_prefix (program, "fuzz-") ? program + strlen ("fuzz-") : program;
  g_autofree char *dir
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fuzz", "corpus", target, NULL);
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  int number = 0, failed = 0;
  if (handle == NULL)
    {
      g_print ("1..1\nnot ok 1 - no corpus for %s\n", target);
      return 1;
    }
  for (const char *name = g_dir_read_name (handle); name != NULL; name = g_dir_read_name (handle))
    failed += replay_file (dir, name, ++number);
  g_print ("1..%d\n", number);
  return failed == 0 ? 0 : 1;
}
