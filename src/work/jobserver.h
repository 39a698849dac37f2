/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One pool of job tokens for every make of the whole build: the protocol of the GNU make manual,
 * "POSIX Jobserver Interaction". A token is one byte in a FIFO. Each running component holds one
 * token for the job that its make may run without asking (the implicit job); its makes take the
 * rest from the pool and put them back. */
#pragma once

#include <glib.h>

typedef struct _ZanteJobserver ZanteJobserver;

/* A full pool of JOBS tokens (at least 1). The FIFO is made in the folder DIR and has no name any
 * more when this returns. */
ZanteJobserver *zante_jobserver_new (const char *dir, guint jobs, GError **error);
void zante_jobserver_free (ZanteJobserver *jobserver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteJobserver, zante_jobserver_free)

/* The descriptor that makes inherit, for reading and writing. Its open file description is not
 * ours: make 4.3 wants to block on it. */
int zante_jobserver_client_fd (const ZanteJobserver *jobserver);
/* " -jN --jobserver-auth=R,W", understood by every make since 4.2; owned by the caller. */
char *zante_jobserver_makeflags (const ZanteJobserver *jobserver);

/* A descriptor that is readable while a token is free, for poll(2). */
int zante_jobserver_poll_fd (const ZanteJobserver *jobserver);
/* Take one token without waiting. FALSE when none is free. */
gboolean zante_jobserver_take (ZanteJobserver *jobserver);
void zante_jobserver_give (ZanteJobserver *jobserver);

/* When nothing runs any more: make the pool full again. A make that was killed took its tokens with
 * it. Returns how many were missing (negative: too many were there). */
int zante_jobserver_refill (ZanteJobserver *jobserver);
