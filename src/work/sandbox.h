/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sandbox as data: what a component may see becomes an argument vector for bubblewrap
 * (bwrap(1)). Pure, so that the vector can be printed, compared and run by hand. Inside, a build is
 * user 0 without capabilities or network, in a read-only system of which only its own tree, its
 * stage, /tmp and its empty home can be written. Outside, it is the caller, or an id of its own
 * where the caller is root: zante-confine, which becomes bwrap, sees to that. */
#pragma once

#include <glib.h>

/* The fixed places inside; they end up in build products, so they never change. */
#define ZANTE_SANDBOX_SRC "/build/src"
#define ZANTE_SANDBOX_STAGE "/build/stage"
#define ZANTE_SANDBOX_COMPONENT "/build/component"
#define ZANTE_SANDBOX_TOOLS "/build/tools"
#define ZANTE_SANDBOX_HOME "/build/home"
#define ZANTE_SANDBOX_PHASES "/build/phases"
#define ZANTE_SANDBOX_REAPER "/build/reaper"
#define ZANTE_SANDBOX_DEPS "/build/deps"
#define ZANTE_SANDBOX_PATH "/usr/sbin:/usr/bin:/sbin:/bin"

/* An entry of the real root folder that belongs to the system: "lib64". */
typedef struct {
  char *name;
  char *target; /* of the symbolic link, NULL for a folder */
} ZanteSandboxRoot;
void zante_sandbox_root_free (ZanteSandboxRoot *root);

/* bin, sbin and lib* as this machine has them: an array of ZanteSandboxRoot*, sorted. */
GPtrArray *zante_sandbox_roots (void);

/* Paths are absolute and of the host; each may be NULL to be left out. All is borrowed. */
typedef struct {
  const char *src;       /* writable, and the working directory */
  const char *cwd;       /* inside; NULL: SRC's place */
  const char *stage;     /* writable */
  const char *component; /* read-only, as are the next two */
  const char *tools;
  const char *phases;
  const char *reaper;    /* a program, read-only */
  const char *deps;      /* folder whose usr/ is laid over /usr */
  const char *usr_mount; /* empty folder on which that overlay is mounted; NULL when overlays do not
                            work here: DEPS then appears at /build/deps */
  const GPtrArray *roots;     /* of ZanteSandboxRoot* */
  const char *const *environ; /* "NAME=value"; nothing else is set inside */
  const char *confine;        /* the program zante-confine; NULL: only what bwrap does */
  guint id;                   /* the user of the host to run as; 0: we are no root, and stay */
  const char *const *system;  /* more of the system's folders to be seen, where they exist; NULL */
  const char *const *more; /* more files and folders of the host, each followed by the place where
                              it is seen, read-only; NULL-terminated, or NULL */
  gboolean hide_local;     /* /usr/local exists: cover it */
  gboolean terminal;       /* for a person: keep the controlling terminal */
} ZanteSandbox;

/* The vector that runs COMMAND inside; g_strfreev. */
char **zante_sandbox_argv (const ZanteSandbox *sandbox, const char *const *command);
/* The same where there is no sandbox: with the paths of the host, but not as root either. */
char **zante_sandbox_plain_argv (const ZanteSandbox *sandbox, const char *const *command);
