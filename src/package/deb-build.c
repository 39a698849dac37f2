/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "package/package.h"

/* One build under way. */
typedef struct {
  const ZanteDebBuild *build;
  char *tree; /* SCRATCH/NAME-UPSTREAM */
  char **environ;
  GString *last;    /* the first line that tells an error, else the last */
  gboolean missing; /* build dependencies */
  int log_fd;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->tree);
  g_strfreev (run->environ);
  g_string_free (run->last, TRUE);
  zante_fd_close (run->log_fd);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
take_line (const char *line, gpointer user_data)
{
  Run *run = user_data;
  gboolean telling = strstr (run->last->str, "error: ") != NULL;
  if (strstr (line, "Unmet build dependencies: ") != NULL)
    run->missing = TRUE;
  if (*line != '\0' && (!telling || strstr (line, "Unmet build dependencies: ") != NULL))
    g_string_assign (run->last, line);
}

/* Nothing of the caller's environment but what these tools read on purpose. */
static char **
clean_environment (const ZanteDebBuild *build)
{
  static const char *const kept[] = {"TMPDIR", "SOURCE_DATE_EPOCH"};
  char **env = g_new0 (char *, 1);
  guint jobs = build->jobs != 0 ? build->jobs : g_get_num_processors ();
  g_autofree char *date = g_strdup_printf ("%" G_GINT64_FORMAT, build->date);
  g_autofree char *options = g_strdup_printf ("parallel=%u", jobs);
  env = g_environ_setenv (env, "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", TRUE);
  env = g_environ_setenv (env, "LC_ALL", "C.UTF-8", TRUE);
  env = g_environ_setenv (env, "TZ", "UTC", TRUE);
  env = g_environ_setenv (env, "HOME", build->scratch, TRUE);
  env = g_environ_setenv (env, "SOURCE_DATE_EPOCH", date, TRUE);
  env = g_environ_setenv (env, "DEB_BUILD_OPTIONS", options, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_getenv (kept[i]) != NULL)
      env = g_environ_setenv (env, kept[i], g_getenv (kept[i]), TRUE);
  if (build->targets & ZANTE_DEB_STAGED)
    {
      /* For use at once, not for an archive. */
      env = g_environ_setenv (env, "DPKG_DEB_COMPRESSOR_TYPE", "gzip", TRUE);
      env = g_environ_setenv (env, "DPKG_DEB_COMPRESSOR_LEVEL", "1", TRUE);
    }
  return env;
}

static gboolean
fail (const Run *run, const char *program, int status, GError **error)
{
  g_autofree char *last = g_strstrip (g_strdup (run->last->str));
  if (run->missing)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST,
                 "source package '%s': %s (install them, or 'zante builddep --install')",
                 run->build->source->name, last);
  else
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_BUILD,
                 "source package '%s': %s ended with status %d: %s (log: %s)",
                 run->build->source->name, program, status, last, run->build->log);
  return FALSE;
}

static gboolean
run_tool (Run *run, const char *const *argv, const char *cwd, GError **error)
{
  ZanteProc proc = {.argv = argv,
                    .environ = (const char *const *)run->environ,
                    .cwd = cwd,
                    .log_fd = run->log_fd,
                    .on_line = take_line,
                    .user_data = run,
                    .cancellable = run->build->cancellable};
  ZanteProcResult result = {0};
  g_string_truncate (run->last, 0);
  if (!zante_proc_run (&proc, &result, error))
    {
      if (g_error_matches (*error, ZANTE_ERROR, ZANTE_ERROR_HOST))
        g_prefix_error (error, "packages are made with Debian's own tools (apt install dpkg-dev "
                               "debhelper): ");
      return FALSE;
    }
  return result.status == 0 || fail (run, argv[0], result.status, error);
}

static gboolean
copy (const Run *run, const char *from, const char *to, GError **error)
{
  const char *const argv[] = {"cp", "-a", "-T", "--", from, to, NULL};
  g_autofree char *out = zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_FAILED,
                                            run->build->cancellable, error);
  return out != NULL;
}

/* The trees --------------------------------------------------------------------------------------
 */

/* dpkg-source unpacks and compares; it wants the tarballs beside the tree. */
static gboolean
lay_out_source (const Run *run, GError **error)
{
  const ZanteDebBuild *build = run->build;
  g_autoptr (GPtrArray) files = NULL;
  if (!zante_package_originals (build->fetch, build->source, build->date, build->scratch, error)
      || (files = zante_fs_list (build->scratch, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const ZanteFsEntry *file = files->pdata[i];
      if (strstr (file->path, ".orig.tar.") == NULL)
        continue;
      g_autofree char *path = g_build_filename (build->scratch, file->path, NULL);
      const char *const argv[]
          = {"tar", "--strip-components=1", "--no-same-owner", "-C", run->tree, "-xf", path, NULL};
      g_autofree char *out = zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_FAILED,
                                                build->cancellable, error);
      if (out == NULL)
        return FALSE;
    }
  return TRUE;
}

/* What debian/rules would have built is there already. */
static gboolean
lay_out_stages (const Run *run, GError **error)
{
  const ZanteSourcePackage *source = run->build->source;
  for (guint i = 0; i < source->components->len; i++)
    {
      const ZanteComponent *component = source->components->pdata[i];
      g_autofree char *folder = g_build_filename (run->tree, "debian/build", component->name, NULL);
      g_autofree char *stage = g_build_filename (folder, "stage", NULL);
      g_autofree char *stamp = g_build_filename (folder, "installed", NULL);
      if (!zante_fs_make_dirs (folder, error) || !g_file_set_contents (stamp, "", 0, error))
        return FALSE;
      if (symlink (source->stages->pdata[i], stage) != 0)
        return zante_error_errno (error, errno, "cannot make '%s'", stage);
    }
  /* There is no source to apply them to. */
  g_autofree char *patches = g_build_filename (run->tree, "debian/patches", NULL);
  return zante_fs_remove_tree (patches, error);
}

static gboolean
lay_out (Run *run, GError **error)
{
  g_autofree char *debian = g_build_filename (run->tree, "debian", NULL);
  gboolean staged = (run->build->targets & ZANTE_DEB_STAGED) != 0;
  if (!zante_fs_remove_tree (run->build->scratch, error) || !zante_fs_make_dirs (run->tree, error)
      || (!staged && !lay_out_source (run, error)))
    return FALSE;
  /* The packaging of others that a tarball may bring along is not ours. */
  return zante_fs_remove_tree (debian, error) && copy (run, run->build->debian, debian, error)
         && (!staged || lay_out_stages (run, error));
}

/* Results ----------------------------------------------------------------------------------------
 */

static gboolean
is_result (const char *name)
{
  static const char *const endings[]
      = {".dsc", ".deb", ".ddeb", ".buildinfo", ".changes", ".tar.xz", ".tar.gz", ".tar.bz2"};
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
move_result (const Run *run, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (run->build->scratch, name, NULL);
  g_autofree char *to = g_build_filename (run->build->output, name, NULL);
  return g_rename (from, to) == 0 || zante_error_errno (error, errno, "cannot make '%s'", to);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
collect (const Run *run, GError **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (run->build->scratch, 0, error);
  if (folder == NULL || !zante_fs_make_dirs (run->build->output, error))
    return NULL;
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    if (is_result (name))
      g_ptr_array_add (made, g_strdup (name));
  g_ptr_array_sort (made, compare_strings);
  for (guint i = 0; i < made->len; i++)
    if (!move_result (run, made->pdata[i], error))
      return NULL;
  return g_steal_pointer (&made);
}

/* Running ----------------------------------------------------------------------------------------
 */

static gboolean
build_targets (Run *run, GError **error)
{
  const ZanteDebBuild *build = run->build;
  g_autofree char *name = g_path_get_basename (run->tree);
  g_autofree char *jobs
      = g_strdup_printf ("-j%u", build->jobs != 0 ? build->jobs : g_get_num_processors ());
  const char *const source[] = {"dpkg-source", "--build", name, NULL};
  const char *const binary[] = {"dpkg-buildpackage", "-b", "-us", "-uc", jobs, NULL};
  const char *const staged[] = {"dpkg-buildpackage", "-b", "-us", "-uc", "-nc", "-d", jobs, NULL};
  if ((build->targets & ZANTE_DEB_SOURCE) && !run_tool (run, source, build->scratch, error))
    return FALSE;
  if ((build->targets & ZANTE_DEB_BINARY) && !run_tool (run, binary, run->tree, error))
    return FALSE;
  return !(build->targets & ZANTE_DEB_STAGED) || run_tool (run, staged, run->tree, error);
}

gboolean
zante_package_deb_build (const ZanteDebBuild *build, GPtrArray **made, GError **error)
{
  g_autofree char *folder = g_strconcat (build->source->name, "-", build->source->upstream, NULL);
  g_auto (Run) run = {.build = build,
                      .tree = g_build_filename (build->scratch, folder, NULL),
                      .environ = clean_environment (build),
                      .last = g_string_new (NULL),
                      .log_fd = open (build->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  if (run.log_fd < 0)
    return zante_error_errno (error, errno, "cannot write '%s'", build->log);
  if (!lay_out (&run, error) || !build_targets (&run, error))
    return FALSE;
  g_autoptr (GPtrArray) files = collect (&run, error);
  if (files == NULL || !zante_fs_remove_tree (build->scratch, error))
    return FALSE;
  if (made != NULL)
    *made = g_steal_pointer (&files);
  return TRUE;
}
