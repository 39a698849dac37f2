/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "recipe/parts.h"

enum { DEBIAN, FEDORA, UPSTREAM, N_LAYOUTS };
const char *const zante_layout_names[] = {"debian", "fedora", "upstream", NULL};

/* In order: a path may use the variables above it. The first path that is NULL stands for that of
 * the first column. debian and fedora follow their packages of Xen (Debian: /usr/lib, so that
 * lintian takes the private directory for the package's own); upstream is what Xen's configure does
 * by itself. No EFI image is named /boot/xen*: GRUB's 20_linux_xen has an entry for whatever is,
 * and its multiboot loader takes no PE file. */
static const struct {
  const char *name;
  const char *path[N_LAYOUTS];
} directories[] = {
    {"prefix", {"/usr", "/usr", "/usr/local"}},
    {"exec_prefix", {"$prefix"}},
    {"bindir", {"$exec_prefix/bin"}},
    {"sbindir", {"$exec_prefix/sbin"}},
    {"libdir", {"$exec_prefix/lib/$multiarch", "$exec_prefix/lib64", "$exec_prefix/lib"}},
    {"libexecdir", {"$exec_prefix/lib", "$exec_prefix/libexec", "$exec_prefix/libexec"}},
    {"includedir", {"$prefix/include"}},
    {"datadir", {"$prefix/share"}},
    {"mandir", {"$datadir/man"}},
    {"docdir", {"$datadir/doc"}},
    {"sysconfdir", {"/etc"}},
    {"localstatedir", {"/var"}},
    {"rundir", {"/run"}},
    {"bootdir", {"/boot"}},
    {"efidir", {"$prefix/lib/efi", "/boot/efi/EFI/fedora"}},
    {"private_dir", {"$libexecdir/xen-$xen_version"}},
    {"private_libdir", {"$private_dir/lib"}},
};

/* The tuple of Debian's multiarch for the machine that zante was built for. */
static const char *
multiarch (void)
{
#if defined __x86_64__
  return "x86_64-linux-gnu";
#elif defined __aarch64__
  return "aarch64-linux-gnu";
#elif defined __i386__
  return "i386-linux-gnu";
#elif defined __arm__
  return "arm-linux-gnueabihf";
#elif defined __riscv && __riscv_xlen == 64
  return "riscv64-linux-gnu";
#elif defined __powerpc64__ && defined __LITTLE_ENDIAN__
  return "powerpc64le-linux-gnu";
#else
#error "add this machine's multiarch tuple"
#endif
}

static gboolean
is_fixed (const char *name)
{
  return g_str_has_prefix (name, "private_") || strcmp (name, "multiarch") == 0;
}

gboolean
zante_layout_has (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (directories); i++)
    if (strcmp (directories[i].name, name) == 0)
      return TRUE;
  return strcmp (name, "multiarch") == 0;
}

void
zante_layout_free (ZanteLayout *layout)
{
  if (layout == NULL)
    return;
  g_free (layout->name);
  if (layout->dirs != NULL)
    g_hash_table_unref (layout->dirs);
  g_free (layout);
}

/* The path of the highest layer that gives one, and its file. */
static const char *
given_path (const ZanteLayers *layers, const char *name, const char **file)
{
  const char *path = NULL;
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    {
      const ZanteSettings *settings = layers->layer[layer];
      const char *here = settings == NULL || settings->directories == NULL
                             ? NULL
                             : g_hash_table_lookup (settings->directories, name);
      if (here == NULL)
        continue;
      path = here;
      *file = settings->file;
    }
  return path;
}

/* Paths go through make and shell of the components: only what needs no quoting anywhere. */
static gboolean
is_clean_path (const char *path)
{
  if (*path != '/' || strstr (path, "//") != NULL || strlen (path) > 512)
    return FALSE;
  g_autofree char *canonical = g_canonicalize_filename (path, "/");
  for (const char *c = path; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("/._+-~", *c) == NULL)
      return FALSE;
  return strcmp (canonical, path) == 0;
}

static gboolean
set_directory (ZanteLayout *layout, GPtrArray *variables, const char *name, const char *template,
               const char *file, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *pointer = zante_pointer ("directories", name, NULL);
  g_autofree char *path
      = zante_recipe_expand (template, (const char *const *)variables->pdata, &local);
  if (path == NULL)
    return zante_complain (error, file, pointer, "%s", local->message);
  if (!is_clean_path (path))
    return zante_complain (error, file, pointer,
                           "'%s' is no directory that can be used: write an absolute path of "
                           "letters, digits and '._+-~'",
                           path);
  variables->pdata[variables->len - 1] = g_strdup_printf ("%s=%s", name, path);
  g_ptr_array_add (variables, NULL);
  g_hash_table_insert (layout->dirs, g_strdup (name), g_steal_pointer (&path));
  return TRUE;
}

static gboolean
check_names (const ZanteSettings *settings, GError **error)
{
  if (settings == NULL)
    return TRUE;
  g_autofree char **keys = zante_strings_keys (settings->directories);
  for (char **name = keys; *name != NULL; name++)
    {
      if (zante_layout_has (*name) && !is_fixed (*name))
        continue;
      const char *names[G_N_ELEMENTS (directories) + 1] = {NULL};
      for (gsize i = 0, n = 0; i < G_N_ELEMENTS (directories); i++)
        if (!is_fixed (directories[i].name))
          names[n++] = directories[i].name;
      g_autofree char *pointer = zante_pointer ("directories", *name, NULL);
      g_autofree char *key = g_strconcat (pointer, "#", NULL);
      g_autofree char *hint = zante_hint_names (*name, names);
      return zante_complain (error, settings->file, key, "'%s' is no directory that can be set%s",
                             *name, hint);
    }
  return TRUE;
}

static gboolean
fill (ZanteLayout *layout, const ZanteLayers *layers, gsize column, const char *xen_version,
      GError **error)
{
  const ZanteSettings *stack = layers->layer[ZANTE_LAYER_STACK];
  g_autoptr (GPtrArray) variables = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (variables, g_strdup_printf ("xen_version=%s", xen_version));
  g_ptr_array_add (variables, g_strdup_printf ("multiarch=%s", multiarch ()));
  g_ptr_array_add (variables, NULL);
  g_hash_table_insert (layout->dirs, g_strdup ("multiarch"), g_strdup (multiarch ()));
  for (gsize i = 0; i < G_N_ELEMENTS (directories); i++)
    {
      const char *file = stack == NULL ? NULL : stack->file;
      const char *path = given_path (layers, directories[i].name, &file);
      if (path == NULL)
        path = directories[i].path[column];
      if (path == NULL)
        path = directories[i].path[0];
      if (!set_directory (layout, variables, directories[i].name, path, file, error))
        return FALSE;
    }
  return TRUE;
}

ZanteLayout *
zante_layout_new (const ZanteLayers *layers, const char *name, const char *xen_version,
                  GError **error)
{
  gsize column = 0;
  while (strcmp (zante_layout_names[column], name) != 0)
    column++;
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    if (!check_names (layers->layer[layer], error))
      return NULL;
  ZanteLayout *layout = g_new0 (ZanteLayout, 1);
  layout->name = g_strdup (name);
  layout->dirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (fill (layout, layers, column, xen_version, error))
    return layout;
  zante_layout_free (layout);
  return NULL;
}

ZanteLayout *
zante_layout_standard (const char *name, const char *xen_version)
{
  const ZanteLayers none = {{NULL}};
  return zante_layout_new (&none, name, xen_version, NULL);
}
