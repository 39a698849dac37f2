/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/deb/deb.h"
#include "package/library.h"

/* A release series only adds to an interface before its first release, so what is there was there
 * in X.Y.0; "~" takes the candidates in. */
static char *
since (const ZanteDeb *deb)
{
  gboolean xen = deb->source->source != NULL && strcmp (deb->source->source->name, "xen") == 0;
  return g_strconcat (deb->source->epoch != NULL ? deb->source->epoch : "",
                      deb->source->epoch != NULL ? ":" : "",
                      xen ? deb->recipe->xen_version : deb->source->upstream, "~", NULL);
}

static const char *
development_package (const ZanteDeb *deb)
{
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      if (g_strcmp0 (binary->section, "libdevel") == 0)
        return binary->name;
    }
  return NULL;
}

/* deb-symbols(5): every symbol of a version of the interface is as old as the version is. */
static void
append_library (const ZanteDeb *deb, const ZanteBinary *binary, const ZanteLibrary *library,
                GString *text)
{
  g_autofree char *version = since (deb);
  const char *dev = development_package (deb);
  g_string_append_printf (text, "%s %s #MINVER#\n", library->soname, binary->name);
  if (dev != NULL)
    g_string_append_printf (text, "* Build-Depends-Package: %s\n", dev);
  if (library->versions[0] == NULL)
    g_string_append_printf (text, " (symver)Base %s\n", version);
  for (char **name = library->versions; *name != NULL; name++)
    g_string_append_printf (text, " (symver)%s %s\n", *name, version);
}

static gboolean
is_public (const ZanteDeb *deb, const ZantePackageFile *file)
{
  g_autofree char *folder = g_path_get_dirname (file->path);
  return S_ISREG (file->mode) && strstr (file->path, ".so.") != NULL
         && strcmp (folder, zante_deb_directory (deb, "libdir")) == 0;
}

gboolean
zante_deb_symbols (ZanteDeb *deb, GError **error)
{
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint j = 0; j < binary->files->len; j++)
        {
          const ZantePackageFile *file = binary->files->pdata[j];
          g_autofree char *place = g_strconcat (file->stage, file->path, NULL);
          g_autoptr (ZanteLibrary) library
              = is_public (deb, file) ? zante_library_read (place) : NULL;
          if (library != NULL && library->soname != NULL)
            append_library (deb, binary, library, text);
        }
      g_autofree char *path = g_strconcat ("debian/", binary->name, ".symbols", NULL);
      if (text->len > 0)
        zante_emission_add (deb->emission, path, g_strdup (text->str), FALSE);
    }
  return TRUE;
}
