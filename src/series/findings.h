/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with mailed patches before anybody builds them. Checks are a table
 * (check/checks.h); errors and warnings are only those that next to no commit which Xen's
 * maintainers took would have got, the rest are hints. */
#pragma once

#include "base/git/run.h"
#include "base/yaml/yaml.h"
#include "series/patch.h"

typedef enum {
  ZANTE_CHECK_OFF,
  ZANTE_CHECK_HINT,
  ZANTE_CHECK_WARNING,
  ZANTE_CHECK_ERROR,
} ZanteCheckLevel;

/* "off", "hint", "warning", "error". */
const char *zante_check_level_name (ZanteCheckLevel level);
/* FALSE where TEXT is none of them. */
gboolean zante_check_level_read (const char *text, ZanteCheckLevel *level);

/* A file that says of checks which level each has: {checks: {NAME: LEVEL}}. */
typedef struct {
  GHashTable *checks;
} ZanteCheckFile;
extern const ZanteFieldTable zante_check_file_table;

/* What is said of check number I, FALSE after the last one. */
gboolean zante_check_describe (guint i, const char **name, ZanteCheckLevel *level,
                               const char **about);

/* The levels that the file PATH sets: name of a check -> ZanteCheckLevel as a pointer. A name or a
 * level that is not known is ZANTE_ERROR_INPUT with its position. */
GHashTable *zante_check_levels_load (const char *path, GError **error);

typedef struct {
  const char *check;     /* static */
  ZanteCheckLevel level; /* never OFF */
  const ZanteMail *mail; /* borrowed, as is PATH */
  guint line;            /* in the mailbox */
  guint message_line;    /* in the commit's message, its subject being 1; 0: it is elsewhere */
  const char *path;      /* of the changed file, or NULL */
  guint path_line;       /* in the file after the patch, 0: none */
  char *quote;           /* the line, or NULL */
  char *text;
} ZanteFinding;
void zante_finding_free (ZanteFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteFinding, zante_finding_free)

typedef struct {
  const ZanteGit *git; /* the repository, NULL: none. Then what needs one is not checked */
  const char *base;    /* the commit whose MAINTAINERS and files are looked at; NULL: for each
                          series what it states, else the parent of the commit it
                          was written from, else HEAD */
  GHashTable *levels;  /* of zante_check_levels_load, or NULL */
} ZanteCheckInput;

/* Check the patches of SERIES (of ZanteSeries). The findings (of ZanteFinding, owned by the array)
 * are in the order of the mailbox. */
GPtrArray *zante_series_check (const ZanteCheckInput *input, GPtrArray *series, GError **error);
