/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A library that dlopen(3) loads, and the functions that are looked up in it. */
#pragma once

#include <glib.h>

typedef struct {
  const char *name;
  void *place; /* of the pointer to it, a pointer to a function */
} ZanteLateFunction;

typedef struct {
  const char *soname; /* what configure found that programs are linked with */
  const ZanteLateFunction *functions;
  gsize n_functions;
  GMutex lock;
  int loaded; /* atomic */
} ZanteLate;

/* Load LATE once and fill in all places; it stays loaded. ZANTE_ERROR_HOST when it is not there, or
 * lacks a function; the next call tries again. */
gboolean zante_late_load (ZanteLate *late, GError **error);
/* The same where no error can be returned: it is told, and the program ends. */
void zante_late_need (ZanteLate *late);

/* For the lists of functions: a member of a struct, a row of a table, a function. The type is the
 * header's own, and the compiler holds what is defined against its prototype. */
#define ZANTE_LATE_POINTER(type, name, parameters, arguments) __typeof__ (name) *name;
#define ZANTE_LATE_ROW(type, name, parameters, arguments) {#name, &real.name},
#define ZANTE_LATE_CALL(type, name, parameters, arguments)                                         \
  type name parameters                                                                             \
  {                                                                                                \
    zante_late_need (&late);                                                                       \
    return real.name arguments;                                                                    \
  }
