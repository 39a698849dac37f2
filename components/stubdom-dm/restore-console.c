/* SPDX-License-Identifier: GPL-2.0-or-later */
/* restore-console DEVICE FD COMMAND [ARGUMENT…]: runs the command with the console DEVICE, raw, as
 * its descriptor FD.
 *
 * The state of a device model that is restored comes through a console of the stub domain, and it
 * comes as soon as the console is open. Until the console is raw, the line discipline takes bytes
 * of it for typed characters: the third, ^C, throws away what was read (termios(3), ISIG). A stub
 * domain has one processor, so with a real-time priority nothing runs between the two calls. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int
complain (const char *what)
{
  fprintf (stderr, "restore-console: %s: %s\n", what, strerror (errno));
  return 126;
}

static int
open_raw (const char *device)
{
  struct termios settings;
  int fd = open (device, O_RDONLY | O_NOCTTY);
  if (fd < 0 || tcgetattr (fd, &settings) != 0)
    return -1;
  cfmakeraw (&settings);
  return tcsetattr (fd, TCSANOW, &settings) == 0 ? fd : -1;
}

/* The scheduler is as it was afterwards. */
static int
open_undisturbed (const char *device)
{
  const struct sched_param first = {.sched_priority = 1}, usual = {.sched_priority = 0};
  if (sched_setscheduler (0, SCHED_FIFO, &first) != 0)
    return -1;
  int fd = open_raw (device);
  return sched_setscheduler (0, SCHED_OTHER, &usual) == 0 ? fd : -1;
}

int
main (int argc, char **argv)
{
  if (argc < 4)
    {
      fprintf (stderr, "usage: restore-console DEVICE FD COMMAND [ARGUMENT...]\n");
      return 2;
    }
  int wanted = atoi (argv[2]);
  int fd = open_undisturbed (argv[1]);
  if (fd < 0 || (fd != wanted && dup2 (fd, wanted) < 0))
    return complain (argv[1]);
  if (fd != wanted)
    close (fd);
  execv (argv[3], argv + 3);
  return complain (argv[3]);
}
