/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lists of a machine's administrator that are read line by line: the loader's directories
 * (ld.so.conf(5)) and apt's mirrors. */
#include <string.h>

#include "fetch/apt/apt.h"
#include "base/loader/loader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_loader (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      gboolean include;
      const char *path = zante_loader_line (*line, &include);
      g_assert_true (path == NULL || strpbrk (path, "#\n") == NULL);
      g_assert_true (path == NULL || include || *path == '/');
    }
}

static void
check_mirrors (const char *text)
{
  g_autoptr (GPtrArray) mirrors
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_mirror_free);
  zante_apt_add_listed (mirrors, text);
  for (guint i = 0; i < mirrors->len; i++)
    {
      const ZanteMirror *mirror = mirrors->pdata[i];
      g_assert_true (g_str_has_suffix (mirror->root, "/"));
      g_assert_true (strpbrk (mirror->root, " \t\r\n") == NULL);
      g_assert_true (g_str_has_prefix (mirror->root, "http")
                     || g_str_has_prefix (mirror->root, "file:///"));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  check_loader (text);
  check_mirrors (text);
  return 0;
}
