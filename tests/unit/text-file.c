/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text-file.h"

#include "base/fs.h"

void
text_file_write (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_assert_true (zante_fs_make_dirs (parent, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}
