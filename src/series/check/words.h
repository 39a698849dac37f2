/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a mailed patch: its author, its message as it will be committed, and the tags in it
 * (git-mailinfo(1), git-interpret-trailers(1)). Pure. */
#pragma once

#include "series/patch.h"

/* A line of the message. */
typedef struct {
  const char *text; /* of the mail */
  guint line;       /* in the mailbox */
  guint number;     /* in the message: the subject is 1, what follows the blank line begins at 3 */
} ZanteWord;

/* "Name: value". */
typedef struct {
  char *name;
  const char *value; /* of the mail */
  ZanteWord word;
} ZanteTag;

typedef struct {
  char *author;  /* "Name <address>": what a "From:" in the body says, else the mail's */
  GArray *lines; /* of ZanteWord: up to the "---" or the first difference */
  GArray *tags;  /* of ZanteTag, those among LINES */
  GArray *below; /* of ZanteTag: those between "---" and the differences, which git-am(1) drops */
} ZanteWords;
void zante_words_free (ZanteWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteWords, zante_words_free)

/* The words of PATCH, which must outlive them. */
ZanteWords *zante_words_read (const ZanteMailedPatch *patch);

/* Whether the tag is called NAME, upper or lower case. */
gboolean zante_tag_is (const ZanteTag *tag, const char *name);
/* "…-by", upper or lower case. */
gboolean zante_tag_names_person (const ZanteTag *tag);

/* The name in "Name <address> (what)", and the address, which may be "". Owned by the caller. */
char *zante_person_name (const char *text);
char *zante_person_address (const char *text);
/* Whether both are the same person: by the address or by the name, without regard to case, accents
 * and quotes. */
gboolean zante_person_equal (const char *one, const char *other);
