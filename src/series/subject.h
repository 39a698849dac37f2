/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the subject of a mailed patch says (git-format-patch(1), --subject-prefix). Pure. */
#pragma once

#include <glib.h>

typedef struct {
  char *title;         /* without the tags */
  char *target;        /* the branch that the tags name, such as "4.20", or NULL */
  guint version;       /* 1 where none is said */
  guint number, total; /* of the series, 1 of 1 where none is said; number 0: its cover letter */
} ZanteSubject;
void zante_subject_clear (ZanteSubject *subject);

/* What TEXT says; SUBJECT is overwritten. */
void zante_subject_read (const char *text, ZanteSubject *subject);
