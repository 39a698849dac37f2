/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/modules.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "boot/image/extract.h"

enum { MAX_MODULE = 64 << 20 };

typedef struct {
  const char *folder;
  GHashTable *files;    /* name → path below the folder */
  GHashTable *built_in; /* set of names */
  GHashTable *taken;    /* set of names */
  GPtrArray *absent;
  GPtrArray *modules;
} Collection;

void
zante_module_free (ZanteModule *module)
{
  if (module == NULL)
    return;
  g_free (module->name);
  g_clear_pointer (&module->data, g_bytes_unref);
  g_free (module);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteModule, zante_module_free)

/* "xen_blkback" of "kernel/drivers/block/xen-blkback/xen-blkback.ko.xz", NULL when PATH is no
 * module. */
static char *
module_name (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *base = slash != NULL ? slash + 1 : path;
  const char *end = strstr (base, ".ko");
  if (end == NULL || (end[3] != '\0' && end[3] != '.'))
    return NULL;
  return g_strdelimit (g_strndup (base, (gsize)(end - base)), "-", '_');
}

static gboolean
list_files (Collection *collection, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (collection->folder, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      char *name = S_ISREG (entry->st.st_mode) ? module_name (entry->path) : NULL;
      if (name != NULL)
        g_hash_table_replace (collection->files, name, g_strdup (entry->path));
    }
  return entries != NULL;
}

static void
list_built_in (Collection *collection)
{
  g_autofree char *path = g_build_filename (collection->folder, "modules.builtin", NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      char *name = module_name (*line);
      if (name != NULL)
        g_hash_table_add (collection->built_in, name);
    }
}

/* .modinfo is a row of "key=value" strings, each with a NUL behind it. */
char **
zante_module_depends (const char *data, gsize size)
{
  static const char key[] = "\0depends=";
  const char *found = memmem (data, size, key, sizeof key - 1);
  const char *value = found == NULL ? NULL : found + sizeof key - 1;
  gsize room = value == NULL ? 0 : size - (gsize)(value - data);
  if (value == NULL || memchr (value, '\0', room) == NULL || *value == '\0')
    return g_new0 (char *, 1);
  return g_strsplit (value, ",", -1);
}

static gboolean collect (Collection *collection, const char *wanted, GError **error);

static gboolean
collect_file (Collection *collection, const char *name, const char *relative, GError **error)
{
  g_autofree char *path = g_build_filename (collection->folder, relative, NULL);
  g_autoptr (GBytes) data = zante_extract_file (path, MAX_MODULE, error);
  if (data == NULL)
    return FALSE;
  g_auto (GStrv) depends
      = zante_module_depends (g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  for (char **needed = depends; *needed != NULL; needed++)
    if (!collect (collection, *needed, error))
      return FALSE;
  ZanteModule *module = g_new0 (ZanteModule, 1);
  module->name = g_strdup (name);
  module->data = g_steal_pointer (&data);
  g_ptr_array_add (collection->modules, module);
  return TRUE;
}

static gboolean
collect (Collection *collection, const char *wanted, GError **error)
{
  g_autofree char *name = g_strdelimit (g_strdup (wanted), "-", '_');
  const char *relative = g_hash_table_lookup (collection->files, name);
  if (g_hash_table_contains (collection->built_in, name)
      || !g_hash_table_add (collection->taken, g_strdup (name)))
    return TRUE;
  if (relative != NULL)
    return collect_file (collection, name, relative, error);
  if (collection->absent != NULL)
    g_ptr_array_add (collection->absent, g_steal_pointer (&name));
  return TRUE;
}

GPtrArray *
zante_modules_collect (const char *folder, const char *const *names, GPtrArray *absent,
                       GError **error)
{
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) built_in = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) modules
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_module_free);
  Collection collection = {.folder = folder,
                           .files = files,
                           .built_in = built_in,
                           .taken = taken,
                           .absent = absent,
                           .modules = modules};
  if (!list_files (&collection, error))
    return NULL;
  list_built_in (&collection);
  for (; *names != NULL; names++)
    if (!collect (&collection, *names, error))
      return NULL;
  return g_steal_pointer (&modules);
}
