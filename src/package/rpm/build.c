/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "package/build-tool.h"
#include "package/parts.h"

/* One build under way. */
typedef struct {
  const ZantePackageBuild *build;
  char *link;    /* a temporary folder with a link to SCRATCH, or NULL */
  char *top;     /* SCRATCH by a name that rpmbuild, and its scripts, can take */
  char *sources; /* SCRATCH/SOURCES: the spec and all that it names */
  char *stages;  /* SCRATCH/stages, for %{stages} */
  ZanteBuildTool tool;
} Run;

static void
run_clear (Run *run)
{
  if (run->link != NULL)
    zante_fs_remove_tree (run->link, NULL);
  g_free (run->link);
  g_free (run->top);
  g_free (run->sources);
  g_free (run->stages);
  zante_build_tool_clear (&run->tool);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Sources ------------------------------------------------------------------------------------ */

/* Upstream's signature is of use to dpkg-source(1) alone. */
static void
drop_signatures (GPtrArray *files)
{
  for (guint i = files->len; i > 0; i--)
    if (g_str_has_suffix (((const ZanteFsEntry *)files->pdata[i - 1])->path, ".asc"))
      g_ptr_array_remove_index (files, i - 1);
}

/* The upstream tarball, by the name that the spec has for it. */
static gboolean
place_original (const Run *run, GError **error)
{
  const ZantePackageBuild *build = run->build;
  g_autofree char *folder = g_build_filename (build->scratch, "orig", NULL);
  g_autofree char *name = zante_package_rpm_original (build->source);
  if (name == NULL)
    return TRUE;
  if (!zante_fs_make_dirs (folder, error)
      || !zante_package_originals (build->fetch, build->source, folder, error))
    return FALSE;
  g_autoptr (GPtrArray) files = zante_fs_list (folder, error);
  if (files == NULL)
    return FALSE;
  drop_signatures (files);
  if (files->len != 1)
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "source '%s' has %u upstream tarballs; a .spec of ours takes one",
                            build->source->source->name, files->len);
  const ZanteFsEntry *file = files->pdata[0];
  g_autofree char *from = g_build_filename (folder, file->path, NULL);
  g_autofree char *to = g_build_filename (run->sources, name, NULL);
  /* A copy: its time stamp will be changed, and the original may be a link to the download. */
  const char *const argv[] = {"cp", "--", from, to, NULL};
  return zante_build_quietly (run->build, argv, error);
}

/* The folder recipe/ as the last Source: the same files give the same bytes. */
static gboolean
pack_recipe (const Run *run, GError **error)
{
  const ZantePackageBuild *build = run->build;
  g_autofree char *recipe = g_build_filename (build->folder, "recipe", NULL);
  g_autofree char *name = zante_package_rpm_recipe (build->source);
  g_autofree char *to = g_build_filename (run->sources, name, NULL);
  g_autofree char *time = g_strdup_printf ("--mtime=@%" G_GINT64_FORMAT, build->date);
  const char *const argv[] = {ZANTE_PACKAGE_TAR (time),
                              "--use-compress-program=gzip -n",
                              "-C",
                              recipe,
                              "-cf",
                              to,
                              "--",
                              ".",
                              NULL};
  return zante_build_quietly (run->build, argv, error);
}

static gboolean
copy_file (const Run *run, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (run->build->folder, name, NULL);
  g_autofree char *to = g_build_filename (run->sources, name, NULL);
  const char *const argv[] = {"cp", "--", from, to, NULL};
  return zante_build_quietly (run->build, argv, error);
}

/* The spec, and whatever else lies beside it: patches, and the maintainer's own files. */
static gboolean
copy_files (const Run *run, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (run->build->folder, 0, error);
  if (folder == NULL)
    return FALSE;
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    {
      g_autofree char *path = g_build_filename (run->build->folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && !copy_file (run, name, error))
        return FALSE;
    }
  return TRUE;
}

/* A source package records the time stamps of its sources. */
static gboolean
set_times (const Run *run, GError **error)
{
  const struct timespec times[2] = {{.tv_sec = run->build->date}, {.tv_sec = run->build->date}};
  g_autoptr (GPtrArray) files = zante_fs_list (run->sources, error);
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const ZanteFsEntry *file = files->pdata[i];
      g_autofree char *path = g_build_filename (run->sources, file->path, NULL);
      if (g_chmod (path, 0644) != 0 || utimensat (AT_FDCWD, path, times, 0) != 0)
        return zante_error_errno (error, errno, "cannot change '%s'", path);
    }
  return files != NULL;
}

static gboolean
lay_out (const Run *run, GError **error)
{
  static const char *const folders[] = {"SOURCES", "home", "tmp", NULL};
  gboolean staged = run->build->targets == ZANTE_PACKAGE_STAGED;
  if (!zante_fs_remove_tree (run->build->scratch, error))
    return FALSE;
  for (const char *const *name = folders; *name != NULL; name++)
    {
      g_autofree char *path = g_build_filename (run->build->scratch, *name, NULL);
      if (!zante_fs_make_dirs (path, error))
        return FALSE;
    }
  return copy_files (run, error) && place_original (run, error) && pack_recipe (run, error)
         && set_times (run, error)
         && (!staged || zante_build_lay_out_stages (&run->tool, run->stages, error));
}

/* Running ------------------------------------------------------------------------------------ */

/* A macro for the command line. */
static void
define (GPtrArray *argv, const char *name, const char *value)
{
  g_ptr_array_add (argv, g_strdup ("--define"));
  g_ptr_array_add (argv, g_strconcat (name, " ", value, NULL));
}

static GPtrArray *
make_argv (const Run *run)
{
  static const char *const modes[] = {
      [ZANTE_PACKAGE_SOURCE] = "-bs", [ZANTE_PACKAGE_ALL] = "-ba", [ZANTE_PACKAGE_STAGED] = "-bb"};
  const ZantePackageBuild *build = run->build;
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *tmp = g_build_filename (run->top, "tmp", NULL);
  g_autofree char *results = g_build_filename (run->top, "results", NULL);
  g_autofree char *sources = g_build_filename (run->top, "SOURCES", NULL);
  g_autofree char *stages = g_build_filename (run->top, "stages", NULL);
  g_autofree char *spec = g_strconcat (sources, "/", build->source->name, ".spec", NULL);
  g_ptr_array_add (argv, g_strdup ("rpmbuild"));
  g_ptr_array_add (argv, g_strdup (modes[build->targets]));
  define (argv, "_topdir", run->top);
  define (argv, "_tmppath", tmp);
  define (argv, "_sourcedir", sources);
  define (argv, "_rpmdir", results);
  define (argv, "_srcrpmdir", results);
  define (argv, "_build_name_fmt", "%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm");
  define (argv, "_buildhost", "localhost");
  if (build->targets == ZANTE_PACKAGE_STAGED)
    {
      define (argv, "stages", stages);
      /* For use at once, not for an archive. */
      define (argv, "_binary_payload", "w3.zstdio");
    }
  /* Elsewhere than on Fedora rpm knows nothing of what is installed. */
  if (build->targets == ZANTE_PACKAGE_STAGED
      || strcmp (build->fetch->recipe->distribution, "fedora") != 0)
    g_ptr_array_add (argv, g_strdup ("--nodeps"));
  g_ptr_array_add (argv, g_steal_pointer (&spec));
  g_ptr_array_add (argv, NULL);
  return argv;
}

/* A folder of ours alone outside, whose name is always the same for PATH. */
static char *
folder_for (const char *path, GError **error)
{
  struct stat st;
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  g_autofree char *folder
      = g_strdup_printf ("%s/zante-rpm-%u-%.12s", g_get_tmp_dir (), (guint)getuid (), digest);
  if (mkdir (folder, 0711) != 0 && errno != EEXIST)
    zante_error_errno (error, errno, "cannot make '%s'", folder);
  else if (lstat (folder, &st) != 0 || !S_ISDIR (st.st_mode) || st.st_uid != getuid ())
    zante_error_set (error, ZANTE_ERROR_HOST, "'%s' is somebody else's: remove it", folder);
  else
    return g_steal_pointer (&folder);
  return NULL;
}

/* Scripts of rpmbuild do not quote their folders, and packages tell where they were built. */
static gboolean
find_names (Run *run, GError **error)
{
  static const char plain[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "/._+-~@=,:";
  const char *scratch = run->build->scratch;
  run->top = zante_box_name (run->tool.box, scratch);
  if (strspn (run->top, plain) != strlen (run->top))
    {
      run->link = folder_for (scratch, error);
      if (run->link == NULL)
        return FALSE;
      g_free (run->top);
      run->top = g_build_filename (run->link, "top", NULL);
      if (unlink (run->top) != 0 && errno != ENOENT)
        return zante_error_errno (error, errno, "cannot remove '%s'", run->top);
      if (symlink (scratch, run->top) != 0)
        return zante_error_errno (error, errno, "cannot make '%s'", run->top);
    }
  run->sources = g_build_filename (scratch, "SOURCES", NULL);
  run->stages = g_build_filename (scratch, "stages", NULL);
  return TRUE;
}

gboolean
zante_package_rpm_build (const ZantePackageBuild *build, GPtrArray **made, GError **error)
{
  static const char *const endings[] = {".rpm", NULL};
  /* Empty: no ~/.rpmmacros. */
  g_autofree char *home = g_build_filename (build->scratch, "home", NULL);
  g_autofree char *results = g_build_filename (build->scratch, "results", NULL);
  g_autofree char *jobs = g_strdup_printf ("%u", zante_build_tool_jobs (build));
  g_auto (Run) run = {.build = build};
  if (!zante_build_tool_init (&run.tool, build, home, error))
    return FALSE;
  run.tool.hint = "packages are made with rpm's own tools (install rpm, or rpm-build on Fedora)";
  zante_build_tool_setenv (&run.tool, "RPM_BUILD_NCPUS", jobs);
  if (!find_names (&run, error) || !lay_out (&run, error))
    return FALSE;
  g_autoptr (GPtrArray) argv = make_argv (&run);
  if (!zante_build_tool_run (&run.tool, (const char *const *)argv->pdata, build->scratch, error))
    return FALSE;
  g_autoptr (GPtrArray) files = zante_build_collect (build, results, endings, error);
  if (files == NULL || !zante_fs_remove_tree (build->scratch, error))
    return FALSE;
  if (made != NULL)
    *made = g_steal_pointer (&files);
  return TRUE;
}
