/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"
#include "base/outside.h"
#include "package/rpm/rpm.h"

/* The distribution's own series is no upstream source, nor a patch of ours. */
static gboolean
check_series (const ZanteRpm *rpm, GError **error)
{
  const ZanteSource *source = rpm->source->source;
  if (source == NULL || source->debian == NULL || !source->debian->series)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "source '%s' is built with its distribution's patches: set 'series: no', and list "
      "those that you want in 'patches'",
      source->name);
}

gboolean
zante_rpm_collect_patches (ZanteRpm *rpm, GError **error)
{
  char **files = rpm->source->source != NULL ? rpm->source->source->patches : NULL;
  rpm->patches = g_ptr_array_new_with_free_func (g_free);
  if (!check_series (rpm, error))
    return FALSE;
  for (; files != NULL && *files != NULL; files++)
    {
      gsize size = 0;
      char *data = zante_outside_read (*files, &size, error);
      if (data == NULL)
        return FALSE;
      char *name = g_path_get_basename (*files);
      g_ptr_array_add (rpm->patches, name);
      zante_emission_add_bytes (rpm->emission, name, data, size, FALSE);
    }
  return TRUE;
}
