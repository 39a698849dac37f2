/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In what order, with which keys, and what has to run at all. A component's key is the SHA-256 of
 * everything that can change its output; what it needs enters by the digest of its *output*, so an
 * unchanged output stops the rebuild there (early cut-off). The plan knows no store: it asks
 * through a callback. */
#pragma once

#include "recipe/recipe.h"

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

typedef struct _ZanteNode ZanteNode;
struct _ZanteNode {
  const ZanteComponent *component;
  ZanteNodeState state;
  GPtrArray *needs;      /* of ZanteNode*, borrowed */
  GPtrArray *dependents; /* of ZanteNode*, borrowed */
  GPtrArray *inputs;     /* of ZanteKeyInput*, sorted by name; complete once there is a key */
  char *key;             /* NULL while WAITING */
  char *output;          /* digest, when DONE */
  gboolean cached;       /* DONE without running */
  gboolean always;       /* a local source: make decides what is to do, so it always runs */
  double seconds;        /* expected duration, from the record of earlier runs; 1 when unknown */
  double path_seconds;   /* of the longest path from here to the end of the build */
};

/* The output digest that the store has for KEY, or NULL. Owned by the plan. */
typedef char *(*ZantePlanLookup) (const char *key, gpointer user_data);

typedef struct {
  const ZanteRecipe *recipe;
  const char *const *roots; /* component names; NULL: every one that is built */
  ZantePlanLookup lookup;
  gpointer user_data;
  GHashTable *toolchain;    /* package → version, see zante_plan_toolchain; or NULL */
  GHashTable *durations;    /* component → double* seconds; or NULL */
  const char *const *force; /* components to run even when the store has them; or NULL */
  gboolean check;           /* run check phases (enters the key) */
} ZantePlanInput;

typedef struct {
  GPtrArray *nodes; /* of ZanteNode*, dependencies first, then by name; owned */
  ZantePlanLookup lookup;
  gpointer user_data;
  GHashTable *by_name; /* char* → ZanteNode* */
} ZantePlan;

/* ZANTE_ERROR_INPUT for an unknown root or need, and for a cycle, told as a path "a → b → a". */
ZantePlan *zante_plan_new (const ZantePlanInput *input, GError **error);
void zante_plan_free (ZantePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePlan, zante_plan_free)

ZanteNode *zante_plan_find (const ZantePlan *plan, const char *name);
/* The READY node with the longest path, which the caller then runs; NULL when there is none. A
 * node is handed out once. */
ZanteNode *zante_plan_next (ZantePlan *plan);
/* NODE ran and gave OUTPUT: dependents may become READY, or DONE by early cut-off. */
void zante_plan_complete (ZantePlan *plan, ZanteNode *node, const char *output);
/* NODE failed: everything that needs it becomes SKIPPED. */
void zante_plan_fail (ZantePlan *plan, ZanteNode *node);
/* Whether no node is WAITING or READY. */
gboolean zante_plan_is_finished (const ZantePlan *plan);

/* Why NODE has to run, given the inputs of its last build (NULL: never built): one line per
 * input that is new, gone or different. Owned by the caller; empty when nothing changed. */
GPtrArray *zante_plan_why (const ZanteNode *node, GPtrArray *last_inputs);

/* Versions of the installed packages of this machine, package → version, from dpkg's status file or
 * rpm's database; cached in STATE_DIR against the database's size and time. */
GHashTable *zante_plan_toolchain (const char *distribution, const char *state_dir, GError **error);

/* A ZanteKeyInput array as the JSON of a store record, and back. */
void zante_key_input_free (ZanteKeyInput *input);
