/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is built, but is no phase of a component, runs where phases run. */
#include <glib-unix.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "work/work.h"
#include "work/context.h"
#include "work/owner.h"
#include "work/phase.h"
#include "work/readable.h"
#include "work/sandbox.h"

#define SHOWN "/build/shown"

struct _ZanteBox {
  ZanteBuildContext context;
  char *folder;
  char **folders; /* that are shown, as the caller knows them */
  char **shown;   /* pairs: where each is read, and the name that it has inside */
  gboolean packaging;
  guint id;
};

void
zante_box_free (ZanteBox *box)
{
  if (box == NULL)
    return;
  zante_build_context_clear (&box->context);
  g_free (box->folder);
  g_strfreev (box->folders);
  g_strfreev (box->shown);
  g_free (box);
}

/* What packaging works in is handed over to it; what is only read need not be. */
static char **
name_shown (const ZanteBox *box, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; box->folders[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf (SHOWN "/%u", i);
      g_autofree char *copy = g_strdup_printf ("%s.shown-%u", box->folder, i);
      g_autofree char *place
          = zante_readable (box->folders[i], copy, box->packaging ? 0 : box->id, error);
      if (place == NULL)
        return NULL;
      g_strv_builder_add_many (builder, place, name, NULL);
    }
  return g_strv_builder_end (builder);
}

ZanteBox *
zante_box_new (const ZanteBuildInput *input, const ZanteBoxPlace *place, GError **error)
{
  g_autoptr (ZanteBox) box = g_new0 (ZanteBox, 1);
  box->folder = g_strdup (place->folder);
  box->folders = place->shown != NULL ? g_strdupv ((char **)place->shown) : g_new0 (char *, 1);
  box->packaging = place->packaging;
  box->id = zante_owner_id (place->name);
  box->shown = name_shown (box, error);
  if (box->shown == NULL || !zante_build_context_init (&box->context, input, error))
    return NULL;
  return g_steal_pointer (&box);
}

/* PATH, which is HOST or lies below it, with INSIDE for HOST; else NULL. */
static char *
rename_below (const char *path, const char *host, const char *inside)
{
  gsize length = strlen (host);
  if (strncmp (path, host, length) != 0 || (path[length] != '\0' && path[length] != '/'))
    return NULL;
  return g_strconcat (inside, path + length, NULL);
}

char *
zante_box_name (const ZanteBox *box, const char *path)
{
  gboolean plain = box->context.plain;
  char *name = rename_below (path, box->folder, plain ? box->folder : ZANTE_SANDBOX_SRC);
  for (guint i = 0; name == NULL && box->folders[i] != NULL; i++)
    name = rename_below (path, box->folders[i], box->shown[2 * i + (plain ? 0 : 1)]);
  return name != NULL ? name : g_strdup (path);
}

static gboolean
hand_over (const ZanteBox *box, GCancellable *cancellable, GError **error)
{
  for (char **pair = box->shown; box->packaging && *pair != NULL; pair += 2)
    if (!zante_owner_give_tree (*pair, box->id, cancellable, error))
      return FALSE;
  return zante_owner_give_tree (box->folder, box->id, cancellable, error);
}

static char **
make_argv (const ZanteBox *box, const ZanteProc *proc, int stop_fd)
{
  static const char *const system[]
      = {"/var/lib/dpkg", "/var/lib/rpm", "/usr/lib/sysimage/rpm", NULL};
  const ZanteBuildContext *context = &box->context;
  g_autofree char *fd = zante_phase_stop (context, box->id, stop_fd);
  g_autoptr (GStrvBuilder) command = g_strv_builder_new ();
  g_strv_builder_add_many (command, context->plain ? context->reaper : ZANTE_SANDBOX_REAPER, fd,
                           NULL);
  g_strv_builder_addv (command, (const char **)proc->argv);
  g_auto (GStrv) words = g_strv_builder_end (command);
  ZanteSandbox sandbox = {.src = box->folder,
                          .cwd = proc->cwd,
                          .reaper = context->reaper,
                          .roots = context->roots,
                          .environ = proc->environ,
                          .confine = context->confine,
                          .id = box->id,
                          .system = box->packaging ? system : NULL,
                          .more = (const char *const *)box->shown,
                          .hide_local = context->hide_local};
  return context->plain ? zante_sandbox_plain_argv (&sandbox, (const char *const *)words)
                        : zante_sandbox_argv (&sandbox, (const char *const *)words);
}

gboolean
zante_box_run (const ZanteBox *box, const ZanteProc *proc, ZanteProcResult *result, GError **error)
{
  static const char *const outer[] = {"PATH=" ZANTE_SANDBOX_PATH, NULL};
  gboolean plain = box->context.plain;
  int stop[2];
  if (!hand_over (box, proc->cancellable, error) || !g_unix_open_pipe (stop, FD_CLOEXEC, error))
    return FALSE;
  /* the reaper ends all when the other end closes, which it does when we die, however we do */
  g_auto (ZanteFd) ours = stop[1];
  g_auto (ZanteFd) theirs = stop[0];
  const int keep[] = {theirs};
  g_auto (GStrv) argv = make_argv (box, proc, theirs);
  ZanteProc boxed = *proc;
  boxed.argv = (const char *const *)argv;
  boxed.environ = plain ? proc->environ : outer;
  boxed.cwd = plain ? proc->cwd : "/";
  boxed.keep_fds = keep;
  boxed.n_keep_fds = 1;
  boxed.log_limit = ZANTE_LOG_LIMIT;
  return zante_proc_run (&boxed, result, error) && ours >= 0;
}
