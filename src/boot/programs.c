/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/programs.h"

#include <string.h>

#include "base/error.h"
#include "boot/image/layout.h"
#include "boot/image/rootdir.h"

enum { TIME_LIMIT = 200 };

/* Below the private directory; until 4.20 beside the other programs. Without arguments they test,
 * so what wants some (depriv-fd-checker) is called otherwise. */
static const char *const patterns[] = {"xen-*/tests/test-*", "xen-*/bin/test-*"};

static ZanteGuest *
new_program (const char *path)
{
  ZanteGuest *guest = g_new0 (ZanteGuest, 1);
  guest->name = g_path_get_basename (path);
  guest->summary = g_strdup_printf ("upstream's tools/tests/%s", guest->name + strlen ("test-"));
  guest->program = g_strdup (path);
  guest->timeout = TIME_LIMIT;
  return guest;
}

static GPtrArray *
find_all (const char *root, const ZanteLayout *layout)
{
  GPtrArray *programs = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_guest_free);
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autofree char *pattern
          = g_build_filename (zante_boot_directory (layout, "libexecdir"), patterns[i], NULL);
      g_autoptr (GPtrArray) paths = zante_rootdir_glob (root, pattern);
      for (guint j = 0; j < paths->len; j++)
        g_ptr_array_add (programs, new_program (paths->pdata[j]));
    }
  return programs;
}

/* Whether every name of ONLY is there. */
static gboolean
check_only (const GPtrArray *programs, const char *const *only, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < programs->len; i++)
    g_ptr_array_add (names, ((const ZanteGuest *)programs->pdata[i])->name);
  g_ptr_array_add (names, NULL);
  const char *const *known = (const char *const *)names->pdata;
  for (; only != NULL && *only != NULL; only++)
    if (!g_strv_contains (known, *only))
      {
        g_autofree char *all = g_strjoinv (", ", (char **)names->pdata);
        return zante_error_set (error, ZANTE_ERROR_INPUT, "no test '%s' (there is %s)", *only, all);
      }
  return TRUE;
}

GPtrArray *
zante_programs_find (const char *root, const ZanteLayout *layout, const char *const *only,
                     GError **error)
{
  g_autoptr (GPtrArray) programs = find_all (root, layout);
  if (programs->len == 0)
    return zante_error_null (
        error, ZANTE_ERROR_INPUT,
        "there are no test programs in '%s' (run 'zante --set tools.tests=yes build')", root);
  if (!check_only (programs, only, error))
    return NULL;
  for (guint i = programs->len; i-- > 0;)
    if (only != NULL && !g_strv_contains (only, ((ZanteGuest *)programs->pdata[i])->name))
      g_ptr_array_remove_index (programs, i);
  g_ptr_array_sort (programs, zante_guest_compare);
  return g_steal_pointer (&programs);
}
