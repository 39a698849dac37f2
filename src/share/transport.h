/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How files get to and from a shared store: in a folder (folder.c), or behind HTTP (http.c). */
#pragma once

#include <gio/gio.h>

typedef enum {
  ZANTE_ANSWER_DONE,
  ZANTE_ANSWER_MISSING, /* there is no such file */
  ZANTE_ANSWER_THERE,   /* of a put: there is one already, and it stays */
  ZANTE_ANSWER_BAD,     /* this file is of no use, or not wanted; others may be */
  ZANTE_ANSWER_DOWN,    /* the store is of no use now */
  ZANTE_ANSWER_LOCAL,   /* something failed here: a full disk, a cancelled run */
} ZanteAnswer;

typedef struct _ZanteRemote ZanteRemote;

typedef struct {
  /* Append the file PATH to FD: at most MAX bytes, or it is BAD. QUICK: it is small, and waited for
   * 10 s in all; otherwise it may be slow, but not still. */
  ZanteAnswer (*get) (ZanteRemote *remote, const char *path, guint64 max, gboolean quick, int fd,
                      char **why);
  /* Whether the file PATH is there: DONE or MISSING. */
  ZanteAnswer (*find) (ZanteRemote *remote, const char *path, char **why);
  /* Make the file PATH of the SIZE bytes of FD, in one step. */
  ZanteAnswer (*put) (ZanteRemote *remote, const char *path, int fd, guint64 size, char **why);
} ZanteTransport;

/* WHY receives the reason, owned by the caller, where the answer is BAD, DOWN or LOCAL. All of them
 * may be called from several threads. */
struct _ZanteRemote {
  const ZanteTransport *transport;
  char *url;    /* without a '/' at its end */
  char *folder; /* of a file: URL */
  gboolean network;
  gboolean make;     /* a folder that is not there is going to be made: nothing is in it yet */
  GAsyncQueue *idle; /* of CURL*: connections that are kept */
  GCancellable *cancellable; /* borrowed */
};

/* Nothing is opened yet. ZANTE_ERROR_INPUT when URL is none that can be used. */
ZanteRemote *zante_remote_new (const char *url, GCancellable *cancellable, GError **error);
void zante_remote_free (ZanteRemote *remote);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteRemote, zante_remote_free)

extern const ZanteTransport zante_transport_folder;
extern const ZanteTransport zante_transport_http;
/* Close what is kept open. */
void zante_transport_http_end (ZanteRemote *remote);
