/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small parts of the stage package. */
#include "package/glob.h"

static void
test_glob (void)
{
  static const struct {
    const char *pattern, *path;
    gboolean matches;
  } cases[] = {
      {"/usr/bin/xl", "/usr/bin/xl", TRUE},
      {"/usr/bin/xl", "/usr/bin/xl2", FALSE},
      {"/usr/bin/*", "/usr/bin/xl", TRUE},
      {"/usr/bin/*", "/usr/bin/", TRUE},
      {"/usr/bin/*", "/usr/bin/sub/xl", FALSE},
      {"/usr/bin/?l", "/usr/bin/xl", TRUE},
      {"/usr?bin", "/usr/bin", FALSE},
      {"/usr/**", "/usr/bin/sub/xl", TRUE},
      {"/usr/**", "/var/bin", FALSE},
      {"/usr/**/xl", "/usr/bin/sub/xl", TRUE},
      {"/usr/**/xl", "/usr/bin/sub/xm", FALSE},
      {"/lib/lib*.so.*", "/lib/libxencall.so.1.3", TRUE},
      {"/lib/lib*.so", "/lib/libxencall.so.1.3", FALSE},
      {"/lib/lib*.so", "/lib/libxen.so.so", TRUE},
      {"**/a*b", "/x/ac/ab", TRUE},
      {"**/a*b/c", "/a1/a2b/c", TRUE},
      {"", "", TRUE},
      {"*", "", TRUE},
      {"**", "/any/thing", TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (zante_glob_match (cases[i].pattern, cases[i].path) != cases[i].matches)
      g_error ("'%s' and '%s'", cases[i].pattern, cases[i].path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/package/glob", test_glob);
  return g_test_run ();
}
