/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/program.h"

#include "base/error.h"

/* In a build tree the programs lie beside zante. */
char *
zante_build_program (const char *name, const char *sibling, GError **error)
{
  g_autofree char *self
      = sibling != NULL ? g_strdup (sibling) : g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = g_build_filename (folder != NULL ? folder : "/", name, NULL);
  g_autofree char *installed = g_build_filename (PKGLIBEXECDIR, name, NULL);
  const char *const places[] = {beside, installed};
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_file_test (places[i], G_FILE_TEST_IS_EXECUTABLE))
      return g_strdup (places[i]);
  return zante_error_null (error, ZANTE_ERROR_HOST,
                           "'%s' is missing (is zante installed completely?)", places[1]);
}
