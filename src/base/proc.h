/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run another program: an argument vector (never a shell string made from data), an explicit
 * environment, inherited descriptors by number, a time limit, its output line by line, and an end
 * to the whole process group when it is cancelled or too slow. Safe to use from several threads. */
#pragma once

#include <gio/gio.h>

/* A line of the program's output, without its newline; invalid UTF-8 is passed through. */
typedef void (*ZanteProcLine) (const char *line, gpointer user_data);

/* One that keeps in LAST, a GString, the last line that said something. */
void zante_proc_keep_last (const char *line, gpointer last);

typedef struct {
  const char *const *argv;    /* argv[0] is looked up in PATH of ENVIRON (or ours) */
  const char *const *environ; /* "NAME=value", NULL-terminated; NULL: our own */
  const char *cwd;            /* NULL: ours */
  const int *keep_fds;        /* descriptors that the child keeps under the same numbers */
  gsize n_keep_fds;
  const char *input;        /* bytes for standard input, NUL-terminated; NULL: /dev/null */
  gboolean die_with_parent; /* SIGKILL when the thread that started it ends, however it does */
  gboolean nothing_to_save; /* it is ended by SIGKILL, without the 3 s of grace */
  gboolean terminal;        /* standard streams are ours (for a shell); no capture, no group */
  int stdout_fd;            /* > 0: standard output goes here and only standard error is read */
  int log_fd;               /* > 0: what is read is copied here as it comes */
  guint64 log_limit;        /* bytes of output after which it is ended; 0: none */
  ZanteProcLine on_line;    /* what is read, line by line: both streams together; or NULL */
  gpointer user_data;
  guint time_limit;          /* seconds, 0: none */
  GCancellable *cancellable; /* or NULL */
} ZanteProc;

typedef struct {
  int status;         /* exit status, or 128 + signal number */
  int signal;         /* the signal that ended it, or 0 */
  gboolean timed_out; /* the time limit ended it */
  gboolean too_long;  /* the limit of its output ended it */
  double seconds;     /* wall clock */
  double cpu_seconds; /* user + system of the program and the children it waited for */
} ZanteProcResult;

/* Run PROC to its end. TRUE when it ran, whatever its status; FALSE when it could not be started
 * (ZANTE_ERROR_HOST when the program is missing) or was cancelled (G_IO_ERROR_CANCELLED). After a
 * time-out or a cancellation the process group got SIGTERM and, 3 s later, SIGKILL. */
gboolean zante_proc_run (const ZanteProc *proc, ZanteProcResult *result, GError **error);

/* Standard output of a program that must exit 0, owned by the caller; otherwise an error of CODE
 * with the program's name and the last line of its standard error. ENVIRONMENT, CWD, CANCELLABLE
 * may be NULL. SIZE, if not NULL, receives the length (output may hold NUL bytes). */
char *zante_proc_output (const char *const *argv, const char *const *environment, const char *cwd,
                         gsize *size, int code, GCancellable *cancellable, GError **error);
