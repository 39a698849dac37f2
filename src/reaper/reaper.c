/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante-reaper STOP_FD[,PROCESSES] PROGRAM ARGUMENT…: run PROGRAM and leave nothing of it behind;
 * it may not have more than PROCESSES at a time.
 *
 * A small program without libraries, because it starts once per phase, inside the sandbox and
 * outside. It adopts every orphan below it (PR_SET_CHILD_SUBREAPER), so that a daemon that forked
 * twice and left its session is still found. When STOP_FD comes to its end (zante closed it, or is
 * dead, or was killed) or SIGTERM arrives, what runs gets SIGTERM, so that make removes the target
 * it was writing, and SIGKILL a little later. Exits with PROGRAM's status, 128 + signal number when
 * a signal ended it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { GRACE_MS = 1500, MAX_PROCESSES = 65536 };

typedef struct {
  pid_t pid, parent;
  int below; /* is a descendant of ours */
} Process;

static long long
now_ms (void)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* The fourth field of /proc/PID/stat, after a name that may hold anything: see proc(5). */
static pid_t
parent_of (const char *pid)
{
  char path[64], text[512];
  snprintf (path, sizeof path, "/proc/%s/stat", pid);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  ssize_t got = read (fd, text, sizeof text - 1);
  close (fd);
  if (got <= 0)
    return -1;
  text[got] = '\0';
  const char *name_end = strrchr (text, ')');
  int parent = -1;
  if (name_end == NULL || sscanf (name_end + 1, " %*c %d", &parent) != 1)
    return -1;
  return parent;
}

static size_t
list_processes (Process *list)
{
  DIR *proc = opendir ("/proc");
  size_t n = 0;
  if (proc == NULL)
    return 0;
  for (struct dirent *entry; n < MAX_PROCESSES && (entry = readdir (proc)) != NULL;)
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
      {
        pid_t parent = parent_of (entry->d_name);
        if (parent >= 0)
          list[n++] = (Process){(pid_t)atoi (entry->d_name), parent, 0};
      }
  closedir (proc);
  return n;
}

static int
is_below (const Process *list, size_t n, pid_t parent)
{
  if (parent == getpid ())
    return 1;
  for (size_t i = 0; i < n; i++)
    if (list[i].pid == parent)
      return list[i].below;
  return 0;
}

/* Send NUMBER to every descendant. */
static void
signal_descendants (int number)
{
  static Process list[MAX_PROCESSES];
  size_t n = list_processes (list);
  for (int changed = 1; changed;)
    {
      changed = 0;
      for (size_t i = 0; i < n; i++)
        if (!list[i].below && is_below (list, n, list[i].parent))
          list[i].below = changed = 1;
    }
  for (size_t i = 0; i < n; i++)
    if (list[i].below)
      kill (list[i].pid, number);
}

static void
exec_program (char **argv, int stop_fd, const char *processes)
{
  sigset_t none;
  sigemptyset (&none);
  for (int number = 1; number < NSIG; number++)
    signal (number, SIG_DFL);
  sigprocmask (SIG_SETMASK, &none, NULL);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  close (stop_fd);
  if (processes != NULL)
    setrlimit (RLIMIT_NPROC,
               &(struct rlimit){strtoul (processes, NULL, 10), strtoul (processes, NULL, 10)});
  setrlimit (RLIMIT_CORE, &(struct rlimit){0, 0}); /* core_pattern is of the whole machine */
  umask (022); /* the modes of what is installed must not depend on who builds */
  execvp (argv[0], argv);
  int saved = errno;
  dprintf (STDERR_FILENO, "%s: %s\n", argv[0], strerror (saved));
  _exit (saved == ENOENT ? 127 : 126);
}

static int
exit_status (int status)
{
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}

/* Collect what has ended. Returns 0 when no child is left. */
static int
collect (pid_t program, int *status, int *ended)
{
  int child_status;
  pid_t pid;
  while ((pid = waitpid (-1, &child_status, WNOHANG)) > 0)
    if (pid == program)
      {
        *status = exit_status (child_status);
        *ended = 1;
      }
  return !(pid < 0 && errno == ECHILD);
}

/* Wait for the end of PROGRAM, or, after a stop, of all. */
static int
supervise (pid_t program, int stop_fd, int signals)
{
  int status = 0, ended = 0;
  long long kill_at = 0;
  while (collect (program, &status, &ended) && !(ended && kill_at == 0))
    {
      struct pollfd fds[] = {{.fd = signals, .events = POLLIN},
                             {.fd = kill_at == 0 ? stop_fd : -1, .events = POLLIN}};
      struct signalfd_siginfo info = {0};
      long long left = kill_at == 0 ? -1 : kill_at - now_ms ();
      if (kill_at != 0 && left <= 0)
        break;
      poll (fds, 2, (int)left);
      if ((fds[0].revents & POLLIN) && read (signals, &info, sizeof info) < 0)
        continue;
      if (kill_at == 0 && (fds[1].revents != 0 || info.ssi_signo == SIGTERM))
        {
          signal_descendants (SIGTERM);
          kill_at = now_ms () + GRACE_MS;
        }
    }
  for (int unused = 0; collect (program, &status, &unused); usleep (2000))
    signal_descendants (SIGKILL);
  return kill_at != 0 && status == 0 && !ended ? 128 + SIGTERM : status;
}

int
main (int argc, char **argv)
{
  sigset_t caught;
  if (argc < 3)
    {
      dprintf (STDERR_FILENO, "usage: zante-reaper STOP_FD[,PROCESSES] PROGRAM [ARGUMENT…]\n");
      return 2;
    }
  int stop_fd = atoi (argv[1]);
  const char *comma = strchr (argv[1], ',');
  sigemptyset (&caught);
  sigaddset (&caught, SIGCHLD);
  sigaddset (&caught, SIGTERM);
  sigaddset (&caught, SIGINT);
  sigprocmask (SIG_BLOCK, &caught, NULL);
  signal (SIGCHLD, SIG_DFL);
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  int signals = signalfd (-1, &caught, SFD_CLOEXEC);
  pid_t program = fork ();
  if (program < 0 || signals < 0)
    {
      dprintf (STDERR_FILENO, "zante-reaper: %s\n", strerror (errno));
      return 126;
    }
  if (program == 0)
    exec_program (argv + 2, stop_fd, comma != NULL ? comma + 1 : NULL);
  return supervise (program, stop_fd, signals);
}
