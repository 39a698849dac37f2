/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Try what no build may do, one thing after the other; tell what succeeded, a line each. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int found;

static void
expect_refusal (const char *what, long result)
{
  if (result < 0)
    return;
  printf ("found: %s\n", what);
  found = 1;
}

static void
try_kernel (void)
{
  char attributes[128] = {0};
  struct io_uring_params ring = {0};
  struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE, .size = sizeof event};
  event.config = PERF_COUNT_SW_CPU_CLOCK;
  event.exclude_kernel = 1;
  expect_refusal ("bpf", syscall (SYS_bpf, 0, attributes, sizeof attributes));
  expect_refusal ("io_uring", syscall (SYS_io_uring_setup, 4, &ring));
  expect_refusal ("perf", syscall (SYS_perf_event_open, &event, 0, -1, -1, 0));
  expect_refusal ("userfaultfd", syscall (SYS_userfaultfd, 1));
  expect_refusal ("kernel log", syscall (SYS_syslog, 3, attributes, 1));
  expect_refusal ("swapon", syscall (SYS_swapon, "/dev/null", 0));
  expect_refusal ("reboot", syscall (SYS_reboot, 0xfee1dead, 672274793, 0, NULL));
}

static void
try_keys (void)
{
  expect_refusal ("session keyring", syscall (SYS_keyctl, 0, -3, 0));
  expect_refusal ("user keyring", syscall (SYS_keyctl, 0, -4, 0));
  expect_refusal ("add_key", syscall (SYS_add_key, "user", "zante", "x", 1, -3));
  expect_refusal ("request_key", syscall (SYS_request_key, "user", "zante-canary", NULL, 0));
}

static void
try_namespaces (void)
{
  struct {
    unsigned long long flags, rest[10];
  } arguments = {.flags = CLONE_NEWUSER};
  expect_refusal ("unshare", unshare (CLONE_NEWUSER));
  expect_refusal ("unshare mounts", unshare (CLONE_NEWNS));
  long child = syscall (SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
  if (child == 0)
    _exit (0);
  expect_refusal ("clone", child);
  child = syscall (SYS_clone3, &arguments, 88);
  if (child == 0)
    _exit (0);
  expect_refusal ("clone3", child);
  expect_refusal ("mount", mount ("none", "/tmp", "tmpfs", 0, NULL));
  expect_refusal ("remount", mount (NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
  expect_refusal ("umount", umount2 ("/usr", MNT_DETACH));
  expect_refusal ("open_tree", syscall (428, -100, "/", 1));
  expect_refusal ("chroot", chroot ("/tmp"));
}

static void
try_users (void)
{
  expect_refusal ("setuid", setuid (1));
  expect_refusal ("setgid", setgid (1));
  expect_refusal ("chown", chown (".", 1, 1));
  expect_refusal ("device", mknod ("/tmp/device", S_IFBLK | 0600, makedev (8, 0)));
  expect_refusal ("nice", setpriority (0, 0, getpriority (0, 0) - 1) == 0 ? 0 : -1);
}

/* By any number that the machine may have outside. */
static void
try_processes (void)
{
  char path[64], name[64];
  for (pid_t pid = 2; pid < 4194304; pid += pid < 70000 ? 1 : 4093)
    {
      snprintf (path, sizeof path, "/proc/%d/comm", (int)pid);
      FILE *file = fopen (path, "re");
      if (file == NULL)
        continue;
      if (fgets (name, sizeof name, file) != NULL && strncmp (name, "canary", 6) == 0)
        {
          expect_refusal ("a process outside is seen", 0);
          expect_refusal ("ptrace", ptrace (PTRACE_ATTACH, pid, NULL, NULL));
          expect_refusal ("kill", kill (pid, 0));
        }
      fclose (file);
    }
  for (int id = 0; id < 64; id++)
    if (shmget (0x7a4e, 1, 0) >= 0)
      expect_refusal ("shared memory outside", id);
}

static void
try_sockets (void)
{
  struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "\0zante-canary"};
  struct sockaddr_in internet
      = {.sin_family = AF_INET, .sin_port = htons (31415), .sin_addr = {htonl (0x7f000001)}};
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  expect_refusal ("abstract socket", connect (fd, (struct sockaddr *)&local,
                                              offsetof (struct sockaddr_un, sun_path) + 13));
  fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  expect_refusal ("network", connect (fd, (struct sockaddr *)&internet, sizeof internet));
  internet.sin_addr.s_addr = htonl (0x01010101);
  internet.sin_port = htons (53);
  expect_refusal ("internet", connect (fd, (struct sockaddr *)&internet, sizeof internet));
  expect_refusal ("vsock", socket (40, SOCK_STREAM, 0));
  expect_refusal ("packets", socket (AF_PACKET, SOCK_RAW, 0));
}

static void
try_terminal (void)
{
  char key = '\n';
  int fd = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  expect_refusal ("typing into the terminal", ioctl (fd >= 0 ? fd : 0, TIOCSTI, &key));
  expect_refusal ("typing by wide numbers",
                  syscall (SYS_ioctl, fd >= 0 ? fd : 0, 0x100000000UL | TIOCSTI, &key));
}

/* A fork bomb with an end. */
static void
try_fork (void)
{
  enum { MANY = 30000 };
  int n = 0;
  pid_t pid;
  setpgid (0, 0);
  while (n < MANY && (pid = fork ()) >= 0)
    {
      if (pid == 0)
        {
          pause ();
          _exit (0);
        }
      n++;
    }
  signal (SIGTERM, SIG_IGN);
  kill (0, SIGTERM);
  while (wait (NULL) > 0)
    ;
  printf ("%d processes\n", n);
  expect_refusal ("as many processes as one likes", n >= MANY ? 0 : -1);
}

int
main (int argc, char **argv)
{
  setvbuf (stdout, NULL, _IOLBF, 0);
  try_kernel ();
  try_keys ();
  try_namespaces ();
  try_users ();
  try_processes ();
  try_sockets ();
  try_terminal ();
  if (argc > 1 && strcmp (argv[1], "--fork") == 0)
    try_fork ();
  return found;
}
