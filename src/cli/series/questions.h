/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What zante series can be asked; one file per question. */
#pragma once

#include "series/series.h"

typedef struct {
  char *git, *mails, *format, *base, *levels, *least;
  char **refs;
  int window;
  const char *project; /* its folder */
  GPtrArray *others;   /* of ZanteMailbox: what is in MAILS, or NULL */
} ZanteSeriesOptions;

/* The bases of the series in MAILBOX. ZANTE_ERROR_SOURCE where one has none. */
gboolean zante_series_tell_base (const ZanteSeriesOptions *o, const ZanteGit *git,
                                 ZanteMailbox *mailbox, const char *path, GError **error);
/* What is wrong in them; GIT may be NULL, and PATH is what the user calls the mailbox.
 * ZANTE_ERROR_POLICY where something is an error. */
gboolean zante_series_tell_check (const ZanteSeriesOptions *o, const ZanteGit *git,
                                  ZanteMailbox *mailbox, const char *path, GError **error);
