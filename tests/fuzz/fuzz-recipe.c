/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values that recipes carry: URLs, refs, versions, paths, and texts with variables. The input
 * is lines; each goes through every check. */
#include <string.h>

#include "recipe/parts.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What a check lets pass is never an option, and never has a control character. */
static void
check_value (const char *(*check) (const char *), const char *value)
{
  if (check (value) != NULL)
    return;
  g_assert_true (*value != '\0' && *value != '-');
  for (const char *c = value; *c != '\0'; c++)
    g_assert_false (g_ascii_iscntrl (*c) || *c == ' ');
}

static void
check_line (const char *line)
{
  static const char *const environ[] = {"a=1", "private_dir=/usr/lib/xen", "name=$a", NULL};
  check_value (zante_check_git_url, line);
  check_value (zante_check_archive_url, line);
  check_value (zante_check_git_ref, line);
  check_value (zante_check_commit, line);
  check_value (zante_check_debian_package, line);
  check_value (zante_check_debian_version, line);
  check_value (zante_check_debian_suite, line);
  check_value (zante_check_pool_path, line);
  g_free (zante_recipe_expand (line, environ, NULL));
  g_free (zante_expand (line, environ, TRUE, NULL));
  g_free (zante_pointer (line, line, NULL));
  g_free (zante_hint_names (line, environ));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    check_line (*line);
  return 0;
}
