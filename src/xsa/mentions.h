/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which security advisories a commit's message names, as Xen's commits do it: "This is part of
 * XSA-499 / CVE-2026-62426." Pure. */
#pragma once

#include <glib.h>

typedef struct {
  guint number;
  gboolean stated; /* the message says that the commit is (part of) it; else it speaks of it */
  gboolean part;   /* it says so of a part */
  GPtrArray *cves; /* of char*: the ids beside it, owned */
} ZanteXsaMention;

/* The mentions in MESSAGE (of ZanteXsaMention), one of each advisory, by their numbers; the array
 * owns what is in it. */
GArray *zante_xsa_mentions (const char *message);
/* The ids of the commits that MESSAGE says it reverts (of char*, owned by the array). */
GPtrArray *zante_xsa_reverts (const char *message);
