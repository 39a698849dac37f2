/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In what order, with which keys, and what has to run at all. A component's key is the SHA-256 of
 * everything that can change its output; what it needs enters by the digest of its *output*, so an
 * unchanged output stops the rebuild there (early cut-off). The plan knows neither the store nor
 * how a source is fetched: it asks through a callback and takes the sources' identities. */
#pragma once

#include "recipe/recipe.h"

/* The graph and the keys --------------------------------------------------------------------- */

typedef enum {
  ZANTE_NODE_WAITING, /* something it needs has no output yet, so it has no key yet */
  ZANTE_NODE_READY,   /* has a key that the store does not know: must run */
  ZANTE_NODE_DONE,    /* output known: from the store, or reported by zante_plan_complete */
  ZANTE_NODE_FAILED,  /* reported by zante_plan_fail */
  ZANTE_NODE_SKIPPED, /* needs one that failed */
} ZanteNodeState;

/* One thing that enters a key: its name ("phase build", "source xen", "package gcc", "needs
 * tools", …) and its digest or value. */
typedef struct {
  char *name;
  char *value;
} ZanteKeyInput;
ZanteKeyInput *zante_key_input_new (const char *name, const char *value);
void zante_key_input_free (ZanteKeyInput *input);

typedef struct _ZanteNode ZanteNode;
struct _ZanteNode {
  const ZanteComponent *component;
  ZanteNodeState state;
  GPtrArray *needs;      /* of ZanteNode*, borrowed; those that are built */
  GPtrArray *dependents; /* of ZanteNode*, borrowed */
  GPtrArray *inputs; /* of ZanteKeyInput*, sorted by name; "needs …" only once there is a key */
  char *key;         /* NULL while WAITING */
  char *output;      /* digest, when DONE */
  gboolean cached;   /* DONE without running */
  gboolean always;   /* a local source: make decides what is to do, so it always runs */
  gboolean forced;   /* named in `force` */
  double seconds; /* expected duration, from the record of earlier runs, or as the recipe says; else
                     1 */
  double path_seconds; /* of the longest path from here to the end of the build */
  /* private to the plan */
  guint index;   /* place in ZantePlan.nodes */
  guint missing; /* needs without an output */
  char *united;  /* digest of the output and of everything that was overlaid for it */
};

/* The output digest that the store has for KEY, or NULL. Owned by the plan. */
typedef char *(*ZantePlanLookup) (const char *key, gpointer user_data);

typedef struct _ZanteToolchain ZanteToolchain;

typedef struct {
  const ZanteRecipe *recipe;
  const char *const *roots; /* component names; NULL: every one that is built */
  ZantePlanLookup lookup;   /* NULL: the store is empty */
  gpointer user_data;
  ZanteToolchain *toolchain; /* borrowed, see zante_plan_toolchain; NULL: versions enter no key */
  GHashTable *sources;   /* source → identity (char*), see zante_fetch_identity; a source that is
                            not in it enters the key as "unknown" */
  const char *helpers;   /* folder of the phase helpers (ZanteBuildInput.tools); or NULL */
  GHashTable *durations; /* component → double* seconds; or NULL */
  const char *const *force; /* components to run even when the store has them; or NULL */
  gboolean check;           /* run check phases (enters the key) */
} ZantePlanInput;

typedef struct {
  GPtrArray *nodes; /* of ZanteNode*, dependencies first, then by name; owned */
  ZantePlanLookup lookup;
  gpointer user_data;
  GHashTable *by_name; /* char* → ZanteNode* */
  /* private to the plan */
  GPtrArray *ready; /* heap of ZanteNode*: longest path on top */
  guint unfinished; /* nodes that are WAITING or READY */
} ZantePlan;

/* ZANTE_ERROR_INPUT for an unknown root or need, for one that is not built where it must be, and
 * for a cycle, told as a path "a → b → a". */
ZantePlan *zante_plan_new (const ZantePlanInput *input, GError **error);
void zante_plan_free (ZantePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePlan, zante_plan_free)

/* Borrowed; NULL when NAME is not part of the plan. */
ZanteNode *zante_plan_find (const ZantePlan *plan, const char *name);
/* All that NODE needs, directly or through others, each once, in the order of the plan; of
 * ZanteNode*, borrowed. The caller frees the array. */
GPtrArray *zante_node_all_needs (const ZanteNode *node);
/* The READY node with the longest path (by name where equal), which the caller then runs; NULL when
 * there is none. A node is handed out once. */
ZanteNode *zante_plan_next (ZantePlan *plan);
/* NODE ran and gave OUTPUT: dependents may become READY, or DONE by early cut-off. */
void zante_plan_complete (ZantePlan *plan, ZanteNode *node, const char *output);
/* NODE failed: everything that needs it becomes SKIPPED. Nothing of it is remembered. */
void zante_plan_fail (ZantePlan *plan, ZanteNode *node);
/* Whether no node is WAITING or READY. */
gboolean zante_plan_is_finished (const ZantePlan *plan);

/* Why NODE has to run, given the inputs of its last build (NULL: never built): one line per
 * input that is new, gone or different, "package gcc: 12.2.0-13 → 12.2.0-14". Owned by the caller
 * (char*, freed with the array); empty when nothing changed. */
GPtrArray *zante_plan_why (const ZanteNode *node, GPtrArray *last_inputs);

/* The toolchain ------------------------------------------------------------------------------ */

/* Versions of the packages that are installed on this machine: from dpkg's status file (mapped and
 * read where asked), or from rpm, whose slow answer is kept in STATE_DIR for as long as the size
 * and time of its database stay. ZANTE_ERROR_HOST when this machine has no such database. */
ZanteToolchain *zante_plan_toolchain (const char *distribution, const char *state_dir,
                                      GError **error);
void zante_toolchain_free (ZanteToolchain *toolchain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteToolchain, zante_toolchain_free)
/* The installed version of PACKAGE ("gcc" or "gcc:amd64"), or NULL. Borrowed. */
const char *zante_toolchain_version (ZanteToolchain *toolchain, const char *package);

/* Whether what DEPENDENCY asks for (an item of `build-depends`) is installed, in a version that
 * will do. */
gboolean zante_toolchain_has (ZanteToolchain *toolchain, const char *dependency);

/* The fast path ------------------------------------------------------------------------------ */

/* The memo of a run that ended with everything done: which files and folders were looked at, with
 * device, inode, size, mode, mtime and ctime, and which were not there. While all of them are the
 * same, the next run of the same command has nothing to do and needs to parse nothing.
 *
 * It is never wrong, as far as the kernel tells the truth about ctime:
 *  - an input whose mtime or ctime is not older by 2 s than the *start* of the run is not trusted
 *    (it may have changed after it was read): then no memo is written, and a later run does it. The
 *    same holds for a missing input whose folder is that young;
 *  - inputs are looked at before the build and once more after it, so that an edit in between
 * shows;
 *  - ctime catches edits that keep size and mtime (touch -r, cp -p, mv of an old file);
 *  - a path that was looked for in vain is an input too, and so is zante's own executable;
 *  - a symbolic link is looked at itself and through;
 *  - what is no file (command line, distribution, …) is in the identity: one memo file for each;
 *  - a damaged, truncated or foreign memo file counts as none.
 * Never finish one for a run with a local source (ZanteNode.always). */
typedef struct _ZantePlanMemo ZantePlanMemo;

/* The digest of PARTS (NULL-terminated): the command, every override, the distribution, whatever
 * else is not a file, in a fixed order ("" for what is not given). HOME, SOURCE_DATE_EPOCH, the
 * working directory and the path of this executable are added. Owned by the caller. */
char *zante_plan_memo_identity (const char *const *parts);
/* Whether nothing changed since the memo of IDENTITY was finished. NOTE, if not NULL, receives its
 * note, owned by the caller. STATE_DIR is ZanteWorkspace.state. */
gboolean zante_plan_memo_holds (const char *state_dir, const char *identity, char **note);
/* Look at INPUTS (absolute paths, NULL-terminated, may be missing; see zante_plan_inputs), right
 * after they were read and before anything is built. STARTED: g_get_real_time () from before
 * anything was read, in µs. */
ZantePlanMemo *zante_plan_memo_begin (const char *state_dir, const char *identity, gint64 started,
                                      const char *const *inputs);
/* Everything is done: write the memo if it can be trusted, otherwise take an old one away; WRITTEN,
 * if not NULL, says which. OUTPUTS (NULL-terminated) are what the run left behind or relied on:
 * store records, objects, dist and its state; zante alone writes them, by rename, so they are
 * trusted even when young. NOTE comes back from zante_plan_memo_holds, e.g. what to print. */
gboolean zante_plan_memo_finish (ZantePlanMemo *memo, const char *const *outputs, const char *note,
                                 gboolean *written, GError **error);
void zante_plan_memo_free (ZantePlanMemo *memo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePlanMemo, zante_plan_memo_free)

/* Every file and folder behind INPUT: recipe->inputs, the patches of sources, the components' own
 * folders, the helpers, the package database. Sorted, char*, NULL-terminated; owned by the caller
 * with the array. */
GPtrArray *zante_plan_inputs (const ZantePlanInput *input);
