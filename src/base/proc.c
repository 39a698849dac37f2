/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

enum {
  GRACE_MS = 3000,
  READ_SIZE = 64 * 1024,
  LINE_LIMIT = 64 * 1024,
  DRAIN_MS = 200,
  MAX_PIPE = 1024 * 1024, /* the most that a pipe holds: pipe(7), pipe-max-size */
};

/* One running child and what is being read from it. */
typedef struct {
  const ZanteProc *proc;
  GPid pid;
  ZanteFd pidfd;
  ZanteFd output; /* read end of its standard output and error, or -1 */
  ZanteFd input;  /* write end of its standard input, or -1 */
  gsize written;
  GString *line;
  gint64 started;  /* monotonic, us */
  gint64 deadline; /* of the time limit; 0: none */
  gint64 kill_at;  /* when SIGTERM becomes SIGKILL; 0: not asked to stop */
  guint64 logged;
  gboolean killed;
} Child;

static void
child_clear (Child *child)
{
  zante_fd_close (child->pidfd);
  zante_fd_close (child->output);
  zante_fd_close (child->input);
  g_string_free (child->line, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Child, child_clear)

/* Run in the child between fork and exec: async-signal-safe calls only. */
static void
reset_signals (gpointer user_data)
{
  const ZanteProc *proc = user_data;
  sigset_t none;
  if (proc->die_with_parent)
    prctl (PR_SET_PDEATHSIG, SIGKILL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  signal (SIGPIPE, SIG_DFL);
  signal (SIGXFSZ, SIG_DFL);
}

static void
enter_own_group (gpointer user_data)
{
  reset_signals (user_data);
  setpgid (0, 0);
}

static gboolean
spawn (Child *child, GError **error)
{
  const ZanteProc *proc = child->proc;
  g_autoptr (GError) local = NULL;
  ZanteFd out[2] = {-1, -1}, in[2] = {-1, -1};
  gboolean captured = !proc->terminal;
  GSpawnFlags flags
      = G_SPAWN_DO_NOT_REAP_CHILD
        | (proc->environ == NULL ? G_SPAWN_SEARCH_PATH : G_SPAWN_SEARCH_PATH_FROM_ENVP);
  flags |= captured ? 0 : G_SPAWN_CHILD_INHERITS_STDIN;
  if (captured && !g_unix_open_pipe (out, FD_CLOEXEC, error))
    return FALSE;
  child->output = out[0];
  if (captured && proc->input != NULL && !g_unix_open_pipe (in, FD_CLOEXEC, error))
    {
      zante_fd_close (out[1]);
      return FALSE;
    }
  gboolean ok = g_spawn_async_with_pipes_and_fds (
      proc->cwd, proc->argv, proc->environ, flags, captured ? enter_own_group : reset_signals,
      (gpointer)proc, in[0], proc->stdout_fd > 0 ? proc->stdout_fd : out[1], out[1], proc->keep_fds,
      proc->keep_fds, proc->n_keep_fds, &child->pid, NULL, NULL, NULL, &local);
  zante_fd_close (in[0]);
  zante_fd_close (out[1]);
  child->input = in[1];
  if (ok)
    return TRUE;
  int code = g_error_matches (local, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT) ? ZANTE_ERROR_HOST
                                                                         : ZANTE_ERROR_FAILED;
  return zante_error_set (error, code, "cannot run '%s': %s", proc->argv[0], local->message);
}

static void
signal_child (const Child *child, int number)
{
  if (child->proc->terminal || kill (-child->pid, number) != 0)
    kill (child->pid, number);
}

static void
stop_child (Child *child, gint64 now)
{
  if (child->kill_at == 0)
    {
      signal_child (child, child->proc->nothing_to_save ? SIGKILL : SIGTERM);
      child->kill_at = now + GRACE_MS * G_TIME_SPAN_MILLISECOND;
    }
  else if (now >= child->kill_at && !child->killed)
    {
      signal_child (child, SIGKILL);
      child->killed = TRUE;
    }
}

static void
end_line (Child *child)
{
  if (child->proc->on_line != NULL)
    child->proc->on_line (child->line->str, child->proc->user_data);
  g_string_truncate (child->line, 0);
}

static void
take_lines (Child *child, const char *data, gsize size)
{
  for (gsize used = 0; used < size;)
    {
      const char *newline = memchr (data + used, '\n', size - used);
      gsize length = newline == NULL ? size - used : (gsize)(newline - data) - used;
      gsize room = LINE_LIMIT - MIN (child->line->len, LINE_LIMIT);
      g_string_append_len (child->line, data + used, (gssize)MIN (length, room));
      used += length + (newline != NULL);
      if (newline != NULL)
        end_line (child);
    }
}

static void
write_fully (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      ssize_t put = TEMP_FAILURE_RETRY (write (fd, data, size));
      if (put <= 0)
        return; /* a full disk must not end the build's own error message */
      data += put;
      size -= (gsize)put;
    }
}

static gboolean
is_too_long (const Child *child)
{
  return child->proc->log_limit != 0 && child->logged > child->proc->log_limit;
}

/* FALSE at the end of the output. */
static gboolean
read_output (Child *child)
{
  char block[READ_SIZE];
  ssize_t got = TEMP_FAILURE_RETRY (read (child->output, block, sizeof block));
  if (got <= 0)
    return got < 0 && errno == EAGAIN;
  child->logged += (guint64)got;
  if (child->proc->log_fd > 0 && !is_too_long (child))
    write_fully (child->proc->log_fd, block, (gsize)got);
  if (child->proc->on_line != NULL)
    take_lines (child, block, (gsize)got);
  return TRUE;
}

static void
write_input (Child *child)
{
  const char *rest = child->proc->input + child->written;
  ssize_t put = TEMP_FAILURE_RETRY (write (child->input, rest, strlen (rest)));
  if (put > 0)
    child->written += (gsize)put;
  if ((put < 0 && errno != EAGAIN) || child->proc->input[child->written] == '\0')
    {
      zante_fd_close (child->input);
      child->input = -1;
    }
}

/* How long poll may sleep: until the time limit or the kill, whichever is next. */
static int
poll_timeout (const Child *child, gint64 now)
{
  gint64 next = child->kill_at != 0 && !child->killed ? child->kill_at : child->deadline;
  if (next == 0 || child->killed)
    return child->killed ? DRAIN_MS : -1;
  return (int)CLAMP ((next - now) / G_TIME_SPAN_MILLISECOND + 1, 0, G_MAXINT);
}

/* Serve the child until it ends. Its descendants may keep the pipe open: they are not waited for.
 */
static void
serve (Child *child, gboolean *timed_out)
{
  GPollFD cancel = {.fd = -1};
  gboolean cancellable = child->proc->cancellable != NULL
                         && g_cancellable_make_pollfd (child->proc->cancellable, &cancel);
  for (;;)
    {
      gint64 now = g_get_monotonic_time ();
      struct pollfd fds[] = {{.fd = child->pidfd, .events = POLLIN},
                             {.fd = child->output, .events = POLLIN},
                             {.fd = child->input, .events = POLLOUT},
                             {.fd = child->kill_at == 0 ? cancel.fd : -1, .events = POLLIN}};
      if (poll (fds, G_N_ELEMENTS (fds), poll_timeout (child, now)) < 0 && errno != EINTR)
        break;
      if (fds[1].revents != 0 && !read_output (child))
        {
          zante_fd_close (child->output);
          child->output = -1;
        }
      if (fds[2].revents != 0)
        write_input (child);
      now = g_get_monotonic_time ();
      if (child->deadline != 0 && now >= child->deadline)
        *timed_out = TRUE;
      if (*timed_out || is_too_long (child) || fds[3].revents != 0 || child->kill_at != 0)
        stop_child (child, now);
      if (fds[0].revents != 0)
        break;
    }
  if (cancellable)
    g_cancellable_release_fd (child->proc->cancellable);
}

/* What is in the pipe when the child has ended still belongs to it; what its descendants go on to
 * write does not. */
static void
drain (Child *child)
{
  struct pollfd fd = {.fd = child->output, .events = POLLIN};
  if (child->output >= 0 && fcntl (child->output, F_SETFL, O_NONBLOCK) == 0)
    for (int blocks = MAX_PIPE / READ_SIZE;
         blocks > 0 && poll (&fd, 1, 0) > 0 && (fd.revents & POLLIN) && read_output (child);)
      blocks--;
  if (child->line->len > 0)
    end_line (child);
}

static void
reap (Child *child, ZanteProcResult *result)
{
  struct rusage usage = {0};
  int status = 0;
  TEMP_FAILURE_RETRY (wait4 (child->pid, &status, 0, &usage));
  result->signal = WIFSIGNALED (status) ? WTERMSIG (status) : 0;
  result->status = result->signal != 0 ? 128 + result->signal : WEXITSTATUS (status);
  result->seconds = (double)(g_get_monotonic_time () - child->started) / G_USEC_PER_SEC;
  result->cpu_seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
                        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

gboolean
zante_proc_run (const ZanteProc *proc, ZanteProcResult *result, GError **error)
{
  ZanteProcResult unused;
  if (result == NULL)
    result = &unused;
  *result = (ZanteProcResult){0};
  if (g_cancellable_set_error_if_cancelled (proc->cancellable, error))
    return FALSE;
  g_auto (Child) child = {.proc = proc, .pidfd = -1, .output = -1, .input = -1};
  child.line = g_string_new (NULL);
  child.started = g_get_monotonic_time ();
  if (proc->time_limit != 0)
    child.deadline = child.started + proc->time_limit * G_TIME_SPAN_SECOND;
  if (!spawn (&child, error))
    return FALSE;
  if (child.input >= 0)
    fcntl (child.input, F_SETFL, O_NONBLOCK);
  child.pidfd = (int)syscall (SYS_pidfd_open, child.pid, 0);
  int saved_errno = errno;
  if (child.pidfd >= 0)
    serve (&child, &result->timed_out);
  if (child.kill_at != 0 || child.pidfd < 0)
    signal_child (&child, SIGKILL); /* whatever of the group outlived its leader */
  drain (&child);
  reap (&child, result);
  result->too_long = is_too_long (&child);
  if (child.pidfd < 0)
    return zante_error_errno (error, saved_errno, "cannot watch '%s'", proc->argv[0]);
  return !g_cancellable_set_error_if_cancelled (proc->cancellable, error);
}

void
zante_proc_keep_last (const char *line, gpointer last)
{
  if (*line != '\0')
    g_string_assign (last, line);
}

char *
zante_proc_output (const char *const *argv, const char *const *environment, const char *cwd,
                   gsize *size, int code, GCancellable *cancellable, GError **error)
{
  g_auto (ZanteFd) output = memfd_create ("output", MFD_CLOEXEC);
  g_autoptr (GString) last = g_string_new (NULL);
  ZanteProcResult result;
  ZanteProc proc = {.argv = argv,
                    .environ = environment,
                    .cwd = cwd,
                    .stdout_fd = output,
                    .on_line = zante_proc_keep_last,
                    .user_data = last,
                    .cancellable = cancellable};
  if (output < 0)
    {
      zante_error_errno (error, errno, "cannot make a memory file");
      return NULL;
    }
  if (!zante_proc_run (&proc, &result, error))
    return NULL;
  if (result.status == 0)
    return zante_fs_read_fd (output, size, error);
  return zante_error_null (error, code, "'%s' failed with status %d%s%s", argv[0], result.status,
                           last->len > 0 ? ": " : "", last->str);
}
