/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/fs.h"
#include "base/outside.h"
#include "package/deb/deb.h"

/* packaging/deb holds, with V in names for Xen's version and @XEN_VERSION@, @libexecdir@ … inside:
 *   PACKAGE.KIND    becomes debian/PACKAGE.KIND where the source has that package
 *   source-NAME/    goes into debian/ of the source package NAME as it is */

static char *
fill_in (const ZanteDeb *deb, const char *data, gsize size, gsize *filled)
{
  g_autoptr (GString) text = g_string_new_len (data, (gssize)size);
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;
  if (g_utf8_validate (data, (gssize)size, NULL))
    {
      g_string_replace (text, "@XEN_VERSION@", deb->recipe->xen_version, 0);
      g_hash_table_iter_init (&iter, deb->recipe->layout->dirs);
      while (g_hash_table_iter_next (&iter, &name, &value))
        {
          g_autofree char *word = g_strconcat ("@", name, "@", NULL);
          g_string_replace (text, word, value, 0);
        }
    }
  *filled = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
add_file (ZanteDeb *deb, const char *from, const char *to, gboolean executable, GError **error)
{
  g_autofree char *path = g_strconcat ("debian/", to, NULL);
  gsize size = 0, filled = 0;
  g_autofree char *data = zante_outside_read (from, &size, error);
  if (data == NULL)
    return FALSE;
  char *text = fill_in (deb, data, size, &filled);
  zante_emission_add_bytes (deb->emission, path, text, filled, executable);
  return TRUE;
}

static char *
with_version (const ZanteDeb *deb, const char *name)
{
  g_autoptr (GString) text = g_string_new (name);
  g_string_replace (text, "V", deb->recipe->xen_version, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What stands behind a package's name has no dot but in this one: else "xen-4.17.postinst" would be
 * of a package "xen-4". */
static gboolean
is_kind (const char *text)
{
  return strchr (text, '.') == NULL || strcmp (text, "README.Debian") == 0;
}

/* Whether the file NAME, "xen-utils-4.17.postinst", is of a package of the source. */
static gboolean
is_wanted (const ZanteDeb *deb, const char *name)
{
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      gsize length = strlen (binary->name);
      if (g_str_has_prefix (name, binary->name) && name[length] == '.'
          && is_kind (name + length + 1))
        return TRUE;
    }
  return FALSE;
}

gboolean
zante_deb_packaging (ZanteDeb *deb, GError **error)
{
  g_autofree char *folder = g_build_filename (deb->input->packaging, "deb", NULL);
  g_autofree char *own = g_strconcat ("source-", deb->source->name, "/", NULL);
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      gboolean whole = g_str_has_prefix (entry->path, own);
      g_autofree char *from = g_build_filename (folder, entry->path, NULL);
      g_autofree char *name = with_version (deb, entry->path + (whole ? strlen (own) : 0));
      if (S_ISREG (entry->st.st_mode) && (whole || is_wanted (deb, name))
          && !add_file (deb, from, name, whole && (entry->st.st_mode & 0100) != 0, error))
        return FALSE;
    }
  return TRUE;
}
