/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines that dom0 writes to its second serial port, and only to that: "zante NONCE KIND …". The
 * nonce is a random number that dom0 gets in its initramfs and that no guest sees; what a guest
 * says reaches the port only behind "zante NONCE log NAME ". A line without the nonce is nothing.
 * The kinds are documented in boot-guest.yaml(5). */
#pragma once

#include <glib.h>

typedef enum {
  ZANTE_LINE_OTHER,   /* not of the protocol, or of no known kind */
  ZANTE_LINE_STAGE,   /* NAME */
  ZANTE_LINE_FACT,    /* NAME TEXT */
  ZANTE_LINE_BEGIN,   /* guest NAME begin */
  ZANTE_LINE_CREATE,  /* guest NAME create STATUS SECONDS */
  ZANTE_LINE_MARKER,  /* guest NAME marker SECONDS */
  ZANTE_LINE_STEP,    /* guest NAME step STEP ok|failed TEXT */
  ZANTE_LINE_OUTCOME, /* guest NAME outcome WORD TEXT */
  ZANTE_LINE_RAN,     /* guest NAME ran STATUS SECONDS: a program, not a guest */
  ZANTE_LINE_PASS,    /* guest NAME pass TEXT */
  ZANTE_LINE_FAIL,    /* guest NAME fail TEXT */
  ZANTE_LINE_SKIP,    /* guest NAME skip TEXT */
  ZANTE_LINE_LOG,     /* NAME TEXT */
  ZANTE_LINE_ALIVE,   /* nothing but a sign of life */
  ZANTE_LINE_VERDICT, /* pass|fail TEXT */
} ZanteLineKind;

typedef struct {
  ZanteLineKind kind;
  char *name;  /* of the stage, fact or guest; NULL where there is none */
  char *step;  /* STEP: its name; OUTCOME: the word */
  char *text;  /* what is left of the line; never NULL */
  gboolean ok; /* STEP, VERDICT */
  int status;  /* CREATE: exit status of xl create; RAN: of the program */
  double seconds;
} ZanteLine;
void zante_line_clear (ZanteLine *line);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteLine, zante_line_clear)

/* Read one line of SIZE bytes, which may be anything. Control characters in its text become '?'. */
ZanteLine zante_line_parse (const char *data, gsize size, const char *nonce);
