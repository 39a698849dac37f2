/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/archive.h"
#include "base/fs.h"
#include "package/build-tool.h"

/* One build under way. */
typedef struct {
  const ZantePackageBuild *build;
  char *tree; /* SCRATCH/NAME-UPSTREAM */
  ZanteBuildTool tool;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->tree);
  zante_build_tool_clear (&run->tool);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* With the one variable that these tools read of the caller's environment on purpose. */
static void
set_environment (Run *run)
{
  const ZantePackageBuild *build = run->build;
  g_autofree char *date = g_strdup_printf ("%" G_GINT64_FORMAT, build->date);
  /* What is staged has no sources to test. */
  g_autofree char *options
      = g_strdup_printf ("parallel=%u%s", zante_build_tool_jobs (build),
                         build->targets == ZANTE_PACKAGE_STAGED ? " nocheck" : "");
  zante_build_tool_setenv (&run->tool, "SOURCE_DATE_EPOCH", date);
  zante_build_tool_setenv (&run->tool, "DEB_BUILD_OPTIONS", options);
  if (g_getenv ("SOURCE_DATE_EPOCH") != NULL)
    zante_build_tool_setenv (&run->tool, "SOURCE_DATE_EPOCH", g_getenv ("SOURCE_DATE_EPOCH"));
  if (build->targets == ZANTE_PACKAGE_STAGED)
    {
      /* For use at once, not for an archive. */
      zante_build_tool_setenv (&run->tool, "DPKG_DEB_COMPRESSOR_TYPE", "gzip");
      zante_build_tool_setenv (&run->tool, "DPKG_DEB_COMPRESSOR_LEVEL", "1");
    }
}

/* The trees ---------------------------------------------------------------------------------- */

/* A tarball of a tree would have to be packed first. */
static gboolean
has_tarballs (const ZantePackageBuild *build)
{
  const ZanteSource *source = build->source->source;
  const char *kind = source != NULL ? zante_source_kind (source) : "local";
  return strcmp (kind, "git") != 0 && strcmp (kind, "local") != 0;
}

/* Put the tarballs beside the tree, where dpkg-source wants them, and unpack them: whole, or, where
 * that is quick, what stands at their top: debhelper looks there for upstream's changelog. */
static gboolean
lay_out_source (const Run *run, gboolean whole, GError **error)
{
  const ZantePackageBuild *build = run->build;
  g_autoptr (GPtrArray) files = NULL;
  if (!whole && !has_tarballs (build))
    return TRUE;
  if (!zante_package_originals (build->fetch, build->source, build->scratch, error)
      || (files = zante_fs_list (build->scratch, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const ZanteFsEntry *file = files->pdata[i];
      const char *end = NULL;
      g_autofree char *stem = zante_archive_stem (file->path, &end);
      if (end == NULL || !g_str_has_suffix (stem, ".orig"))
        continue;
      g_autofree char *path = g_build_filename (build->scratch, file->path, NULL);
      const char *const argv[] = {"tar",
                                  "--strip-components=1",
                                  "--no-same-owner",
                                  "-C",
                                  run->tree,
                                  "-xf",
                                  path,
                                  "--anchored",
                                  whole ? NULL : "--exclude=*/*/*",
                                  NULL};
      if (!zante_build_quietly (build, argv, error))
        return FALSE;
    }
  return TRUE;
}

/* What debian/rules would have built is there already. */
static gboolean
lay_out_stages (const Run *run, GError **error)
{
  g_autofree char *folder = g_build_filename (run->tree, "debian/build", NULL);
  g_autofree char *patches = g_build_filename (run->tree, "debian/patches", NULL);
  /* There is no source to apply patches to. */
  return zante_build_lay_out_stages (&run->tool, folder, error)
         && zante_fs_remove_tree (patches, error);
}

static gboolean
lay_out (const Run *run, GError **error)
{
  const ZantePackageBuild *build = run->build;
  g_autofree char *from = g_build_filename (build->folder, "debian", NULL);
  g_autofree char *debian = g_build_filename (run->tree, "debian", NULL);
  const char *const copy[] = {"cp", "-a", "-T", "--", from, debian, NULL};
  gboolean staged = build->targets == ZANTE_PACKAGE_STAGED;
  if (!zante_fs_remove_tree (build->scratch, error) || !zante_fs_make_dirs (run->tree, error)
      || !lay_out_source (run, !staged, error))
    return FALSE;
  /* The packaging of others that a tarball may bring along is not ours. */
  return zante_fs_remove_tree (debian, error) && zante_build_quietly (build, copy, error)
         && (!staged || lay_out_stages (run, error));
}

/* Running ------------------------------------------------------------------------------------ */

static gboolean
build_targets (Run *run, GError **error)
{
  const ZantePackageBuild *build = run->build;
  g_autofree char *name = g_path_get_basename (run->tree);
  g_autofree char *jobs = g_strdup_printf ("-j%u", zante_build_tool_jobs (build));
  const char *const source[] = {"dpkg-source", "--build", name, NULL};
  const char *const binary[] = {"dpkg-buildpackage", "-b", "-us", "-uc", jobs, NULL};
  const char *const staged[] = {"dpkg-buildpackage", "-b", "-us", "-uc", "-nc", "-d", jobs, NULL};
  if (build->targets == ZANTE_PACKAGE_STAGED)
    return zante_build_tool_run (&run->tool, staged, run->tree, error);
  return zante_build_tool_run (&run->tool, source, build->scratch, error)
         && (build->targets == ZANTE_PACKAGE_SOURCE
             || zante_build_tool_run (&run->tool, binary, run->tree, error));
}

gboolean
zante_package_deb_build (const ZantePackageBuild *build, GPtrArray **made, GError **error)
{
  static const char *const all[]
      = {".deb",    ".ddeb",    ".buildinfo", ".changes", ".dsc", ".tar.xz",
         ".tar.gz", ".tar.bz2", ".tar.lzma",  ".asc",     NULL};
  /* The tarballs are of use with a .dsc alone. */
  static const char *const packages[] = {".deb", ".ddeb", ".buildinfo", ".changes", NULL};
  const char *const *results = build->targets == ZANTE_PACKAGE_STAGED ? packages : all;
  g_autofree char *folder = g_strconcat (build->source->name, "-", build->source->upstream, NULL);
  g_auto (Run) run = {.build = build, .tree = g_build_filename (build->scratch, folder, NULL)};
  if (!zante_build_tool_init (&run.tool, build, build->scratch, error))
    return FALSE;
  run.tool.hint = "packages are made with Debian's own tools (apt install dpkg-dev debhelper)";
  set_environment (&run);
  if (!lay_out (&run, error) || !build_targets (&run, error))
    return FALSE;
  g_autoptr (GPtrArray) files = zante_build_collect (build, build->scratch, results, error);
  if (files == NULL || !zante_fs_remove_tree (build->scratch, error))
    return FALSE;
  if (made != NULL)
    *made = g_steal_pointer (&files);
  return TRUE;
}
