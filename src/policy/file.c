/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "policy/scan.h"

enum {
  MAX_SHEBANG = 256,     /* BINPRM_BUF_SIZE of Linux: what execve(2) reads */
  MAX_TEXT = 128 * 1024, /* of a .pc file or an ld.so.conf that is kept */
};

ZantePolicyFile *
zante_policy_file_new (ZanteFsEntry *entry, const char *key)
{
  ZantePolicyFile *file = g_new0 (ZantePolicyFile, 1);
  file->entry = entry;
  file->path = g_strconcat ("/", entry->path, NULL);
  file->key = g_strdup (key == NULL ? file->path : key);
  file->dir = g_path_get_dirname (file->key);
  file->name = strrchr (file->key, '/') + 1;
  return file;
}

void
zante_policy_file_free (ZantePolicyFile *file)
{
  if (file == NULL)
    return;
  if (file->entry != NULL)
    zante_fs_entry_free (file->entry);
  g_free (file->path);
  g_free (file->key);
  g_free (file->dir);
  g_free (file->unreadable);
  zante_elf_free (file->elf);
  zante_elf_symbols_free (file->symbols);
  g_free (file->elf_error);
  g_free (file->shebang);
  g_free (file->text);
  g_clear_pointer (&file->leaks, g_ptr_array_unref);
  g_free (file);
}

gboolean
zante_policy_file_is_regular (const ZantePolicyFile *file)
{
  return S_ISREG (file->entry->st.st_mode);
}

gboolean
zante_policy_file_is_directory (const ZantePolicyFile *file)
{
  return S_ISDIR (file->entry->st.st_mode);
}

gboolean
zante_policy_file_is_link (const ZantePolicyFile *file)
{
  return S_ISLNK (file->entry->st.st_mode);
}

static gboolean
is_kept_text (const ZantePolicyFile *file)
{
  return g_str_has_suffix (file->name, ".pc") || g_str_has_prefix (file->key, "/etc/ld.so.conf");
}

static void
load_shebang (ZantePolicyFile *file, const char *data, gsize size)
{
  if (size < 2 || memcmp (data, "#!", 2) != 0)
    return;
  gsize limit = MIN (size, MAX_SHEBANG) - 2;
  const char *end = memchr (data + 2, '\n', limit);
  file->shebang = g_strndup (data + 2, end == NULL ? limit : (gsize)(end - data - 2));
}

static void
load_elf (ZantePolicyFile *file, const char *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  if (!zante_elf_is_magic (data, size))
    return;
  file->elf = zante_elf_read (data, size, &error);
  if (file->elf != NULL && file->elf->dynamic && !file->elf->detached)
    file->symbols = zante_elf_symbols_read (data, size, &error);
  if (error != NULL)
    file->elf_error = g_strdup (error->message);
}

ZantePolicyFile *
zante_policy_file_of_system (const char *path, const char *host)
{
  ZantePolicyFile *file = g_new0 (ZantePolicyFile, 1);
  file->path = g_strdup (path);
  file->key = g_strdup (path);
  file->dir = g_path_get_dirname (path);
  file->name = strrchr (file->key, '/') + 1;
  g_autoptr (GMappedFile) map = g_mapped_file_new (host, FALSE, NULL);
  if (map != NULL)
    load_elf (file, g_mapped_file_get_contents (map), g_mapped_file_get_length (map));
  return file;
}

static void
load_bytes (ZantePolicyFile *file, const char *data, gsize size, const GPtrArray *words)
{
  g_autoptr (GPtrArray) leaks = g_ptr_array_new_with_free_func (g_free);
  load_elf (file, data, size);
  load_shebang (file, data, size);
  if (zante_xen_promise (file->name) != ZANTE_XEN_NONE)
    file->xen = zante_xen_kind (data, size);
  if (is_kept_text (file) && size <= MAX_TEXT)
    {
      file->text = g_strndup (data, size);
      file->text_size = size;
    }
  zante_scan_bytes (words, data, size, leaks);
  if (leaks->len > 0)
    file->leaks = g_steal_pointer (&leaks);
}

void
zante_policy_file_load (ZantePolicyFile *file, int root_fd, const GPtrArray *words)
{
  g_autoptr (GError) error = NULL;
  g_auto (ZanteFd) fd
      = openat (root_fd, file->entry->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0)
    {
      file->unreadable = g_strdup (g_strerror (errno));
      return;
    }
  g_autoptr (GMappedFile) map = g_mapped_file_new_from_fd (fd, FALSE, &error);
  if (map == NULL)
    file->unreadable = g_strdup (error->message);
  else
    load_bytes (file, g_mapped_file_get_contents (map), g_mapped_file_get_length (map), words);
}
