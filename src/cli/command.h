/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every command is made of: one entry of the command table, and the session it runs in. */
#pragma once

#include <gio/gio.h>

#include "cli/session.h"

typedef struct {
  const char *name;
  const char *arguments; /* for the usage line */
  const char *summary;   /* one line, no full stop */
  /* ARGV[0] is the command's name. TRUE and a STATUS (0 unless said otherwise), or FALSE and ERROR.
   */
  gboolean (*run) (ZanteSession *session, int argc, char **argv, int *status, GError **error);
} ZanteCommand;

/* Every command, in the order of the pipeline; ends with a NULL name. */
extern const ZanteCommand *const zante_commands[];

extern const ZanteCommand zante_command_abi;
extern const ZanteCommand zante_command_boot;
extern const ZanteCommand zante_command_build;
extern const ZanteCommand zante_command_builddep;
extern const ZanteCommand zante_command_bundle;
extern const ZanteCommand zante_command_clean;
extern const ZanteCommand zante_command_deb;
extern const ZanteCommand zante_command_doctor;
extern const ZanteCommand zante_command_fetch;
extern const ZanteCommand zante_command_gc;
extern const ZanteCommand zante_command_init;
extern const ZanteCommand zante_command_install;
extern const ZanteCommand zante_command_list;
extern const ZanteCommand zante_command_lock;
extern const ZanteCommand zante_command_log;
extern const ZanteCommand zante_command_plan;
extern const ZanteCommand zante_command_queue;
extern const ZanteCommand zante_command_repo;
extern const ZanteCommand zante_command_rpm;
extern const ZanteCommand zante_command_series;
extern const ZanteCommand zante_command_shell;
extern const ZanteCommand zante_command_store;
extern const ZanteCommand zante_command_tarball;
extern const ZanteCommand zante_command_update;
extern const ZanteCommand zante_command_verify;
extern const ZanteCommand zante_command_why;
extern const ZanteCommand zante_command_xsa;

/* Parse COMMAND's own options (ENTRIES may be NULL) out of ARGV; what is left are its operands,
 * of which there must be MIN to MAX (-1: any number). Returns them, NULL-terminated, owned by the
 * caller; NULL and ZANTE_ERROR_USAGE otherwise. --help prints and exits. */
char **zante_command_parse (const ZanteCommand *command, const GOptionEntry *entries, int argc,
                            char **argv, int min, int max, GError **error);
