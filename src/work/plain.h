/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The environment of a phase: the component's own variables, and those that say where things are.
 * In the sandbox these are fixed paths and dependencies are simply in /usr; where the machine
 * forbids namespaces (plain mode) they are real paths, and compilers, linkers and pkg-config learn
 * through their variables where the dependencies lie. */
#pragma once

#include <glib.h>

/* Where a build happens. All borrowed. */
typedef struct {
  const char *src, *stage, *component, *home;
  const char *deps;      /* root of dependencies that are not in /usr, or NULL */
  const char *makeflags; /* or NULL */
  guint jobs;
} ZanteWorkPlace;

/* OWN ("NAME=value" strings: the component's variables) and those of PLACE, sorted by name; nothing
 * of our own environment. g_strfreev. */
char **zante_work_environment (const char *const *own, const ZanteWorkPlace *place);
