/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "package/parts.h"

gboolean
zante_package_complain (GError **error, const ZanteComponent *component, const char *pointer,
                        const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *where = zante_yaml_locate (zante_component_file (component, pointer), pointer);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: %s", where, message);
}

char *
zante_package_pointer (const char *name, const char *further)
{
  g_autoptr (GString) pointer = g_string_new (name);
  g_string_replace (pointer, "~", "~0", 0);
  g_string_replace (pointer, "/", "~1", 0);
  return g_strconcat ("/packages/", pointer->str, further, NULL);
}
