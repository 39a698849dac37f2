/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/closure.h"

#include <string.h>

#include "base/loader/loader.h"
#include "base/strings.h"

typedef struct {
  ZanteImage *image;
  const ZanteDistribution *distribution;
  GQueue todo;         /* of char*: paths of files in the image, not looked at yet */
  GHashTable *missing; /* set of "PATH needs NAME" */
  GPtrArray *dirs;     /* char*: where the distribution's loader looks */
  const char *told;    /* the one that dom0's loader is told of */
} Closure;

/* Where the loader of this machine looks without being told: multiarch directories on Debian, lib64
 * elsewhere. */
static GPtrArray *
default_dirs (void)
{
  static const char *const multiarch = "/usr/lib/x86_64-linux-gnu";
  GPtrArray *dirs = g_ptr_array_new_with_free_func (g_free);
  gboolean has_multiarch = g_file_test (multiarch, G_FILE_TEST_IS_DIR);
  g_ptr_array_add (dirs, g_strdup (has_multiarch ? multiarch : "/usr/lib64"));
  g_ptr_array_add (dirs, g_strdup ("/usr/lib"));
  return dirs;
}

gboolean
zante_closure_is_default (const char *dir)
{
  g_autoptr (GPtrArray) dirs = default_dirs ();
  g_autofree char *path = zante_image_path (dir);
  return zante_strings_has (dirs, path);
}

/* A library of the stack comes before the distribution's of the same name. */
static GPtrArray *
loader_dirs (const ZanteDistribution *distribution, const char *libdir)
{
  GPtrArray *dirs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) defaults = default_dirs ();
  if (!zante_closure_is_default (libdir))
    g_ptr_array_add (dirs, zante_image_path (libdir));
  for (const char *const *root = distribution->roots; *root != NULL; root++)
    {
      g_autoptr (GPtrArray) cached = zante_loader_conf (*root);
      for (guint i = 0; i < cached->len; i++)
        zante_strings_take (dirs, zante_image_path (cached->pdata[i]));
    }
  for (guint i = 0; i < defaults->len; i++)
    zante_strings_add (dirs, defaults->pdata[i]);
  return dirs;
}

static ZanteElf *
read_elf (const ZanteImageEntry *entry)
{
  g_autoptr (GBytes) data = zante_image_read (entry, NULL);
  gsize size = 0;
  gconstpointer bytes = data == NULL ? NULL : g_bytes_get_data (data, &size);
  return bytes == NULL || !zante_elf_is_magic (bytes, size) ? NULL
                                                            : zante_elf_read (bytes, size, NULL);
}

static gboolean
host_is_compatible (const char *host, const ZanteElf *with)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (host, FALSE, NULL);
  if (map == NULL)
    return FALSE;
  g_autoptr (ZanteElf) elf
      = zante_elf_read (g_mapped_file_get_contents (map), g_mapped_file_get_length (map), NULL);
  return elf != NULL && (with == NULL || zante_elf_is_compatible (elf, with));
}

static gboolean
is_in_image (Closure *closure, const char *dir, const char *name, const ZanteElf *with)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  const ZanteImageEntry *entry = zante_image_find (closure->image, path);
  g_autoptr (ZanteElf) elf
      = entry != NULL && entry->kind == ZANTE_IMAGE_FILE ? read_elf (entry) : NULL;
  return elf != NULL && (with == NULL || zante_elf_is_compatible (elf, with));
}

/* Take PATH of the distribution into the image. */
static gboolean
take (Closure *closure, const char *path, const ZanteElf *with)
{
  g_autofree char *host = zante_distribution_find (closure->distribution, path);
  if (host == NULL || !host_is_compatible (host, with))
    return FALSE;
  zante_image_add_host (closure->image, path, host, 0);
  g_queue_push_tail (&closure->todo, zante_image_path (path));
  return TRUE;
}

static gboolean
take_from (Closure *closure, const char *dir, const char *name, const ZanteElf *with)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  return take (closure, path, with);
}

static gboolean
is_xens_own (const char *name)
{
  return g_str_has_prefix (name, "libxen") || g_str_has_prefix (name, "libxl")
         || g_str_has_prefix (name, "libfsimage");
}

/* dom0 has no cache of its loader: what that would know is linked where it looks without. */
static void
make_known (Closure *closure, const char *dir, const char *name)
{
  g_autoptr (GPtrArray) defaults = default_dirs ();
  g_autofree char *link = g_build_filename (defaults->pdata[0], name, NULL);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  if (!zante_strings_has (defaults, dir) && strcmp (dir, closure->told) != 0
      && zante_image_find (closure->image, link) == NULL)
    zante_image_add_link (closure->image, link, path);
}

/* What a file of the image wants. */
typedef struct {
  Closure *closure;
  const ZanteElf *elf;
  gboolean may_look, may_take;
} Wanted;

static gboolean
try_file (const char *dir, const char *name, gpointer user_data)
{
  const Wanted *wanted = user_data;
  return (wanted->may_look && is_in_image (wanted->closure, dir, name, wanted->elf))
         || (wanted->may_take && take_from (wanted->closure, dir, name, wanted->elf));
}

static gboolean
try_known (const char *dir, const char *name, gpointer user_data)
{
  const Wanted *wanted = user_data;
  if (!try_file (dir, name, user_data))
    return FALSE;
  make_known (wanted->closure, dir, name);
  return TRUE;
}

/* What is in the image goes before what could be taken, wherever the loader looks by itself. */
static gboolean
find_needed (Closure *closure, const ZanteImageEntry *entry, const ZanteElf *elf, const char *name)
{
  g_autofree char *origin = g_path_get_dirname (entry->path);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gboolean may_take = !entry->tested || !is_xens_own (name);
  Wanted own = {closure, elf, TRUE, may_take}, here = {closure, elf, TRUE, FALSE},
         there = {closure, elf, FALSE, may_take};
  return zante_loader_search (elf, origin, name, none, try_file, &own)
         || zante_loader_try_dirs (closure->dirs, name, try_known, &here)
         || zante_loader_try_dirs (closure->dirs, name, try_known, &there);
}

static void
look_at (Closure *closure, const char *path)
{
  const ZanteImageEntry *entry = zante_image_find (closure->image, path);
  g_autoptr (ZanteElf) elf = entry == NULL ? NULL : read_elf (entry);
  if (elf == NULL || elf->detached || zante_elf_is_static (elf))
    return;
  if (elf->interp != NULL && zante_image_find (closure->image, elf->interp) == NULL
      && !take (closure, elf->interp, elf))
    g_hash_table_add (closure->missing, g_strdup_printf ("%s needs %s", path, elf->interp));
  for (char **name = elf->needed; *name != NULL; name++)
    if (!find_needed (closure, entry, elf, *name))
      g_hash_table_add (closure->missing, g_strdup_printf ("%s needs %s", path, *name));
}

static void
take_extra (Closure *closure, const char *name)
{
  Wanted wanted = {closure, NULL, TRUE, TRUE};
  if (!zante_loader_try_dirs (closure->dirs, name, try_known, &wanted))
    g_hash_table_add (closure->missing, g_strdup_printf ("the tools need %s", name));
}

GPtrArray *
zante_closure_complete (ZanteImage *image, const ZanteDistribution *distribution,
                        const char *libdir, const char *const *extra)
{
  g_autoptr (GHashTable) missing = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
  g_autoptr (GPtrArray) dirs = loader_dirs (distribution, libdir);
  g_autofree char *told = zante_image_path (libdir);
  g_autoptr (GPtrArray) files = zante_image_list (image);
  Closure closure = {
      .image = image, .distribution = distribution, .missing = missing, .dirs = dirs, .told = told};
  g_queue_init (&closure.todo);
  for (guint i = 0; i < files->len; i++)
    {
      const ZanteImageEntry *entry = files->pdata[i];
      if (entry->kind == ZANTE_IMAGE_FILE && !g_str_has_suffix (entry->path, ".ko"))
        g_queue_push_tail (&closure.todo, g_strdup (entry->path));
    }
  for (; extra != NULL && *extra != NULL; extra++)
    take_extra (&closure, *extra);
  for (char *path = g_queue_pop_head (&closure.todo); path != NULL;
       path = g_queue_pop_head (&closure.todo))
    {
      look_at (&closure, path);
      g_free (path);
    }
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer text;
  g_hash_table_iter_init (&iter, missing);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    g_ptr_array_add (list, text);
  g_ptr_array_sort (list, zante_strings_compare);
  return list;
}
