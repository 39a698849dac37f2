/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What building by dpkg's and by rpm's tools has in common: one log, one environment, the line that
 * tells why it failed, and what was made put where it belongs. Private to package/. */
#pragma once

#include "package/package.h"

typedef struct {
  const ZantePackageBuild *build; /* borrowed */
  ZanteBox *box;
  const char *hint; /* before the error that a tool is missing: how to get it; borrowed */
  char **environ;
  GString *last;    /* the first line that tells an error, else the last */
  gboolean missing; /* a tool said that build dependencies are */
  int log_fd;
} ZanteBuildTool;

/* Opens the log anew. The environment has nothing of the caller's: a fixed PATH and locale, UTC,
 * and HOME, a folder of the scratch folder. */
gboolean zante_build_tool_init (ZanteBuildTool *tool, const ZantePackageBuild *build,
                                const char *home, GError **error);
void zante_build_tool_clear (ZanteBuildTool *tool);
void zante_build_tool_setenv (ZanteBuildTool *tool, const char *name, const char *value);
/* The jobs that the build may run. */
guint zante_build_tool_jobs (const ZantePackageBuild *build);
/* Run ARGV, with the names that zante_box_name gives, in the scratch folder's CWD, where phases
 * run; its output into the log. ZANTE_ERROR_HOST when it, or a build dependency, is missing,
 * ZANTE_ERROR_BUILD naming the log when it fails. */
gboolean zante_build_tool_run (ZanteBuildTool *tool, const char *const *argv, const char *cwd,
                               GError **error);

/* Run a small program that is no part of the build and whose output matters to nobody. */
gboolean zante_build_quietly (const ZantePackageBuild *build, const char *const *argv,
                              GError **error);
/* For every component of the source package FOLDER/NAME/stage, a link to what it installed, and the
 * stamp FOLDER/NAME/installed: what the recipe would have built is there already. */
gboolean zante_build_lay_out_stages (const ZanteBuildTool *tool, const char *folder,
                                     GError **error);
/* Move the files of FOLDER with one of ENDINGS (NULL-terminated) to the build's output; their
 * names, sorted, owned by the caller. */
GPtrArray *zante_build_collect (const ZantePackageBuild *build, const char *folder,
                                const char *const *endings, GError **error);
