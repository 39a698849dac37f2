/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/emission.h"

#include <string.h>

#include "base/error.h"
#include "base/strings.h"

static void
emitted_free (gpointer data)
{
  ZanteEmitted *file = data;
  g_free (file->path);
  g_free (file->data);
  g_free (file);
}

GPtrArray *
zante_emission_new (void)
{
  return g_ptr_array_new_with_free_func (emitted_free);
}

void
zante_emission_add_bytes (GPtrArray *emission, const char *path, char *data, gsize size,
                          gboolean executable)
{
  ZanteEmitted *file = g_new0 (ZanteEmitted, 1);
  file->path = g_strdup (path);
  file->data = data;
  file->size = size;
  file->executable = executable;
  g_ptr_array_add (emission, file);
}

void
zante_emission_add (GPtrArray *emission, const char *path, char *text, gboolean executable)
{
  zante_emission_add_bytes (emission, path, text, strlen (text), executable);
}

ZanteEmitted *
zante_emission_find (const GPtrArray *emission, const char *path)
{
  for (guint i = 0; i < emission->len; i++)
    {
      ZanteEmitted *file = emission->pdata[i];
      if (strcmp (file->path, path) == 0)
        return file;
    }
  return NULL;
}

gboolean
zante_emission_has (const GPtrArray *emission, const char *path)
{
  return zante_emission_find (emission, path) != NULL;
}

gboolean
zante_emission_finish (GPtrArray *emission, GError **error)
{
  zante_strings_sort_by (emission, ZanteEmitted, path);
  for (guint i = 1; i < emission->len; i++)
    {
      const ZanteEmitted *before = emission->pdata[i - 1], *file = emission->pdata[i];
      if (strcmp (before->path, file->path) != 0)
        continue;
      return zante_error_set (error, ZANTE_ERROR_FAILED, "'%s' would be written twice", file->path);
    }
  return TRUE;
}
