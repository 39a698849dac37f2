/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/deb/deb.h"

#include <string.h>

#include "base/error.h"
#include "package/parts.h"

static gboolean (*const emitters[]) (ZanteDeb *deb, GError **error) = {
    zante_deb_check,     zante_deb_moved,   zante_deb_control, zante_deb_changelog,
    zante_deb_copyright, zante_deb_rules,   zante_deb_watch,   zante_deb_components,
    zante_deb_install,   zante_deb_symbols, zante_deb_patches, zante_deb_packaging,
    zante_deb_triggers,
};

static void
deb_clear (ZanteDeb *deb)
{
  g_free (deb->maintainer);
  g_free (deb->version);
  g_clear_pointer (&deb->moves, g_ptr_array_unref);
  g_clear_pointer (&deb->emission, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteDeb, deb_clear)

GPtrArray *
zante_package_deb (const ZanteEmitInput *input, const ZanteSourcePackage *source, GError **error)
{
  g_auto (ZanteDeb) deb = {.input = input,
                           .model = input->model,
                           .recipe = input->model->recipe,
                           .source = source,
                           .emission = zante_emission_new ()};
  deb.version = zante_package_deb_version (source);
  for (gsize i = 0; i < G_N_ELEMENTS (emitters); i++)
    if (!emitters[i](&deb, error))
      {
        g_prefix_error (error, "source package '%s': ", source->name);
        return NULL;
      }
  return zante_emission_finish (deb.emission, error) ? g_steal_pointer (&deb.emission) : NULL;
}

char *
zante_package_deb_version (const ZanteSourcePackage *source)
{
  return g_strconcat (source->epoch != NULL ? source->epoch : "", source->epoch != NULL ? ":" : "",
                      source->upstream, "-", source->revision, NULL);
}

/* Facts about the files ---------------------------------------------------------------------- */

const char *
zante_deb_directory (const ZanteDeb *deb, const char *name)
{
  return g_hash_table_lookup (deb->recipe->layout->dirs, name);
}

char *
zante_deb_multiarch (const ZanteDeb *deb, const char *path)
{
  g_autoptr (GString) text = g_string_new (path);
  g_string_replace (text, zante_deb_directory (deb, "multiarch"), "${DEB_HOST_MULTIARCH}", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_below (const ZantePackageFile *file, const char *directory)
{
  return g_str_has_prefix (file->path, directory) && file->path[strlen (directory)] == '/';
}

gboolean
zante_deb_is_library (const ZanteDeb *deb, const ZanteBinary *binary)
{
  const char *libdir = zante_deb_directory (deb, "libdir");
  for (guint i = 0; i < binary->files->len; i++)
    if (!is_below (binary->files->pdata[i], libdir))
      return FALSE;
  return binary->files->len > 0 && strstr (libdir, zante_deb_directory (deb, "multiarch")) != NULL;
}

static gboolean
is_private_library (const ZantePackageFile *file, const char *directory)
{
  return is_below (file, directory) && strstr (file->path, ".so.") != NULL
         && strchr (file->path + strlen (directory) + 1, '/') == NULL;
}

char *
zante_deb_private_dir (const ZanteDeb *deb, const ZanteBinary **binary)
{
  const char *directory = zante_deb_directory (deb, "private_libdir");
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *candidate = deb->source->binaries->pdata[i];
      for (guint j = 0; j < candidate->files->len; j++)
        if (is_private_library (candidate->files->pdata[j], directory))
          {
            *binary = candidate;
            return g_strdup (directory + 1);
          }
    }
  return NULL;
}

static gboolean
is_python_module (const ZantePackageFile *file)
{
  return g_str_has_suffix (file->path, ".py") && strstr (file->path, "/dist-packages/") == NULL;
}

char *
zante_deb_python_dir (const ZanteDeb *deb)
{
  const char *directory = zante_deb_directory (deb, "private_dir");
  for (guint i = 0; i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        if (is_python_module (binary->files->pdata[j])
            && is_below (binary->files->pdata[j], directory))
          return g_strconcat (directory, "/bin", NULL);
    }
  return NULL;
}

gboolean
zante_deb_has_services (const ZanteBinary *binary)
{
  for (guint i = 0; i < binary->files->len; i++)
    {
      const char *path = ((const ZantePackageFile *)binary->files->pdata[i])->path;
      if (strstr (path, "/lib/systemd/system/") != NULL || g_str_has_prefix (path, "/etc/init.d/"))
        return TRUE;
    }
  return FALSE;
}

static const ZanteChangelogKind changelog = {"debian/changelog", NULL, NULL};

static const ZantePackageTool tools[] = {
    {"dpkg-buildpackage", "dpkg-dev", NULL},
    {"dh", "debhelper", NULL},
    {"dh_python3", "dh-python", "dh-sequence-python3"},
    {NULL, NULL, NULL},
};

const ZantePackageFormat zante_deb_format
    = {.tools = tools,
       .changelog = &changelog,
       .name = "deb",
       .distribution = "debian",
       /* debhelper refuses what upstream's has: files in /usr/local */
       .layout = "debian",
       .day = 1,
       .emit = zante_package_deb,
       .build = zante_package_deb_build};
