/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/build-tool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "base/strings.h"

/* A tool and its log ------------------------------------------------------------------------- */

void
zante_build_tool_setenv (ZanteBuildTool *tool, const char *name, const char *value)
{
  tool->environ = g_environ_setenv (tool->environ, name, value, TRUE);
}

gboolean
zante_build_tool_init (ZanteBuildTool *tool, const ZantePackageBuild *build, const char *home,
                       GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) stages = g_ptr_array_copy (build->source->stages, NULL, NULL);
  *tool = (ZanteBuildTool){
      .build = build, .environ = g_new0 (char *, 1), .last = g_string_new (NULL), .log_fd = -1};
  g_ptr_array_set_free_func (stages, NULL);
  g_ptr_array_add (stages, NULL);
  const ZanteBoxPlace place = {.name = build->source->name,
                               .folder = build->scratch,
                               .shown = (const char *const *)stages->pdata,
                               .packaging = TRUE};
  tool->box = zante_box_new (build->run, &place, error);
  if (tool->box == NULL)
    return FALSE;
  name = zante_box_name (tool->box, home);
  zante_build_tool_setenv (tool, "PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
  zante_build_tool_setenv (tool, "LC_ALL", "C.UTF-8");
  zante_build_tool_setenv (tool, "TZ", "UTC");
  zante_build_tool_setenv (tool, "HOME", name);
  tool->log_fd = open (build->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  return tool->log_fd >= 0 || zante_error_errno (error, errno, "cannot write '%s'", build->log);
}

void
zante_build_tool_clear (ZanteBuildTool *tool)
{
  g_strfreev (tool->environ);
  g_string_free (tool->last, TRUE);
  zante_box_free (tool->box);
  zante_fd_close (tool->log_fd);
}

guint
zante_build_tool_jobs (const ZantePackageBuild *build)
{
  return build->jobs != 0 ? build->jobs : g_get_num_processors ();
}

/* dpkg-checkbuilddeps names them behind it, rpmbuild on lines that begin with a tab. */
static gboolean
tells_missing (const char *line)
{
  return strstr (line, "Unmet build dependencies: ") != NULL
         || strstr (line, "Failed build dependencies:") != NULL;
}

/* What failed in a component is told before the tool's own last word. */
static void
take_line (const char *line, gpointer user_data)
{
  ZanteBuildTool *tool = user_data;
  gboolean telling = strstr (tool->last->str, "error: ") != NULL;
  if (tells_missing (line))
    tool->missing = TRUE;
  else if (tool->missing && *line == '\t')
    {
      g_string_append_c (tool->last, ' ');
      g_string_append (tool->last, line + 1);
      return;
    }
  else if (telling || tool->missing || *line == '\0')
    return;
  g_string_assign (tool->last, line);
}

static gboolean
fail (const ZanteBuildTool *tool, const char *program, int status, GError **error)
{
  const ZantePackageBuild *build = tool->build;
  g_autofree char *last = g_strstrip (g_strdup (tool->last->str));
  if (tool->missing)
    zante_error_set (error, ZANTE_ERROR_HOST,
                     "source package '%s': %s (install them, or 'zante builddep --install')",
                     build->source->name, last);
  else
    zante_error_set (error, ZANTE_ERROR_BUILD,
                     "source package '%s': %s ended with status %d: %s (log: %s)",
                     build->source->name, program, status, last, build->log);
  return FALSE;
}

gboolean
zante_build_tool_run (ZanteBuildTool *tool, const char *const *argv, const char *cwd,
                      GError **error)
{
  g_autofree char *place = zante_box_name (tool->box, cwd);
  ZanteProc proc = {.argv = argv,
                    .environ = (const char *const *)tool->environ,
                    .cwd = place,
                    .log_fd = tool->log_fd,
                    .on_line = take_line,
                    .user_data = tool,
                    .cancellable = tool->build->cancellable};
  ZanteProcResult result = {0};
  g_string_truncate (tool->last, 0);
  if (!zante_box_run (tool->box, &proc, &result, error))
    {
      if (g_error_matches (*error, ZANTE_ERROR, ZANTE_ERROR_HOST))
        g_prefix_error (error, "%s: ", tool->hint);
      return FALSE;
    }
  return result.status == 0 || fail (tool, argv[0], result.status, error);
}

/* Before and after --------------------------------------------------------------------------- */

gboolean
zante_build_quietly (const ZantePackageBuild *build, const char *const *argv, GError **error)
{
  g_autofree char *out
      = zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_FAILED, build->cancellable, error);
  return out != NULL;
}

gboolean
zante_build_lay_out_stages (const ZanteBuildTool *tool, const char *folder, GError **error)
{
  const ZanteSourcePackage *source = tool->build->source;
  for (guint i = 0; i < source->components->len; i++)
    {
      const ZanteComponent *component = source->components->pdata[i];
      g_autofree char *own = g_build_filename (folder, component->name, NULL);
      g_autofree char *stage = g_build_filename (own, "stage", NULL);
      g_autofree char *target = zante_box_name (tool->box, source->stages->pdata[i]);
      g_autofree char *stamp = g_build_filename (own, "installed", NULL);
      if (!zante_fs_make_dirs (own, error) || !g_file_set_contents (stamp, "", 0, error))
        return FALSE;
      if (symlink (target, stage) != 0)
        return zante_error_errno (error, errno, "cannot make '%s'", stage);
    }
  return TRUE;
}

static gboolean
has_ending (const char *name, const char *const *endings)
{
  for (; *endings != NULL; endings++)
    if (g_str_has_suffix (name, *endings))
      return TRUE;
  return FALSE;
}

/* It was made by a user of its own where we are root. */
static gboolean
take_over (const char *path, GError **error)
{
  struct stat st;
  if (lstat (path, &st) != 0 || !S_ISREG (st.st_mode))
    return zante_error_errno (error, EINVAL, "'%s' is not a file", path);
  return geteuid () != 0 || lchown (path, 0, 0) == 0
         || zante_error_errno (error, errno, "cannot take over '%s'", path);
}

static char *
aside_of (const ZantePackageBuild *build, const char *name)
{
  return g_strdup_printf ("%s/.%s.new", build->output, name);
}

/* NAME of FOLDER under another name in the output: the bytes go there where that is another file
 * system. */
static gboolean
bring (const ZantePackageBuild *build, const char *folder, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (folder, name, NULL);
  g_autofree char *aside = aside_of (build, name);
  g_unlink (aside);
  if (!take_over (from, error))
    return FALSE;
  if (g_rename (from, aside) == 0)
    return TRUE;
  if (errno != EXDEV)
    return zante_error_errno (error, errno, "cannot make '%s'", aside);
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (aside);
  if (!g_file_copy (source, target, G_FILE_COPY_NOFOLLOW_SYMLINKS, build->cancellable, NULL, NULL,
                    error))
    {
      g_prefix_error (error, "cannot write '%s/%s': ", build->output, name);
      return FALSE;
    }
  g_unlink (from);
  return TRUE;
}

static gboolean
publish (const ZantePackageBuild *build, GPtrArray *names, GError **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *aside = aside_of (build, names->pdata[i]);
      g_autofree char *to = g_build_filename (build->output, names->pdata[i], NULL);
      if (g_rename (aside, to) != 0)
        return zante_error_errno (error, errno, "cannot make '%s'", to);
    }
  return TRUE;
}

/* All of NAMES or, on a disk that is full, none. */
static gboolean
bring_all (const ZantePackageBuild *build, const char *folder, GPtrArray *names, GError **error)
{
  gboolean done = TRUE;
  for (guint i = 0; i < names->len && done; i++)
    done = bring (build, folder, names->pdata[i], error);
  done = done && publish (build, names, error);
  for (guint i = 0; i < names->len && !done; i++)
    {
      g_autofree char *aside = aside_of (build, names->pdata[i]);
      g_unlink (aside);
    }
  return done;
}

GPtrArray *
zante_build_collect (const ZantePackageBuild *build, const char *folder, const char *const *endings,
                     GError **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  if (dir == NULL || !zante_fs_make_dirs (build->output, error))
    return NULL;
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (has_ending (name, endings))
      g_ptr_array_add (made, g_strdup (name));
  g_ptr_array_sort (made, zante_strings_compare);
  return bring_all (build, folder, made, error) ? g_steal_pointer (&made) : NULL;
}
