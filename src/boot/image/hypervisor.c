/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/hypervisor.h"

#include <string.h>

#include "base/elf.h"
#include "base/error.h"
#include "base/number.h"
#include "boot/image/layout.h"
#include "boot/image/rootdir.h"
#include "boot/image/extract.h"

enum { MAX_XEN = 64 << 20, CODEVIEW = 2, DEBUG_DIRECTORY = 6, GUID_SIZE = 16 };

void
zante_hypervisor_free (ZanteHypervisor *hypervisor)
{
  if (hypervisor == NULL)
    return;
  g_free (hypervisor->path);
  g_free (hypervisor->version);
  g_free (hypervisor->build_id);
  g_clear_pointer (&hypervisor->image, g_bytes_unref);
  g_free (hypervisor);
}

/* PE ----------------------------------------------------------------------------------------- */

typedef struct {
  const guint8 *data;
  gsize size;
} Bytes;

static guint64
number (const Bytes *bytes, guint64 offset, guint n)
{
  return zante_number_le (bytes->data, bytes->size, offset, n);
}

/* Where the COFF header is, behind "PE\0\0"; 0 when this is no PE32+ file. */
static guint64
coff_header (const Bytes *bytes)
{
  guint64 pe = number (bytes, 0x3c, 4);
  gboolean known = bytes->size > 2 && memcmp (bytes->data, "MZ", 2) == 0
                   && number (bytes, pe, 4) == 0x4550 && number (bytes, pe + 24, 2) == 0x20b;
  return known ? pe + 4 : 0;
}

/* Where the file has what is loaded at RVA; 0 when it has not. */
static guint64
offset_of (const Bytes *bytes, guint64 coff, guint64 rva)
{
  guint64 n = number (bytes, coff + 2, 2);
  guint64 table = coff + 20 + number (bytes, coff + 16, 2);
  for (guint64 i = 0; i < n; i++)
    {
      guint64 section = table + i * 40;
      guint64 start = number (bytes, section + 12, 4);
      /* The raw size is rounded up, and the next section may begin within what it adds. */
      guint64 length = MIN (number (bytes, section + 8, 4), number (bytes, section + 16, 4));
      if (rva >= start && rva - start < length)
        return number (bytes, section + 20, 4) + (rva - start);
    }
  return 0;
}

static char *
record_guid (const Bytes *bytes, guint64 record)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < GUID_SIZE; i++)
    g_string_append_printf (text, "%02x", bytes->data[record + 4 + i]);
  return g_string_free (text, FALSE);
}

char *
zante_pe_build_id (const guint8 *data, gsize size)
{
  Bytes bytes = {data, size};
  guint64 coff = coff_header (&bytes);
  if (coff == 0)
    return NULL;
  guint64 directory = coff + 20 + 112 + DEBUG_DIRECTORY * 8;
  guint64 entry = offset_of (&bytes, coff, number (&bytes, directory, 4));
  guint64 n = number (&bytes, directory + 4, 4) / 28;
  for (guint64 i = 0; entry != 0 && i < MIN (n, 64); i++, entry += 28)
    {
      guint64 record = number (&bytes, entry + 24, 4);
      gboolean inside = record <= size && size - record >= 4 + GUID_SIZE;
      if (number (&bytes, entry + 12, 4) == CODEVIEW && inside
          && memcmp (data + record, "RSDS", 4) == 0)
        return record_guid (&bytes, record);
    }
  return NULL;
}

/* Files -------------------------------------------------------------------------------------- */

/* "4.17.5" of ".../xen-4.17.5.gz" */
static char *
version_of (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  const char *start = g_str_has_prefix (base, "xen-") ? base + strlen ("xen-") : NULL;
  char *end = start == NULL ? NULL : strrchr (start, '.');
  if (end == NULL || !g_ascii_isdigit (*start))
    return NULL;
  return g_strndup (start, (gsize)(end - start));
}

/* The newest of the files that match, real files before links to them. */
static void
look (const char *root, const char *pattern, char **best)
{
  g_autoptr (GPtrArray) matches = zante_rootdir_glob (root, pattern);
  for (guint i = 0; i < matches->len; i++)
    {
      const char *path = matches->pdata[i];
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *base = g_path_get_basename (path);
      g_autofree char *host_folder = zante_rootdir_find (root, folder);
      g_autofree char *host
          = host_folder == NULL ? NULL : g_build_filename (host_folder, base, NULL);
      if (host == NULL || g_file_test (host, G_FILE_TEST_IS_SYMLINK)
          || (*best != NULL && strverscmp (*best, host) > 0))
        continue;
      g_free (*best);
      *best = g_steal_pointer (&host);
    }
}

/* Our own places, then those of the distributions' packages. */
static char *
find_file (const char *root, const ZanteLayout *layout, gboolean efi, GError **error)
{
  static const char *const gz[] = {"/boot/xen-*.gz", "/boot/xen.gz", NULL};
  static const char *const pe[] = {"/boot/xen-*.efi", "/boot/xen.efi", "/usr/lib*/efi/xen-*.efi",
                                   "/boot/efi/EFI/*/xen-*.efi", NULL};
  g_autofree char *own
      = g_build_filename (zante_boot_directory (layout, efi ? "efidir" : "bootdir"),
                          efi ? "xen-*.efi" : "xen-*.gz", NULL);
  char *best = NULL;
  look (root, own, &best);
  for (const char *const *pattern = efi ? pe : gz; *pattern != NULL && best == NULL; pattern++)
    look (root, *pattern, &best);
  if (best == NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT,
                     "nothing to boot: there is no %s in '%s' (run 'zante build' first)",
                     efi ? "xen-*.efi" : "xen-*.gz", root);
  return best;
}

static char *
build_id_of (GBytes *image, gboolean efi)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (image, &size);
  if (efi)
    return zante_pe_build_id (data, size);
  g_autoptr (ZanteElf) elf = zante_elf_read (data, size, NULL);
  return elf == NULL ? NULL : g_strdup (elf->build_id);
}

ZanteHypervisor *
zante_hypervisor_find (const char *root, const ZanteLayout *layout, gboolean efi, GError **error)
{
  g_autoptr (ZanteHypervisor) hypervisor = g_new0 (ZanteHypervisor, 1);
  hypervisor->path = find_file (root, layout, efi, error);
  if (hypervisor->path == NULL)
    return NULL;
  hypervisor->image = zante_extract_file (hypervisor->path, MAX_XEN, error);
  if (hypervisor->image == NULL)
    return NULL;
  hypervisor->version = version_of (hypervisor->path);
  hypervisor->build_id = build_id_of (hypervisor->image, efi);
  return g_steal_pointer (&hypervisor);
}
