/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reaper/confine.h"

#ifndef TIOCLINUX
#define TIOCLINUX 0x541C /* ioctl_console(2) */
#endif

/* Numbers of 32 bits in registers of 64: the kernel looks at the lower half alone. */
#define LOWER_HALF 0xffffffffU

typedef struct {
  int number; /* of the system call */
  int error;
} Denied;

/* What a probing library has to take for an old kernel is ENOSYS. */
static const Denied denied[] = {
    {SCMP_SYS (add_key), EPERM},
    {SCMP_SYS (keyctl), EPERM},
    {SCMP_SYS (request_key), EPERM},
    {SCMP_SYS (bpf), EPERM},
    {SCMP_SYS (perf_event_open), EPERM},
    {SCMP_SYS (userfaultfd), EPERM},
    {SCMP_SYS (io_uring_setup), ENOSYS},
    {SCMP_SYS (io_uring_enter), ENOSYS},
    {SCMP_SYS (io_uring_register), ENOSYS},
    {SCMP_SYS (setns), EPERM},
    {SCMP_SYS (clone3), ENOSYS}, /* its flags lie in memory; C libraries then take clone */
    {SCMP_SYS (mount), EPERM},
    {SCMP_SYS (umount2), EPERM},
    {SCMP_SYS (pivot_root), EPERM},
    {SCMP_SYS (open_tree), EPERM},
    {SCMP_SYS (move_mount), EPERM},
    {SCMP_SYS (mount_setattr), EPERM},
    {SCMP_SYS (fsopen), EPERM},
    {SCMP_SYS (fspick), EPERM},
    {SCMP_SYS (open_by_handle_at), EPERM},
    {SCMP_SYS (syslog), EPERM},
    {SCMP_SYS (acct), EPERM},
    {SCMP_SYS (quotactl), EPERM},
    {SCMP_SYS (swapon), EPERM},
    {SCMP_SYS (swapoff), EPERM},
    {SCMP_SYS (reboot), EPERM},
    {SCMP_SYS (kexec_load), EPERM},
    {SCMP_SYS (kexec_file_load), EPERM},
    {SCMP_SYS (init_module), EPERM},
    {SCMP_SYS (finit_module), EPERM},
    {SCMP_SYS (delete_module), EPERM},
    {SCMP_SYS (vhangup), EPERM},
    {SCMP_SYS (socketcall), ENOSYS}, /* of 32 bits: its arguments lie in memory */
};

/* One processor runs the programs of two, and each has its own numbers. */
static int
add_second_architecture (scmp_filter_ctx filter)
{
  switch (seccomp_arch_native ())
    {
    case SCMP_ARCH_X86_64:
      return seccomp_arch_add (filter, SCMP_ARCH_X86);
    case SCMP_ARCH_AARCH64:
      return seccomp_arch_add (filter, SCMP_ARCH_ARM);
    default:
      return 0;
    }
}

static int
add_calls (scmp_filter_ctx filter)
{
  int status = 0;
  for (size_t i = 0; i < sizeof denied / sizeof denied[0] && status == 0; i++)
    status = seccomp_rule_add (filter, SCMP_ACT_ERRNO ((unsigned)denied[i].error), denied[i].number,
                               0);
  return status;
}

static int
add_masked (scmp_filter_ctx filter, int number, unsigned argument, scmp_datum_t mask,
            scmp_datum_t value)
{
  struct scmp_arg_cmp rule = SCMP_CMP64 (argument, SCMP_CMP_MASKED_EQ, mask, value);
  return seccomp_rule_add_array (filter, SCMP_ACT_ERRNO (EPERM), number, 1, &rule);
}

static int
add_arguments (scmp_filter_ctx filter)
{
  unsigned flags = seccomp_arch_native () == SCMP_ARCH_S390X ? 1 : 0; /* clone(2) */
  int status = add_masked (filter, SCMP_SYS (ioctl), 1, LOWER_HALF, TIOCSTI);
  if (status == 0)
    status = add_masked (filter, SCMP_SYS (ioctl), 1, LOWER_HALF, TIOCLINUX);
  if (status == 0)
    status = add_masked (filter, SCMP_SYS (unshare), 0, CLONE_NEWUSER, CLONE_NEWUSER);
  if (status == 0)
    status = add_masked (filter, SCMP_SYS (clone), flags, CLONE_NEWUSER, CLONE_NEWUSER);
  return status;
}

/* Local, internet and netlink sockets belong to a network namespace; AF_VSOCK, for one, leads to
 * the machine on which a virtual one runs. */
static int
add_sockets (scmp_filter_ctx filter)
{
  int status = 0;
  for (unsigned family = 0; family <= 64 && status == 0; family++)
    if (family != AF_UNSPEC && family != AF_UNIX && family != AF_INET && family != AF_INET6
        && family != AF_NETLINK)
      {
        struct scmp_arg_cmp rule
            = SCMP_CMP64 (0, SCMP_CMP_MASKED_EQ, LOWER_HALF, (scmp_datum_t)family);
        status = seccomp_rule_add_array (filter, SCMP_ACT_ERRNO (EAFNOSUPPORT), SCMP_SYS (socket),
                                         1, &rule);
      }
  return status;
}

static scmp_filter_ctx
make (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);
  int status = filter == NULL ? -ENOMEM : 0;
  if (status == 0)
    status = seccomp_attr_set (filter, SCMP_FLTATR_CTL_NNP, 0);
  if (status == 0)
    status = seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO (ENOSYS));
  if (status == 0)
    status = add_second_architecture (filter);
  if (status == 0)
    status = add_calls (filter);
  if (status == 0)
    status = add_arguments (filter);
  if (status == 0)
    status = add_sockets (filter);
  if (status != 0)
    zante_confine_die (-status, "cannot make the filter of system calls");
  return filter;
}

void
zante_confine_filter_load (void)
{
  scmp_filter_ctx filter = make ();
  int status = seccomp_load (filter);
  if (status != 0)
    zante_confine_die (-status, "cannot set the filter of system calls");
  seccomp_release (filter);
}

int
zante_confine_filter_fd (void)
{
  scmp_filter_ctx filter = make ();
  int fd = memfd_create ("filter", 0);
  if (fd < 0 || seccomp_export_bpf (filter, fd) != 0 || lseek (fd, 0, SEEK_SET) != 0)
    zante_confine_die (errno, "cannot pass the filter of system calls");
  seccomp_release (filter);
  return fd;
}
