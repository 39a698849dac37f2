/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <gio/gio.h>
#include <string.h>

/* Longer words get no suggestion. */
enum { MAX_WORD = 64 };

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
zante_error_set (GError **error, ZanteErrorCode code, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  if (error != NULL)
    g_propagate_error (error, g_error_new_valist (ZANTE_ERROR, (int)code, format, args));
  va_end (args);
  return FALSE;
}

gboolean
zante_error_errno (GError **error, int saved_errno, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  return zante_error_set (error, ZANTE_ERROR_FAILED, "%s: %s", message, g_strerror (saved_errno));
}

/* Edits between two words: insert, delete, replace a byte, or swap two neighbours. LENGTH of B is
 * at most MAX_WORD. */
static gsize
edit_distance (const char *a, const char *b)
{
  gsize rows[3][MAX_WORD + 1];
  gsize length = strlen (b);
  for (gsize j = 0; j <= length; j++)
    rows[0][j] = j;
  for (gsize i = 1; i <= strlen (a); i++)
    {
      gsize *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
      row[0] = i;
      for (gsize j = 1; j <= length; j++)
        {
          row[j] = MIN (MIN (row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], second[j - 2] + 1);
        }
    }
  return rows[strlen (a) % 3][length];
}

const char *
zante_error_suggest (const char *name, const char *const *candidates)
{
  const char *best = NULL;
  gsize best_distance = MAX (1, strlen (name) / 3) + 1;
  for (; candidates != NULL && *candidates != NULL; candidates++)
    {
      if (strlen (name) > MAX_WORD || strlen (*candidates) > MAX_WORD)
        continue;
      gsize distance = edit_distance (name, *candidates);
      if (distance < best_distance)
        {
          best = *candidates;
          best_distance = distance;
        }
    }
  return best;
}

char *
zante_error_hint (const char *name, const char *const *candidates, const char *otherwise)
{
  const char *near = zante_error_suggest (name, candidates);
  return near != NULL ? g_strdup_printf (" (did you mean '%s'?)", near) : g_strdup (otherwise);
}
