/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <gio/gio.h>
#include <string.h>

G_DEFINE_QUARK (zante - error - quark, zante_error)

int
zante_error_exit_status (const GError *error)
{
  if (error == NULL)
    return 0;
  if (error->domain == ZANTE_ERROR)
    return error->code;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return ZANTE_ERROR_SIGINT;
  return ZANTE_ERROR_FAILED;
}

gboolean
zante_error_errno (GError **error, int saved_errno, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_FAILED, "%s: %s", message, g_strerror (saved_errno));
  return FALSE;
}

/* Levenshtein distance over bytes, two rows. */
static gsize
edit_distance (const char *a, const char *b)
{
  gsize width = strlen (b) + 1;
  g_autofree gsize *row = g_new (gsize, width);
  for (gsize j = 0; j < width; j++)
    row[j] = j;
  for (gsize i = 1; a[i - 1] != '\0'; i++)
    {
      gsize diagonal = row[0];
      row[0] = i;
      for (gsize j = 1; j < width; j++)
        {
          gsize substituted = diagonal + (a[i - 1] != b[j - 1]);
          diagonal = row[j];
          row[j] = MIN (MIN (row[j], row[j - 1]) + 1, substituted);
        }
    }
  return row[width - 1];
}

const char *
zante_error_suggest (const char *name, const char *const *candidates)
{
  const char *best = NULL;
  gsize best_distance = MAX (1, strnlen (name, 64) / 3) + 1;
  if (strlen (name) > 64)
    return NULL;
  for (; candidates != NULL && *candidates != NULL; candidates++)
    {
      gsize distance = edit_distance (name, *candidates);
      if (distance < best_distance)
        {
          best = *candidates;
          best_distance = distance;
        }
    }
  return best;
}
