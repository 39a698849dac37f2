/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "recipe/parts.h"

enum { FEW_NAMES = 12 };

/* Values are quoted in messages, and messages go to terminals. */
static void
hide_controls (char *message)
{
  for (; *message != '\0'; message++)
    if (g_ascii_iscntrl (*message))
      *message = '?';
}

gboolean
zante_complain (GError **error, const char *file, const char *pointer, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  hide_controls (message);
  g_autofree char *where = zante_yaml_locate (file, pointer);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: %s", where, message);
}

gboolean
zante_complain_option (GError **error, const char *option, const char *value, const char *format,
                       ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *whole = g_strdup_printf ("%s %s: %s", option, value, message);
  hide_controls (whole);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s", whole);
}

static void
append_escaped (GString *pointer, const char *part)
{
  g_string_append_c (pointer, '/');
  for (; *part != '\0'; part++)
    {
      if (*part == '~')
        g_string_append (pointer, "~0");
      else if (*part == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_c (pointer, *part);
    }
}

char *
zante_pointer (const char *first, ...)
{
  GString *pointer = g_string_new (NULL);
  va_list args;
  va_start (args, first);
  for (const char *part = first; part != NULL; part = va_arg (args, const char *))
    append_escaped (pointer, part);
  va_end (args);
  return g_string_free (pointer, FALSE);
}

char *
zante_hint_names (const char *name, const char *const *names)
{
  gsize n = g_strv_length ((char **)names);
  g_autofree char *all = g_strjoinv (", ", (char **)names);
  g_autofree char *known = g_strdup_printf (" (known: %s)", all);
  return zante_error_hint (name, names, n == 0 || n > FEW_NAMES ? "" : known);
}

char *
zante_hint (const char *name, GHashTable *map)
{
  g_autofree char **names = zante_strings_keys (map);
  return zante_hint_names (name, (const char *const *)names);
}
