/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/doctor.h"

#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/proc.h"
#include "package/package.h"
#include "raise/lacks.h"
#include "raise/packages.h"
#include "raise/pins.h"
#include "work/work.h"

/* The whole stack with its trees and store, measured with Xen 4.17: 2.5 GB; and a margin. */
static const guint64 wanted_disk = 4 * G_GUINT64_CONSTANT (1000000000);
/* Two compilers of the largest files side by side. */
static const guint64 wanted_memory = 2 * G_GUINT64_CONSTANT (1000000000);

static ZanteHealth
look_at_recipe (ZanteRaise *raise, char **text)
{
  g_autoptr (GError) error = NULL;
  const ZanteRecipe *recipe = zante_raise_recipe (raise, &error);
  *text = recipe != NULL ? g_strdup_printf ("stack %s, Xen %s, layout %s", recipe->stack,
                                            recipe->xen_version, recipe->layout->name)
                         : g_strdup (error->message);
  return recipe != NULL ? ZANTE_HEALTH_OK : ZANTE_HEALTH_BAD;
}

static ZanteHealth
look_at_pins (ZanteRaise *raise, char **text)
{
  return zante_pins_compare (raise, text) ? ZANTE_HEALTH_OK : ZANTE_HEALTH_WARNING;
}

static ZanteHealth
look_at_programs (ZanteRaise *raise, char **text)
{
  static const char *const needed[] = {"sh", "make", "patch", "tar", "python3", NULL};
  g_autoptr (GString) missing = g_string_new (NULL);
  for (gsize i = 0; needed[i] != NULL; i++)
    {
      g_autofree char *path = g_find_program_in_path (needed[i]);
      if (path == NULL)
        g_string_append_printf (missing, " %s", needed[i]);
    }
  *text = missing->len == 0
              ? g_strdup ("all there")
              : g_strdup_printf ("missing:%s (zante builddep --install)", missing->str);
  return missing->len == 0 ? ZANTE_HEALTH_OK : ZANTE_HEALTH_BAD;
}

/* 4.2 is the first whose jobserver option is the one that zante passes on (build/jobserver.h). */
static ZanteHealth
look_at_make (ZanteRaise *raise, char **text)
{
  const char *const argv[] = {"make", "--version", NULL};
  g_autoptr (GError) error = NULL;
  g_autofree char *output = zante_proc_output (argv, NULL, NULL, NULL, 1, NULL, &error);
  int major = 0, minor = 0;
  if (output == NULL || sscanf (output, "GNU Make %d.%d", &major, &minor) != 2)
    {
      *text = g_strdup_printf ("GNU make is needed, 4.2 or newer: %s",
                               error != NULL ? error->message : "another make answers");
      return ZANTE_HEALTH_BAD;
    }
  gboolean old = major < 4 || (major == 4 && minor < 2);
  *text = g_strdup_printf ("GNU make %d.%d%s", major, minor, old ? "; 4.2 is needed" : "");
  return old ? ZANTE_HEALTH_BAD : ZANTE_HEALTH_OK;
}

static ZanteHealth
look_at_packages (ZanteRaise *raise, char **text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) missing
      = zante_packages_missing (raise, NULL, ZANTE_PACKAGES_TO_BUILD, &error);
  if (missing == NULL || missing->len == 0)
    {
      *text = g_strdup (missing == NULL ? error->message : "every build dependency is installed");
      return missing == NULL ? ZANTE_HEALTH_BAD : ZANTE_HEALTH_OK;
    }
  g_auto (GStrv) command = zante_packages_command (raise->distribution, missing, geteuid () != 0);
  g_autofree char *line = zante_packages_line (command);
  *text = g_strdup_printf ("%u missing: %s", missing->len, line);
  return ZANTE_HEALTH_BAD;
}

/* What is only used is looked for by what runs later, maybe elsewhere: its absence stops no build.
 * A path that somebody wrote down and that is not there is a mistake. */
static ZanteHealth
look_at_providers (ZanteRaise *raise, char **text)
{
  const ZanteRecipe *recipe = zante_raise_recipe (raise, NULL);
  g_autoptr (GString) missing = g_string_new (NULL);
  gboolean written = FALSE;
  for (guint i = 0; recipe != NULL && i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      const char *package = zante_packages_provider (component, raise->distribution);
      if (!zante_packages_lacks_path (component))
        continue;
      written |= package == NULL;
      g_string_append_printf (missing, "%s%s: no '%s' (%s%s)", missing->len == 0 ? "" : "; ",
                              component->name, component->provided_path,
                              package != NULL ? "package " : "see system-paths",
                              package != NULL ? package : "");
    }
  *text = missing->len == 0 ? g_strdup ("what the system provides is there")
                            : g_strdup_printf ("the system does not have %s", missing->str);
  if (missing->len == 0)
    return ZANTE_HEALTH_OK;
  return written ? ZANTE_HEALTH_BAD : ZANTE_HEALTH_WARNING;
}

static ZanteHealth
look_at_packaging (ZanteRaise *raise, char **text)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  (void)raise;
  for (const ZantePackageFormat *const *format = zante_package_formats; *format != NULL; format++)
    for (const ZantePackageTool *tool = (*format)->tools; tool->program != NULL; tool++)
      {
        g_autofree char *path = g_find_program_in_path (tool->program);
        if (path == NULL)
          g_string_append_printf (missing, "%szante %s needs %s (package %s)",
                                  missing->len == 0 ? "" : "; ", (*format)->name, tool->program,
                                  tool->package);
      }
  *text = missing->len == 0 ? g_strdup ("zante deb and zante rpm have their tools")
                            : g_string_free (g_steal_pointer (&missing), FALSE);
  return missing == NULL ? ZANTE_HEALTH_WARNING : ZANTE_HEALTH_OK;
}

static ZanteHealth
look_at_sandbox (ZanteRaise *raise, char **text)
{
  g_autoptr (GError) error = NULL;
  if (zante_build_sandbox_works (NULL, &error))
    {
      *text = g_strdup ("bubblewrap works");
      return ZANTE_HEALTH_OK;
    }
  *text = g_strdup_printf ("%s; builds will be plain: with network, and at other paths",
                           error->message);
  return ZANTE_HEALTH_WARNING;
}

/* The nearest folder at or above PATH that is there. */
static char *
existing_folder (const char *path)
{
  char *folder = g_strdup (path);
  while (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      char *above = g_path_get_dirname (folder);
      g_free (folder);
      folder = above;
    }
  return folder;
}

static ZanteHealth
look_at_disk (ZanteRaise *raise, char **text)
{
  g_autofree char *folder = existing_folder (raise->workspace->root);
  g_autoptr (GError) error = NULL;
  guint64 bytes = zante_fs_free_bytes (folder);
  g_autofree char *free_size = g_format_size (bytes), *wanted = g_format_size (wanted_disk);
  if (access (folder, W_OK) != 0)
    {
      *text = g_strdup_printf ("'%s' cannot be written (choose another project with -C)", folder);
      return ZANTE_HEALTH_BAD;
    }
  if (!zante_lacks_exec (folder, &error))
    {
      *text = g_strdup (error->message);
      return ZANTE_HEALTH_BAD;
    }
  *text = g_strdup_printf (
      "%s free%s%s%s", free_size, bytes < wanted_disk ? "; a full build needs " : "",
      bytes < wanted_disk ? wanted : "", bytes < wanted_disk ? " (zante gc, zante clean)" : "");
  return bytes < wanted_disk ? ZANTE_HEALTH_BAD : ZANTE_HEALTH_OK;
}

static ZanteHealth
look_at_memory (ZanteRaise *raise, char **text)
{
  guint64 bytes = (guint64)sysconf (_SC_PHYS_PAGES) * (guint64)sysconf (_SC_PAGESIZE);
  g_autofree char *size = g_format_size (bytes);
  *text = g_strdup_printf ("%s%s", size,
                           bytes < wanted_memory ? "; compilers may be killed (use -j 1)" : "");
  return bytes < wanted_memory ? ZANTE_HEALTH_WARNING : ZANTE_HEALTH_OK;
}

const ZanteCheckup zante_checkups[] = {
    {"recipe", look_at_recipe},
    {"pins", look_at_pins},
    {"programs", look_at_programs},
    {"make", look_at_make},
    {"packages", look_at_packages},
    {"providers", look_at_providers},
    {"packaging", look_at_packaging},
    {"sandbox", look_at_sandbox},
    {"disk", look_at_disk},
    {"memory", look_at_memory},
    {NULL, NULL},
};
