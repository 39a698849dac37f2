/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one error domain of zante. A code says whose fault it was and therefore how the process
 * exits; the message says what failed, where, and how to mend it. The statuses are documented in
 * zante(1) and are part of the interface. */
#pragma once

#include <glib.h>

#define ZANTE_ERROR (zante_error_quark ())

typedef enum {
  ZANTE_ERROR_FAILED = 1,    /* unexpected: I/O and the like */
  ZANTE_ERROR_USAGE = 2,     /* the command line is wrong */
  ZANTE_ERROR_INPUT = 3,     /* a file or name that the user gave is wrong */
  ZANTE_ERROR_SOURCE = 4,    /* a download, a verification or a patch failed */
  ZANTE_ERROR_BUILD = 5,     /* a phase of a component failed */
  ZANTE_ERROR_POLICY = 6,    /* what was built breaks a rule, or two components clash */
  ZANTE_ERROR_HOST = 7,      /* this machine lacks something */
  ZANTE_ERROR_BOOT = 8,      /* what was built does not boot, or a guest of it failed */
  ZANTE_ERROR_SIGINT = 130,  /* interrupted */
  ZANTE_ERROR_SIGTERM = 143, /* terminated */
} ZanteErrorCode;

GQuark zante_error_quark (void);

/* The exit status for ERROR: its code in our domain, 130 for G_IO_ERROR_CANCELLED, else 1. */
int zante_error_exit_status (const GError *error);

/* Set ERROR to CODE and a message. Returns FALSE, so callers may return its result;
 * zante_error_null is NULL for those that return a pointer. */
gboolean zante_error_set (GError **error, ZanteErrorCode code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
#define zante_error_null(...) (zante_error_set (__VA_ARGS__), NULL)

/* Set ERROR from errno: "MESSAGE: strerror". Returns FALSE, so callers may return its result. */
gboolean zante_error_errno (GError **error, int saved_errno, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* The member of the NULL-terminated CANDIDATES nearest to NAME for a "did you mean" hint, or NULL
 * when none is near (edits, a swap counting one, at most a third of the length, and at least 1
 * allowed).
 */
const char *zante_error_suggest (const char *name, const char *const *candidates);
/* The end of a message about NAME: " (did you mean 'x'?)" with that, or a copy of OTHERWISE. */
char *zante_error_hint (const char *name, const char *const *candidates, const char *otherwise);
