/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel modules out of a folder /lib/modules/RELEASE, with those they depend on, as their own
 * .modinfo says: modules.dep is made when a kernel is installed, and one that was only unpacked has
 * none. See kmod's libkmod-elf.c and Documentation/kbuild/modules.rst of Linux. */
#pragma once

#include <glib.h>

typedef struct {
  char *name;   /* as loaded: '-' is '_' */
  GBytes *data; /* uncompressed */
} ZanteModule;
void zante_module_free (ZanteModule *module);

/* The modules NAMES (NULL-terminated) and all that they need, each once, in the order in which they
 * can be inserted. What FOLDER/modules.builtin has is left out; what is nowhere is appended to
 * ABSENT (char*) when it is not NULL. Of ZanteModule*, owned by the caller. */
GPtrArray *zante_modules_collect (const char *folder, const char *const *names, GPtrArray *absent,
                                  GError **error);
/* The names in the "depends=" of a module's .modinfo. Never NULL; owned by the caller. */
char **zante_module_depends (const char *data, gsize size);
