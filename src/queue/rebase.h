/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A queue on another base: what that contains is dropped, with the proof; what nobody can tell is
 * asked. */
#pragma once

#include "queue/folder.h"

typedef enum {
  ZANTE_REBASE_KEEP,    /* it applies as it is */
  ZANTE_REBASE_REFRESH, /* it applies, at other places */
  ZANTE_REBASE_DROP,    /* the new base contains it */
  ZANTE_REBASE_ASK,     /* it may: a person has to say */
  ZANTE_REBASE_MEND,    /* it does not apply, and is not contained */
} ZanteRebaseKind;
/* "keep", "refresh", "drop", "ask", "mend". */
const char *zante_rebase_kind_name (ZanteRebaseKind kind);

typedef struct {
  const ZanteQueuePatch *patch; /* borrowed */
  ZanteRebaseKind kind;
  gboolean answered; /* by the user */
  char *proof;       /* one line for people: why it is dropped or asked, or does not apply; NULL: no
                        more to say */
  char *commit;      /* of the new base, which has the same change or subject; or NULL */
  char *text;        /* of the patch, refreshed; or NULL */
} ZanteRebaseStep;

typedef struct {
  char *onto;       /* full id */
  GPtrArray *steps; /* of ZanteRebaseStep, owned: one of each patch, in order */
  guint open;       /* how many are asked, or to be mended */
} ZanteRebase;
void zante_rebase_free (ZanteRebase *rebase);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteRebase, zante_rebase_free)

/* What becomes of QUEUE on the commit ONTO. DROP and KEEP (NULL, or NULL-terminated) are the names
 * of patches that the user has decided about. */
ZanteRebase *zante_rebase_plan (const ZanteGit *git, const ZanteQueue *queue, const char *onto,
                                const char *const *drop, const char *const *keep, GError **error);
/* Carry it out in QUEUE, in memory; REBASE has nothing open. Nothing is pushed then. */
void zante_rebase_apply (ZanteRebase *rebase, ZanteQueue *queue);
