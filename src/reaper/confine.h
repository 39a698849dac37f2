/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of zante-confine, the program through which everything that a project brings along is
 * started: see confine.c. They end the program with a message when they fail, since nothing may run
 * with more power than it should have. Not linked with GLib. */
#pragma once

#include <stddef.h>
#include <sys/types.h>

/* Print "zante-confine: MESSAGE", with errno behind it where ERRNUM is not 0, and end. */
void zante_confine_die (int errnum, const char *format, ...)
    __attribute__ ((noreturn, format (printf, 2, 3)));

/* Folders that stand open for everybody but lie below one that does not, as in /root: cover what is
 * closed by an empty file system in this mount namespace, which has to be ours, and bind each of
 * the N PATHS to its name again. */
void zante_confine_reach (const char **paths, size_t n);
/* The first folder above PATH that others than its owner cannot pass, on the heap, or NULL. */
char *zante_confine_barrier (const char *path);

/* System calls that no build needs and by which some have escaped: the kernel's keys, which belong
 * to no namespace; bpf, perf, io_uring, userfaultfd; new user namespaces; families of sockets that
 * know no network namespace; ioctls that type into a terminal. */
void zante_confine_filter_load (void);
/* The same as a program for bwrap's --seccomp: a descriptor that is inherited. */
int zante_confine_filter_fd (void);
