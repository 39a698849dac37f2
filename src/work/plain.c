/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/plain.h"

#include <string.h>

#include "base/strings.h"
#include "work/sandbox.h"

/* DEPS in front of each of DIRS ("A:B"), joined with ':'. DIRS that are NULL are skipped. */
static char *
below (const char *deps, const char *const *dirs, gsize n, const char *suffix)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    if (dirs[i] != NULL)
      g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? ":" : "", deps, dirs[i], suffix);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char **
take (char **env, const char *name, char *value)
{
  env = g_environ_setenv (env, name, value, TRUE);
  g_free (value);
  return env;
}

/* Everything that finds headers, libraries, pkg-config files and programs. LD_LIBRARY_PATH also
 * makes ld(1) find what a library needs in turn. */
static char **
set_deps (char **env, const char *deps)
{
  const char *libdir = g_environ_getenv (env, "libdir");
  const char *private_dir = g_environ_getenv (env, "private_libdir");
  const char *const libraries[] = {libdir, private_dir, "/usr/lib"};
  const char *const shared[] = {"/usr/share"};
  const char *const programs[] = {"/usr/sbin", "/usr/bin"};
  g_autofree char *library_path = below (deps, libraries, G_N_ELEMENTS (libraries), "");
  g_autofree char *arch_pc = below (deps, libraries, G_N_ELEMENTS (libraries), "/pkgconfig");
  g_autofree char *shared_pc = below (deps, shared, G_N_ELEMENTS (shared), "/pkgconfig");
  g_autofree char *path = below (deps, programs, G_N_ELEMENTS (programs), "");
  env = take (env, "CPATH", g_strconcat (deps, "/usr/include", NULL));
  env = take (env, "PKG_CONFIG_PATH", g_strconcat (arch_pc, ":", shared_pc, NULL));
  env = take (env, "PATH", g_strconcat (path, ":", ZANTE_SANDBOX_PATH, NULL));
  env = g_environ_setenv (env, "LIBRARY_PATH", library_path, TRUE);
  return g_environ_setenv (env, "LD_LIBRARY_PATH", library_path, TRUE);
}

char **
zante_work_environment (const char *const *own, const ZanteWorkPlace *place)
{
  char **env = g_strdupv ((char **)own);
  if (env == NULL)
    env = g_new0 (char *, 1);
  env = g_environ_setenv (env, "LC_ALL", "C.UTF-8", FALSE);
  env = g_environ_setenv (env, "TZ", "UTC", FALSE);
  env = g_environ_setenv (env, "DESTDIR", place->stage, TRUE);
  env = g_environ_setenv (env, "srcdir", place->src, TRUE);
  env = g_environ_setenv (env, "component_dir", place->component, TRUE);
  env = g_environ_setenv (env, "HOME", place->home, TRUE);
  env = g_environ_setenv (env, "PATH", ZANTE_SANDBOX_PATH, TRUE);
  /* user 0 in the sandbox is nobody else: tar must not try to restore owners */
  env = g_environ_setenv (env, "TAR_OPTIONS", "--no-same-owner", TRUE);
  env = take (env, "jobs", g_strdup_printf ("%u", place->jobs));
  if (place->makeflags != NULL)
    env = g_environ_setenv (env, "MAKEFLAGS", place->makeflags, TRUE);
  if (place->deps != NULL)
    env = set_deps (env, place->deps);
  qsort (env, g_strv_length (env), sizeof *env, zante_strings_compare);
  return env;
}
