/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What zante queue does, one function of each of its words; zante(1), QUEUES, documents them. */
#pragma once

#include "cli/session.h"
#include "queue/queue.h"

typedef struct {
  char *git, *folder, *base, *onto, *meta, *format;
  char **drop, **keep;
  gboolean all, yes;
  ZanteSession *session; /* borrowed, like what follows */
  const ZanteGit *repository;
  int *status; /* of the process */
} ZanteQueueOptions;

/* Each with its operands, on the queue of the options. */
gboolean zante_queue_import_all (ZanteQueueOptions *o, ZanteQueue *queue, char **words,
                                 GError **error);
gboolean zante_queue_tell_series (ZanteQueueOptions *o, ZanteQueue *queue, char **words,
                                  GError **error);
gboolean zante_queue_push (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error);
gboolean zante_queue_pop (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error);
gboolean zante_queue_refresh (ZanteQueueOptions *o, ZanteQueue *queue, char **words,
                              GError **error);
gboolean zante_queue_rebase (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error);
gboolean zante_queue_export (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error);
