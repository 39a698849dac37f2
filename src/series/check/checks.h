/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a check is, what it is given, and how it says what it found. To add one: a function in the
 * file of its family, and a line in the table at the end of that file. */
#pragma once

#include "series/check/maintainers.h"
#include "series/check/words.h"
#include "series/findings.h"

/* A line of a hunk. */
typedef struct {
  char kind;        /* ' ', '-' or '+' */
  gboolean unended; /* it is the last of its file, and has no line end */
  guint line;       /* in the mailbox */
  guint number;     /* in the file after; of a removed line: of what follows */
  const char *text; /* without its kind */
} ZanteDiffLine;

typedef struct _ZanteCheckKind ZanteCheckKind;

/* The state of one run. */
typedef struct {
  const ZanteCheckKind *kind; /* the check that runs */
  ZanteCheckLevel level;      /* its level */
  const ZanteMailedPatch *patch;
  const ZanteWords *words; /* of PATCH */
  const ZanteFileDiff *file;
  const char *path;    /* of FILE: after the patch, or before where it goes */
  gboolean own_style;  /* FILE is the hypervisor's C, and not in the style of where it came from */
  const GArray *lines; /* of ZanteDiffLine: all hunks of FILE */
  GHashTable *known;   /* of the ids in "Fixes:" those that the repository has; NULL: not asked */
  const ZanteMaintainers *maintainers; /* or NULL: there is no such file */
  GPtrArray *findings;
} ZanteCheckRun;

/* One of the three functions is called for every patch, every file of it, or every line that a file
 * gets. */
struct _ZanteCheckKind {
  const char *name;
  ZanteCheckLevel level; /* unless a file says otherwise */
  const char *about;     /* what it says, in one line */
  void (*patch) (ZanteCheckRun *run);
  void (*file) (ZanteCheckRun *run);
  void (*line) (ZanteCheckRun *run, const ZanteDiffLine *line);
};

/* The families; each ends with a NULL name. */
extern const ZanteCheckKind zante_checks_message[];
extern const ZanteCheckKind zante_checks_tags[];
extern const ZanteCheckKind zante_checks_diff[];
extern const ZanteCheckKind zante_checks_style[];

/* Check number I of all families, or NULL after the last one. */
const ZanteCheckKind *zante_check_kind (guint i);

/* Add a finding about the patch as a whole (its subject), a line of its message, the changed file,
 * or a line of it. */
void zante_check_patch (ZanteCheckRun *run, const char *format, ...) G_GNUC_PRINTF (2, 3);
void zante_check_word (ZanteCheckRun *run, const ZanteWord *word, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void zante_check_file (ZanteCheckRun *run, const char *format, ...) G_GNUC_PRINTF (2, 3);
void zante_check_line (ZanteCheckRun *run, const ZanteDiffLine *line, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
