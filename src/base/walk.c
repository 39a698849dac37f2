/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/walk.h"

#include <string.h>

enum { MAX_LINKS = 40 }; /* as Linux: path_resolution(7) */

typedef struct {
  GString *at;   /* walked so far, no trailing '/'; "" is the root */
  GString *rest; /* still to walk */
} Place;

static void
place_clear (Place *place)
{
  g_string_free (place->at, TRUE);
  g_string_free (place->rest, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* Cut the next element off the rest; NULL when there is none. */
static char *
next_element (Place *place)
{
  gsize skip = strspn (place->rest->str, "/");
  gsize length = strcspn (place->rest->str + skip, "/");
  char *element = length == 0 ? NULL : g_strndup (place->rest->str + skip, length);
  g_string_erase (place->rest, 0, (gssize)(skip + length));
  return element;
}

static void
step_up (Place *place)
{
  const char *slash = strrchr (place->at->str, '/');
  g_string_truncate (place->at, slash == NULL ? 0 : (gsize)(slash - place->at->str));
}

static void
follow (Place *place, const char *target)
{
  if (*target == '/')
    g_string_truncate (place->at, 0);
  else
    step_up (place);
  g_string_prepend_c (place->rest, '/');
  g_string_prepend (place->rest, target);
}

/* One element further. FALSE: there is nothing, or it never ends. */
static gboolean
step (ZanteWalk *walk, Place *place, const char *element, guint *links)
{
  if (strcmp (element, ".") == 0)
    return TRUE;
  if (strcmp (element, "..") == 0)
    {
      walk->outside = walk->outside || place->at->len == 0;
      step_up (place);
      return TRUE;
    }
  g_string_append_printf (place->at, "/%s", element);
  const char *target = walk->link (place->at->str, walk->user_data);
  if (target == NULL || *target == '\0')
    return target != NULL;
  follow (place, target);
  walk->loop = ++*links > MAX_LINKS;
  return !walk->loop;
}

char *
zante_walk (ZanteWalk *walk, const char *from, const char *path)
{
  g_auto (Place) place = {.at = g_string_new (NULL), .rest = g_string_new (path)};
  guint links = 0;
  if (*path != '/')
    {
      g_string_prepend_c (place.rest, '/');
      g_string_prepend (place.rest, from);
    }
  for (;;)
    {
      g_autofree char *element = next_element (&place);
      if (element == NULL)
        return g_strdup (place.at->len == 0 ? "/" : place.at->str);
      if (!step (walk, &place, element, &links))
        return NULL;
    }
}
