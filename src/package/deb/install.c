/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/deb/deb.h"
#include "package/glob.h"

static const ZanteBinary *
owner_of (const ZanteSourcePackage *source, const char *path)
{
  for (guint i = 0; i < source->binaries->len; i++)
    {
      const ZanteBinary *binary = source->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        if (strcmp (((const ZantePackageFile *)binary->files->pdata[j])->path, path) == 0)
          return binary;
    }
  return NULL;
}

/* Whether dh_install(1) would take PATH for PATTERN, which may also match a folder above it. */
static gboolean
takes (const char *pattern, const char *path)
{
  g_autofree char *part = g_strdup (path);
  for (char *slash = part + strlen (part); slash != NULL; slash = strrchr (part, '/'))
    {
      *slash = '\0';
      if (*part != '\0' && zante_glob_match (pattern, part))
        return TRUE;
    }
  return FALSE;
}

/* Whether PATTERN gives dh_install no file of another package. */
static gboolean
is_safe (const ZanteSourcePackage *source, const ZanteBinary *binary, const char *pattern)
{
  for (guint i = 0; i < source->binaries->len; i++)
    {
      const ZanteBinary *other = source->binaries->pdata[i];
      for (guint j = 0; other != binary && j < other->files->len; j++)
        if (takes (pattern, ((const ZantePackageFile *)other->files->pdata[j])->path))
          return FALSE;
    }
  return TRUE;
}

/* NAME: a path, or a pattern. */
static void
add_line (const ZanteDeb *deb, GPtrArray *lines, char *name)
{
  zante_strings_take (lines, zante_deb_multiarch (deb, name + 1));
  g_free (name);
}

/* What ends with two stars is the folder itself for dh_install; other patterns it understands,
 * unless they have "**" inside or would match too much: then each file is named. */
static void
add_pattern (const ZanteDeb *deb, const ZanteBinary *binary, const ZantePattern *pattern,
             GPtrArray *lines)
{
  g_autofree char *folder = g_str_has_suffix (pattern->text, "/**")
                                ? g_strndup (pattern->text, strlen (pattern->text) - 3)
                                : g_strdup (pattern->text);
  if (strstr (folder, "**") == NULL && *folder != '\0' && is_safe (deb->source, binary, folder))
    {
      add_line (deb, lines, zante_glob_word (folder));
      return;
    }
  for (guint i = 0; i < binary->files->len; i++)
    {
      const ZantePackageFile *file = binary->files->pdata[i];
      if (zante_glob_match (pattern->text, file->path)
          && owner_of (deb->source, file->path) == binary)
        add_line (deb, lines, zante_glob_of (file->path));
    }
}

static void
add_binary (ZanteDeb *deb, const ZanteBinary *binary)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < binary->patterns->len; i++)
    add_pattern (deb, binary, binary->patterns->pdata[i], lines);
  if (lines->len == 0)
    return;
  g_ptr_array_sort (lines, zante_strings_compare);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (char *)lines->pdata[i]);
  g_autofree char *path = g_strconcat ("debian/", binary->name, ".install", NULL);
  zante_emission_add (deb->emission, path, g_string_free (g_steal_pointer (&text), FALSE), FALSE);
}

gboolean
zante_deb_install (ZanteDeb *deb, GError **error)
{
  for (guint i = 0; i < deb->source->binaries->len; i++)
    add_binary (deb, deb->source->binaries->pdata[i]);
  return TRUE;
}
