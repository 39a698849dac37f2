/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/apt/apt.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "fetch/apt/deb822.h"
#include "fetch/apt/debian-tree.h"
#include "fetch/apt/suite.h"
#include "fetch/apt/targets.h"
#include "fetch/files.h"

/* Our own environment with messages in English. */
static char **
apt_environment (void)
{
  return g_environ_setenv (g_get_environ (), "LC_ALL", "C", TRUE);
}

static char *
apt_output (const char *const *argv, gsize *size, int code, GCancellable *cancellable,
            GError **error)
{
  g_auto (GStrv) environment = apt_environment ();
  return zante_proc_output (argv, (const char *const *)environment, NULL, size, code, cancellable,
                            error);
}

/* Each suite has a state of its own, so that versions of one are not taken for another's. */
static char *
state_path (const ZanteWorkspace *workspace, const char *suite, const char *name)
{
  g_autofree char *folder = suite == NULL ? g_strdup ("apt") : g_strconcat ("apt-", suite, NULL);
  return g_build_filename (workspace->state, folder, name, NULL);
}

/* ARGUMENTS for a program of apt that shall see only our state. */
static GPtrArray *
private_argv (const ZanteWorkspace *workspace, const char *suite, const char *program)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *state = state_path (workspace, suite, NULL);
  g_ptr_array_add (argv, g_strdup (program));
  g_ptr_array_add (argv, g_strdup_printf ("-c=%s/apt.conf", state));
  g_ptr_array_add (argv, g_strdup_printf ("-oDir::State=%s", state));
  g_ptr_array_add (argv, g_strdup_printf ("-oDir::State::lists=%s/lists", state));
  g_ptr_array_add (argv, g_strdup ("-oDir::State::status=/dev/null"));
  g_ptr_array_add (argv, g_strdup_printf ("-oDir::Cache=%s/cache", state));
  g_ptr_array_add (argv, g_strdup_printf ("-oDir::Etc::SourceList=%s/zante.sources", state));
  g_ptr_array_add (argv, g_strdup ("-oDir::Etc::SourceParts=/dev/null"));
  /* The sandbox user of a root's apt could not enter a private folder. */
  if (geteuid () == 0)
    g_ptr_array_add (argv, g_strdup ("-oAPT::Sandbox::User=root"));
  g_ptr_array_add (argv, g_strdup ("-oAcquire::Retries=3"));
  return argv;
}

/* The repositories that apt uses here, in its own words, or those of SUITE beside them. */
static GPtrArray *
read_targets (const char *suite, GCancellable *cancellable, GError **error)
{
  const char *const argv[]
      = {"apt-get", "indextargets", "--no-release-info", "--format", ZANTE_APT_TARGET_FORMAT, NULL};
  gsize size;
  g_autofree char *text = apt_output (argv, &size, ZANTE_ERROR_HOST, cancellable, error);
  g_autoptr (GPtrArray) targets = text == NULL ? NULL : zante_apt_parse_targets (text, size, error);
  if (targets == NULL || suite == NULL)
    return g_steal_pointer (&targets);
  g_autofree char *codename = g_get_os_info (G_OS_INFO_KEY_VERSION_CODENAME);
  return zante_apt_suite_targets (targets, suite, codename);
}

static char *
target_options (const ZanteAptTarget *target, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) local = NULL;
  gsize size;
  if (!g_file_get_contents (target->file, &data, &size, &local))
    return zante_error_null (error, ZANTE_ERROR_HOST, "cannot read apt's sources: %s",
                             local->message);
  gboolean stanzas = g_str_has_suffix (target->file, ".sources");
  char *options = zante_apt_entry_options (data, size, stanzas, target->index, error);
  if (options == NULL)
    g_prefix_error (error, "%s: ", target->file);
  return options;
}

static char *
private_sources (const char *suite, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) targets = read_targets (suite, cancellable, error);
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_free);
  if (targets == NULL)
    return NULL;
  for (guint i = 0; i < targets->len; i++)
    {
      char *lines = target_options (g_ptr_array_index (targets, i), error);
      if (lines == NULL)
        return NULL;
      g_ptr_array_add (options, lines);
    }
  if (targets->len > 0)
    return zante_apt_format_sources (targets, options);
  if (suite == NULL)
    zante_error_set (error, ZANTE_ERROR_HOST,
                     "apt has no repository configured (see sources.list(5))");
  else
    zante_error_set (
        error, ZANTE_ERROR_HOST,
        "apt has no repository of a Debian release where '%s' could be looked for (see "
        "sources.list(5))",
        suite);
  return NULL;
}

static gboolean
prepare_state (const ZanteWorkspace *workspace, const char *suite, GCancellable *cancellable,
               GError **error)
{
  const char *const folders[] = {"lists/partial", "cache/archives/partial"};
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = state_path (workspace, suite, folders[i]);
      if (!zante_fs_make_dirs (path, error))
        return FALSE;
    }
  g_autofree char *sources = private_sources (suite, cancellable, error);
  g_autofree char *sources_path = state_path (workspace, suite, "zante.sources");
  g_autofree char *config_path = state_path (workspace, suite, "apt.conf");
  return sources != NULL && zante_fs_write (sources_path, sources, -1, error)
         && zante_fs_write (config_path, ZANTE_APT_CONFIGURATION, -1, error);
}

static void
update_line (const char *line, gpointer user_data)
{
  GString *warnings = user_data;
  if (g_str_has_prefix (line, "W: ") || g_str_has_prefix (line, "E: "))
    g_string_append_printf (warnings, "%s%s", warnings->len == 0 ? "" : "; ", line + 3);
}

gboolean
zante_apt_update (const ZanteWorkspace *workspace, const char *suite, GString *warnings,
                  GCancellable *cancellable, GError **error)
{
  if (!prepare_state (workspace, suite, cancellable, error))
    return FALSE;
  g_autoptr (GPtrArray) argv = private_argv (workspace, suite, "apt-get");
  g_ptr_array_add (argv, g_strdup ("update"));
  g_ptr_array_add (argv, NULL);
  g_auto (GStrv) environment = apt_environment ();
  ZanteProc proc = {.argv = (const char *const *)argv->pdata,
                    .environ = (const char *const *)environment,
                    .on_line = update_line,
                    .user_data = warnings,
                    .cancellable = cancellable};
  ZanteProcResult result;
  return zante_proc_run (&proc, &result, error);
}

static GPtrArray *
show_sources (const ZanteWorkspace *workspace, const char *suite, const char *package,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) argv = private_argv (workspace, suite, "apt-cache");
  g_ptr_array_add (argv, g_strdup ("--only-source"));
  g_ptr_array_add (argv, g_strdup ("showsrc"));
  g_ptr_array_add (argv, g_strdup ("--"));
  g_ptr_array_add (argv, g_strdup (package));
  g_ptr_array_add (argv, NULL);
  gsize size;
  g_autoptr (GError) local = NULL;
  g_autofree char *text = apt_output ((const char *const *)argv->pdata, &size, ZANTE_ERROR_SOURCE,
                                      cancellable, &local);
  if (g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_SOURCE))
    /* apt-cache does not name the cause: it then sees no index at all */
    zante_error_set (error, ZANTE_ERROR_SOURCE,
                     "none of apt's repositories gave a source index that can be trusted");
  else if (text == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  if (text == NULL)
    return NULL;
  return zante_deb822_parse (text, size, "apt-cache showsrc", error);
}

static gboolean
is_newer (const char *version, const char *than, GCancellable *cancellable)
{
  const char *const argv[] = {"dpkg", "--compare-versions", version, "gt", than, NULL};
  ZanteProc proc = {.argv = argv, .cancellable = cancellable};
  ZanteProcResult result;
  return zante_proc_run (&proc, &result, NULL) && result.status == 0;
}

/* The paragraph of VERSION, or of the newest one when it is NULL. The names of all versions are
 * appended to VERSIONS. Borrowed. */
static GHashTable *
choose (GPtrArray *paragraphs, const char *package, const char *version, GString *versions,
        GCancellable *cancellable)
{
  GHashTable *best = NULL;
  const char *best_version = NULL;
  for (guint i = 0; i < paragraphs->len; i++)
    {
      GHashTable *paragraph = g_ptr_array_index (paragraphs, i);
      const char *name = zante_deb822_get (paragraph, "Package");
      const char *its = zante_deb822_get (paragraph, "Version");
      if (name == NULL || its == NULL || strcmp (name, package) != 0)
        continue;
      g_string_append_printf (versions, "%s%s", versions->len == 0 ? "" : ", ", its);
      gboolean wanted = version != NULL ? best == NULL && strcmp (its, version) == 0
                                        : best == NULL || is_newer (its, best_version, cancellable);
      if (!wanted)
        continue;
      best = paragraph;
      best_version = its;
    }
  return best;
}

static gboolean
check_format (GHashTable *paragraph, GError **error)
{
  const char *format = zante_deb822_get (paragraph, "Format");
  if (g_strcmp0 (format, "3.0 (quilt)") == 0 || g_strcmp0 (format, "3.0 (native)") == 0)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "its source format '%s' is not supported, only '3.0 (quilt)' and '3.0 (native)' are",
      format == NULL ? "none" : format);
}

/* The signed index says of the tarballs all that the .dsc does, so that one is not needed. */
static void
drop_other (GPtrArray *files)
{
  for (guint i = files->len; i-- > 0;)
    {
      const ZanteLockFile *file = g_ptr_array_index (files, i);
      g_autofree char *component = NULL;
      if (zante_debian_role (file->path, &component) == ZANTE_DEBIAN_OTHER)
        g_ptr_array_remove_index (files, i);
    }
}

/* Directory (Debian Policy 5.6.x: relative to the root of the archive) is put before the names. */
static GPtrArray *
placed_files (GHashTable *paragraph, GError **error)
{
  const char *directory = zante_deb822_get (paragraph, "Directory");
  g_autoptr (GPtrArray) files
      = check_format (paragraph, error) ? zante_deb822_files (paragraph, "Sources", error) : NULL;
  if (files == NULL)
    return NULL;
  drop_other (files);
  if (directory == NULL || *directory == '/' || strstr (directory, "..") != NULL)
    return zante_error_null (error, ZANTE_ERROR_SOURCE, "Sources: no usable Directory field");
  gboolean at_root = strcmp (directory, ".") == 0 || *directory == '\0';
  for (guint i = 0; i < files->len && !at_root; i++)
    {
      ZanteLockFile *file = g_ptr_array_index (files, i);
      char *path = g_build_filename (directory, file->path, NULL);
      g_free (file->path);
      file->path = path;
    }
  return g_steal_pointer (&files);
}

static void
not_found (const ZanteDebianSource *source, const char *versions, GError **error)
{
  g_autofree char *place
      = source->suite == NULL ? g_strdup ("") : g_strdup_printf (" in '%s'", source->suite);
  if (*versions == '\0')
    zante_error_set (error, ZANTE_ERROR_SOURCE, "apt's repositories have no source package '%s'%s",
                     source->package, place);
  else
    zante_error_set (
        error, ZANTE_ERROR_SOURCE,
        "apt's repositories have no version %s of the source package '%s'%s (there is %s; "
        "change 'version' and run 'zante lock')",
        source->version, source->package, place, versions);
}

GPtrArray *
zante_apt_find (const ZanteWorkspace *workspace, const ZanteDebianSource *source, char **found,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) paragraphs
      = show_sources (workspace, source->suite, source->package, cancellable, error);
  g_autoptr (GString) versions = g_string_new (NULL);
  if (paragraphs == NULL)
    return NULL;
  GHashTable *paragraph
      = choose (paragraphs, source->package, source->version, versions, cancellable);
  if (paragraph != NULL)
    {
      *found = g_strdup (zante_deb822_get (paragraph, "Version"));
      return placed_files (paragraph, error);
    }
  not_found (source, versions->str, error);
  return NULL;
}

gboolean
zante_apt_is_of_release (const char *version, const char *release)
{
  const char *epoch = strchr (version, ':');
  const char *upstream = epoch == NULL ? version : epoch + 1;
  gsize length = strlen (release);
  return strncmp (upstream, release, length) == 0 && !g_ascii_isdigit (upstream[length]);
}
