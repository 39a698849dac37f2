/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante boot: start what was built in QEMU, and tell what happened. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/show.h"
#include "boot/boot.h"
#include "cli/command.h"

typedef struct {
  char *level, *json, *junit, *kernel, *restore_from;
  char **from, **guests, **xsa;
  char *root; /* of a system, that --from names */
  int machines, memory, timeout;
  gboolean efi, icount, keep, shell, offline;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->level);
  g_free (options->json);
  g_free (options->junit);
  g_free (options->kernel);
  g_free (options->restore_from);
  g_strfreev (options->from);
  g_free (options->root);
  g_strfreev (options->guests);
  g_strfreev (options->xsa);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_level (const char *name, ZanteBootLevel *level, GError **error)
{
  *level = ZANTE_BOOT_GUEST;
  if (name == NULL)
    return TRUE;
  for (guint i = 0; i < ZANTE_BOOT_MIGRATION; i++)
    if (strcmp (name, zante_boot_level_names[i]) == 0)
      {
        *level = (ZanteBootLevel)i;
        return TRUE;
      }
  return zante_error_set (error, ZANTE_ERROR_USAGE,
                          "boot: no level '%s' (dom0, guest, suite, tools-tests or xtf)", name);
}

/* What is done to the guests of another build needs all of them, and nobody at a console. */
static gboolean
check_restore (const Options *options, ZanteBootLevel *level, GError **error)
{
  if (options->restore_from == NULL)
    return TRUE;
  *level = ZANTE_BOOT_MIGRATION;
  if (options->level == NULL && options->xsa == NULL && !options->shell)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_USAGE, "boot: --restore-from goes without %s",
                          options->shell         ? "--shell"
                          : options->xsa != NULL ? "--xsa"
                                                 : "--level");
}

/* Numbers of advisories, "XSA-" before them or not; they choose the level too. */
static gboolean
parse_xsa (Options *options, ZanteBootLevel *level, GError **error)
{
  for (char **word = options->xsa; word != NULL && *word != NULL; word++)
    {
      gsize prefix = g_ascii_strncasecmp (*word, "xsa-", 4) == 0 ? 4 : 0;
      guint64 number;
      if (!g_ascii_string_to_unsigned (*word + prefix, 10, 1, G_MAXUINT16, &number, NULL))
        return zante_error_set (error, ZANTE_ERROR_USAGE,
                                "boot: '%s' is no number of an advisory (--xsa 286)", *word);
      g_free (*word);
      *word = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
    }
  if (options->xsa != NULL && options->level != NULL && *level != ZANTE_BOOT_XTF)
    return zante_error_set (error, ZANTE_ERROR_USAGE, "boot: --xsa is for level xtf, not '%s'",
                            options->level);
  if (options->xsa != NULL)
    *level = ZANTE_BOOT_XTF;
  return TRUE;
}

static gboolean
write_reports (const Options *options, const ZanteBootReport *report, GError **error)
{
  if (options->json != NULL)
    {
      g_autofree char *text = zante_boot_report_json (report);
      if (!g_file_set_contents (options->json, text, -1, error))
        return FALSE;
    }
  if (options->junit != NULL)
    {
      g_autofree char *text = zante_boot_report_junit (report);
      if (!g_file_set_contents (options->junit, text, -1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
tell (ZanteSession *session, const ZanteBootReport *report, GError **error)
{
  g_autofree char *text = zante_boot_report_text (report);
  g_autofree char *shown = zante_show_text (text);
  zante_log_pause (session->raise->log);
  fputs (shown, stdout);
  fflush (stdout);
  if (report->class == ZANTE_BOOT_PASS)
    return TRUE;
  return zante_error_set (
      error, report->class == ZANTE_BOOT_QEMU_ERROR ? ZANTE_ERROR_HOST : ZANTE_ERROR_BOOT,
      "boot: %s: %s (logs: %s)", zante_boot_class_name (report->class), report->text,
      report->folder);
}

static gboolean
is_package (const char *name)
{
  return g_str_has_suffix (name, ".deb") || g_str_has_suffix (name, ".rpm");
}

/* The file PATH, or every package in the folder PATH; which of them are booted is said by what they
 * hold. */
static gboolean
add_packages (const char *path, GStrvBuilder *files, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_strv_builder_add (files, path);
      return TRUE;
    }
  g_autoptr (GPtrArray) entries = zante_fs_list (path, error);
  gboolean any = FALSE;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const char *name = ((const ZanteFsEntry *)entries->pdata[i])->path;
      g_autofree char *whole = g_build_filename (path, name, NULL);
      if (!is_package (name))
        continue;
      g_strv_builder_add (files, whole);
      any = TRUE;
    }
  if (entries != NULL && !any)
    zante_error_set (error, ZANTE_ERROR_INPUT, "boot: no package (.deb, .rpm) is in '%s'", path);
  return any;
}

/* Where the project's packages are: where `zante repo` looks for them, or `zante deb` writes. */
static char *
package_folder (const ZanteSession *session)
{
  const char *kind = strcmp (session->raise->distribution, "fedora") == 0 ? "rpm" : "deb";
  char *folder = g_build_filename (session->raise->workspace->project, "packages", kind, NULL);
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return folder;
  g_free (folder);
  return g_build_filename (session->raise->workspace->project, kind, NULL);
}

/* A folder that packages were installed in, or that is laid out like one. */
static gboolean
is_root (const char *path)
{
  g_autofree char *usr = g_build_filename (path, "usr", NULL);
  return g_file_test (usr, G_FILE_TEST_IS_DIR);
}

/* Only dpkg's records say which files of a system are Xen's. */
static gboolean
has_packages (const char *root, GError **error)
{
  g_autofree char *dpkg = g_build_filename (root, "var/lib/dpkg/info", NULL);
  if (g_file_test (dpkg, G_FILE_TEST_IS_DIR))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "boot: in '%s' nothing is installed by dpkg (name the packages instead)",
                          root);
}

/* What --from names: NULL for dist/ and for a system's root, which need no list. */
static gboolean
find_packages (ZanteSession *session, Options *options, char ***packages, GError **error)
{
  *packages = NULL;
  if (options->from == NULL || strcmp (options->from[0], "dist") == 0)
    return TRUE;
  if (options->from[1] == NULL && is_root (options->from[0]))
    {
      if (!has_packages (options->from[0], error))
        return FALSE;
      options->root = g_canonicalize_filename (options->from[0], NULL);
      return TRUE;
    }
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  g_autofree char *folder = package_folder (session);
  for (char **name = options->from; *name != NULL; name++)
    if (!add_packages (strcmp (*name, "packages") == 0 ? folder : *name, files, error))
      return FALSE;
  *packages = g_strv_builder_end (files);
  return TRUE;
}

static ZanteBootReport *
boot (ZanteSession *session, const Options *options, ZanteBootLevel level, char **packages,
      GError **error)
{
  g_autofree char *data = zante_raise_domains ();
  g_autofree char *own = g_build_filename (session->raise->workspace->project, "boot-guests", NULL);
  const char *const guest_dirs[] = {own, NULL};
  const ZanteRecipe *recipe = zante_raise_recipe (session->raise, error);
  if (recipe == NULL || !zante_workspace_make (session->raise->workspace, error))
    return NULL;
  g_autoptr (ZanteBuilt) built
      = options->restore_from == NULL
            ? NULL
            : zante_built_find (session->raise, options->restore_from, error);
  if (options->restore_from != NULL && built == NULL)
    return NULL;
  ZanteBootInput input = {.workspace = session->raise->workspace,
                          .recipe = recipe,
                          .data = data,
                          .guest_dirs = guest_dirs,
                          .root = options->root,
                          .packages = (const char *const *)packages,
                          .level = level,
                          .only = (const char *const *)options->guests,
                          .xsa = (const char *const *)options->xsa,
                          .efi = options->efi,
                          .icount = options->icount,
                          .keep = options->keep,
                          .shell = options->shell,
                          .kernel = options->kernel,
                          .memory = (guint)MAX (options->memory, 0),
                          .machines = (guint)MAX (options->machines, 0),
                          .timeout = (guint)MAX (options->timeout, 0),
                          .offline = options->offline,
                          .log = session->raise->log,
                          .cancellable = session->raise->cancellable};
  if (built == NULL)
    return zante_boot_run (&input, error);
  const ZanteBootOrigin origin = {.recipe = built->raise->recipe, .root = built->root};
  return zante_boot_restore (&input, &origin, error);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"level", 0, 0, G_OPTION_ARG_STRING, &options.level,
       "How much to prove: dom0, guest (default), suite, tools-tests or xtf", "LEVEL"},
      {"guest", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.guests, "Start only this guest", "NAME"},
      {"xsa", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.xsa, "Run XTF's tests of this advisory",
       "NUMBER"},
      {"efi", 0, 0, G_OPTION_ARG_NONE, &options.efi, "Boot xen.efi through OVMF", NULL},
      {"icount", 0, 0, G_OPTION_ARG_NONE, &options.icount,
       "Let time pass by the instructions executed, whatever the load", NULL},
      {"from", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.from,
       "Boot dist (default), packages, these package files, or a system's root", "WHAT"},
      {"restore-from", 0, 0, G_OPTION_ARG_FILENAME, &options.restore_from,
       "Restore guests that this one saves", "PROJECT|STACK"},
      {"keep", 0, 0, G_OPTION_ARG_NONE, &options.keep, "Leave a console after the verdict", NULL},
      {"shell", 0, 0, G_OPTION_ARG_NONE, &options.shell, "Open a shell in dom0 instead", NULL},
      {"json", 0, 0, G_OPTION_ARG_FILENAME, &options.json, "Write the report as JSON", "FILE"},
      {"junit", 0, 0, G_OPTION_ARG_FILENAME, &options.junit, "Write it as JUnit XML", "FILE"},
      {"kernel", 0, 0, G_OPTION_ARG_FILENAME, &options.kernel, "Take this kernel for dom0", "FILE"},
      {"machines", 0, 0, G_OPTION_ARG_INT, &options.machines, "Spread guests over so many", "N"},
      {"memory", 0, 0, G_OPTION_ARG_INT, &options.memory, "Memory of each machine", "MIB"},
      {"timeout", 0, 0, G_OPTION_ARG_INT, &options.timeout, "Seconds for all of it", "SECONDS"},
      {"offline", 0, 0, G_OPTION_ARG_NONE, &options.offline, "Touch no network", NULL},
      {0},
  };
  ZanteBootLevel level = ZANTE_BOOT_GUEST;
  g_auto (GStrv) packages = NULL;
  g_auto (GStrv) none = zante_command_parse (&zante_command_boot, entries, argc, argv, 0, 0, error);
  if (none == NULL || !parse_level (options.level, &level, error)
      || !check_restore (&options, &level, error) || !parse_xsa (&options, &level, error)
      || !find_packages (session, &options, &packages, error))
    return FALSE;
  g_autoptr (ZanteBootReport) report = boot (session, &options, level, packages, error);
  if (report == NULL || !write_reports (&options, report, error))
    return FALSE;
  return tell (session, report, error);
}

const ZanteCommand zante_command_boot
    = {"boot", NULL, "Boot what was built, in QEMU, and prove that it works", run};
