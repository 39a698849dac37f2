/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Build one component from its tree to its sealed output, in a thread of its own, in plain
 * synchronous steps. */
#pragma once

#include "work/phase.h"

typedef struct {
  const ZanteBuildContext *context;
  ZanteNode *node;
  ZanteStopper *stopper;
  GThread *thread;
  /* written by the thread before it reports, read by the scheduler afterwards */
  char *output; /* digest, or NULL */
  GError *error;
  gboolean unchanged; /* a local source whose output is the one of last time */
  double seconds;
  /* how it reports: itself into the queue, then one count into the eventfd */
  GAsyncQueue *ended;
  int wake_fd;
} ZanteWorker;

/* Start the thread. */
ZanteWorker *zante_worker_start (const ZanteBuildContext *context, ZanteNode *node,
                                 GAsyncQueue *ended, int wake_fd);
/* Joins the thread: it may still be removing its tree. */
void zante_worker_free (ZanteWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteWorker, zante_worker_free)
