/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shared store in use, and what pulling, pushing and looking have in common. */
#pragma once

#include "share/keys.h"
#include "share/notes.h"
#include "share/record.h"
#include "share/share.h"
#include "share/transport.h"

struct _ZanteShare {
  ZanteShareInput input;
  ZanteRemote *remote;
  char *shown;              /* its URL, for people */
  GPtrArray *trusted;       /* of ZanteShareKey* */
  ZanteShareSecret *secret; /* or NULL */
  ZanteNotes *missed, *pushed;
  /* atomic */
  int off;
  int failures;
  int refused;   /* answers that could not be taken */
  int waited_ms; /* for records, beyond a second each */
};

/* Names of files in it; owned by the caller. */
char *zante_share_record_name (const char *key, gboolean plain);
char *zante_share_object_name (const char *object);

/* The answer was DOWN or LOCAL, for the reason WHY: say so, once, and ask no more. */
void zante_share_give_up (ZanteShare *share, const char *why);
/* One that is BAD: say so; after a few of them no more is asked. */
void zante_share_refuse (ZanteShare *share, const char *component, const char *why);

/* The proved record of KEY, which is COMPONENT's, with its signer, borrowed; that of a build
 * without a sandbox only when there is no other one and PLAIN. DONE, MISSING, or why it is none. */
ZanteAnswer zante_share_read (ZanteShare *share, const char *component, const char *key,
                              gboolean plain, ZanteShareRecord **record,
                              const ZanteShareKey **signer, char **why);
