/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante-confine [OPTION…] -- COMMAND ARGUMENT…: become COMMAND with less power than we have.
 *
 *   --id ID               as root: become this user and group, alone in a user namespace, so that
 *                         nothing of the system's is ours any more
 *   --reach PATH          as root: PATH can be reached by ID, whatever is closed above it
 *   --overlay DEPS MOUNT  lay DEPS/usr over /usr, at MOUNT; takes a user namespace
 *   --plain               COMMAND runs without a sandbox: no namespace of users. Otherwise it is
 *                         bwrap, and gets the filter of system calls as a descriptor
 *
 * A small program, because what it changes (user, namespaces, keys) belongs to a whole process, and
 * zante has threads. It forks only for a moment: to map ID, which takes a process outside. */
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <grp.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reaper/confine.h"

enum { MAX_PATHS = 64, EXIT_REFUSED = 125 };

typedef struct {
  uid_t id; /* 0: stay who we are */
  int plain;
  const char *deps, *mount; /* of the overlay, or NULL */
  const char *reach[MAX_PATHS];
  size_t n_reach;
} Options;

void
zante_confine_die (int errnum, const char *format, ...)
{
  va_list args;
  char text[1024];
  va_start (args, format);
  vsnprintf (text, sizeof text, format, args);
  va_end (args);
  dprintf (STDERR_FILENO, "zante-confine: %s%s%s\n", text, errnum != 0 ? ": " : "",
           errnum != 0 ? strerror (errnum) : "");
  _exit (EXIT_REFUSED);
}

/* Options ------------------------------------------------------------------------------------ */

static uid_t
parse_id (const char *text)
{
  char *end = NULL;
  unsigned long value = strtoul (text, &end, 10);
  if (*text == '\0' || *end != '\0' || value == 0 || value >= (unsigned long)(uid_t)-1)
    zante_confine_die (0, "'%s' is no id to run builds under", text);
  return (uid_t)value;
}

/* Returns COMMAND. */
static char **
parse (int argc, char **argv, Options *options)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--") == 0 && i + 1 < argc)
      return argv + i + 1;
    else if (strcmp (argv[i], "--plain") == 0)
      options->plain = 1;
    else if (strcmp (argv[i], "--id") == 0 && i + 1 < argc)
      options->id = parse_id (argv[++i]);
    else if (strcmp (argv[i], "--reach") == 0 && i + 1 < argc && options->n_reach < MAX_PATHS)
      options->reach[options->n_reach++] = argv[++i];
    else if (strcmp (argv[i], "--overlay") == 0 && i + 2 < argc)
      {
        options->deps = argv[++i];
        options->mount = argv[++i];
      }
    else
      break;
  zante_confine_die (0, "usage: zante-confine [--plain] [--id ID] [--reach PATH]… "
                        "[--overlay DEPS MOUNT] -- COMMAND [ARGUMENT…]");
}

/* Mounts ------------------------------------------------------------------------------------- */

/* In a chroot '/' is no mount, and what is mounted in it would be seen outside: to enter the
 * namespace that we are in leads to its real root, setns(2), and the way back is kept open. */
static int
part_from_outside (void)
{
  int root = open ("/", O_PATH | O_CLOEXEC), own = open ("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  int parted = root >= 0 && own >= 0 && setns (own, CLONE_NEWNS) == 0;
  int saved = errno;
  if (parted
      && (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || fchdir (root) != 0
          || chroot (".") != 0))
    zante_confine_die (errno, "cannot make a mount namespace in a chroot");
  close (root);
  close (own);
  errno = saved;
  return parted;
}

static int
own_mounts (void)
{
  return unshare (CLONE_NEWNS) == 0
         && (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
             || (errno == EINVAL && part_from_outside ()));
}

/* Where no mounts are possible, all must be reachable already. */
static void
check_reachable (const Options *options)
{
  for (size_t i = 0; i < options->n_reach; i++)
    {
      char *barrier = zante_confine_barrier (options->reach[i]);
      if (barrier != NULL)
        zante_confine_die (0,
                           "builds run as user %u here, who may not pass '%s' (choose a folder "
                           "that others may enter with -C DIR, or build as an ordinary user)",
                           (unsigned)options->id, barrier);
    }
}

/* The working directory is found again by its name: by the old one it lies where nobody may go. */
static void
make_reachable (Options *options)
{
  char *cwd = getcwd (NULL, 0);
  if (own_mounts ())
    zante_confine_reach (options->reach, options->n_reach);
  else if (options->plain && errno == EPERM)
    check_reachable (options);
  else
    zante_confine_die (errno, "cannot make a mount namespace");
  if (cwd == NULL || chdir (cwd) != 0)
    if (chdir ("/") != 0)
      zante_confine_die (errno, "cannot go to '/'");
  free (cwd);
}

/* The lower folders are named relative to the working directory: the kernel would split a path with
 * a comma or a colon in it. */
static void
lay_over (const Options *options)
{
  static const char lower[] = "lowerdir=usr:/usr,userxattr";
  if (!own_mounts ())
    zante_confine_die (errno, "cannot make a mount namespace");
  if (chdir (options->deps) != 0)
    zante_confine_die (errno, "cannot go to '%s'", options->deps);
  if (mount ("overlay", options->mount, "overlay", 0, lower) != 0)
    zante_confine_die (errno, "cannot lay '%s' over '/usr'", options->deps);
  if (chdir ("/") != 0)
    zante_confine_die (errno, "cannot go to '/'");
}

/* Users -------------------------------------------------------------------------------------- */

static int
write_file (pid_t pid, const char *name, const char *text)
{
  char path[64];
  snprintf (path, sizeof path, "/proc/%d/%s", (int)pid, name);
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  if (fd < 0)
    return 0;
  ssize_t put = write (fd, text, strlen (text));
  int saved = errno;
  close (fd);
  errno = saved;
  return put == (ssize_t)strlen (text);
}

/* User and group 0 of the namespace that PID is in are UID and GID outside. */
static void
map_ids (pid_t pid, uid_t uid, gid_t gid)
{
  char text[2][32];
  snprintf (text[0], sizeof text[0], "0 %u 1\n", (unsigned)uid);
  snprintf (text[1], sizeof text[1], "0 %u 1\n", (unsigned)gid);
  if (!write_file (pid, "uid_map", text[0]) || !write_file (pid, "gid_map", text[1]))
    zante_confine_die (errno, "cannot set up a user namespace for id %u", (unsigned)uid);
}

/* A child that is left outside maps ID when we have gone in. */
static void
map_from_outside (uid_t id)
{
  int gate[2], status = 0;
  char byte = 0;
  pid_t self = getpid ();
  if (pipe2 (gate, O_CLOEXEC) != 0)
    zante_confine_die (errno, "cannot make a pipe");
  pid_t child = fork ();
  if (child < 0)
    zante_confine_die (errno, "cannot start a process");
  if (child == 0)
    {
      close (gate[1]);
      if (read (gate[0], &byte, 1) == 1)
        map_ids (self, id, id);
      _exit (0);
    }
  if (unshare (CLONE_NEWUSER) != 0)
    zante_confine_die (errno, "cannot make a user namespace");
  if (write (gate[1], &byte, 1) != 1)
    zante_confine_die (errno, "cannot set up a user namespace");
  close (gate[0]);
  close (gate[1]);
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;
  if (status != 0)
    _exit (EXIT_REFUSED); /* it has said why */
}

static void
become (uid_t id)
{
  if (setresgid (id, id, id) != 0 || setresuid (id, id, id) != 0)
    zante_confine_die (errno, "cannot become user %u", (unsigned)id);
}

static void
enter_namespace (const Options *options)
{
  uid_t uid = getuid ();
  gid_t gid = getgid ();
  if (options->id != 0)
    {
      map_from_outside (options->id);
      become (0);
      return;
    }
  if (unshare (CLONE_NEWUSER) != 0)
    zante_confine_die (errno, "cannot make a user namespace");
  if (!write_file (getpid (), "setgroups", "deny"))
    zante_confine_die (errno, "cannot set up a user namespace");
  map_ids (getpid (), uid, gid);
}

static void
change_user (const Options *options)
{
  if (options->id != 0 && setgroups (0, NULL) != 0)
    zante_confine_die (errno, "cannot leave our groups");
  if (!options->plain && (options->id != 0 || options->deps != NULL))
    enter_namespace (options);
  else if (options->id != 0)
    become (options->id);
}

/* The program -------------------------------------------------------------------------------- */

/* Keys are passed on from process to process through all namespaces; a kernel may have none. */
static void
forget_keys (void)
{
  if (syscall (SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS
      && errno != EPERM)
    zante_confine_die (errno, "cannot make a session keyring");
}

static void
run_bwrap (char **command)
{
  char fd[16];
  size_t n = 0;
  while (command[n] != NULL)
    n++;
  char **argv = calloc (n + 3, sizeof *argv);
  if (argv == NULL)
    zante_confine_die (ENOMEM, "cannot run '%s'", command[0]);
  snprintf (fd, sizeof fd, "%d", zante_confine_filter_fd ());
  argv[0] = command[0];
  argv[1] = (char[]){"--seccomp"};
  argv[2] = fd;
  memcpy (argv + 3, command + 1, (n - 1) * sizeof *argv);
  execvp (argv[0], argv);
}

int
main (int argc, char **argv)
{
  Options options = {0};
  char **command = parse (argc, argv, &options);
  umask (022);
  if (options.id != 0)
    make_reachable (&options);
  change_user (&options);
  if (options.deps != NULL && !options.plain)
    lay_over (&options);
  forget_keys ();
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    zante_confine_die (errno, "cannot give up new privileges");
  if (options.plain)
    {
      zante_confine_filter_load ();
      execvp (command[0], command);
    }
  else
    run_bwrap (command);
  zante_confine_die (errno, "cannot run '%s'", command[0]);
}
