/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded before QEMU's libraries in a stub domain. QEMU opens the file that it saves its state to
 * with O_TRUNC's meaning, ftruncate to nothing, and there the file is a console: Linux answers
 * EINVAL (ftruncate(2): the descriptor is no regular file), and the save would end. A console has
 * nothing that could be cut off, so for it that is no error. Everything else stays as it is. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* x86-64 alone has Xen's stub domains: one system call for both, off_t being of 64 bits. */
static int
truncate_to (int fd, off64_t length)
{
  int result = (int)syscall (SYS_ftruncate, fd, length);
  if (result == 0 || errno != EINVAL || length != 0)
    return result;
  if (isatty (fd))
    return 0;
  errno = EINVAL; /* what isatty found is not what was asked */
  return -1;
}

int
ftruncate64 (int fd, off64_t length)
{
  return truncate_to (fd, length);
}

int
ftruncate (int fd, off_t length)
{
  return truncate_to (fd, length);
}
