/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/late/load.h"

#include <dlfcn.h>
#include <string.h>

#include "base/error.h"

static gboolean
look_up (void *library, const ZanteLate *late, GError **error)
{
  for (gsize i = 0; i < late->n_functions; i++)
    {
      void *function = dlsym (library, late->functions[i].name);
      if (function == NULL)
        return zante_error_set (
            error, ZANTE_ERROR_HOST,
            "the library '%s' has no '%s': install the version that zante was built with",
            late->soname, late->functions[i].name);
      memcpy (late->functions[i].place, &function, sizeof function);
    }
  return TRUE;
}

static gboolean
load (const ZanteLate *late, GError **error)
{
  void *library = dlopen (late->soname, RTLD_LAZY | RTLD_LOCAL);
  if (library != NULL)
    return look_up (library, late, error);
  return zante_error_set (error, ZANTE_ERROR_HOST, "cannot load the library '%s': %s (install it)",
                          late->soname, dlerror ());
}

gboolean
zante_late_load (ZanteLate *late, GError **error)
{
  if (g_atomic_int_get (&late->loaded))
    return TRUE;
  g_mutex_lock (&late->lock);
  gboolean done = late->loaded || load (late, error);
  g_atomic_int_set (&late->loaded, done);
  g_mutex_unlock (&late->lock);
  return done;
}

void
zante_late_need (ZanteLate *late)
{
  g_autoptr (GError) error = NULL;
  if (!zante_late_load (late, &error))
    g_error ("%s", error->message);
}
