/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two serial ports have told so far, put into the report line by line. Pure: time comes
 * from the caller, and nothing is read here. */
#pragma once

#include "boot/boot.h"

typedef struct {
  ZanteBootReport *report; /* borrowed: its guests and facts are known, the rest is filled in */
  const char *nonce;
  ZanteLog *log;
  guint machine;      /* its number when it is one of several, whose guests may all be skipped; 0:
                         there is no other */
  gboolean xen_spoke; /* the hypervisor wrote something */
  char *fatal;        /* the first line that means the end of hypervisor or dom0, or NULL */
  gboolean wants_reason; /* FATAL ends with ':': the reason is on a later line */
  char *unsuitable;      /* the first line that means a bad CPU model, or NULL */
  gboolean has_verdict;
  gboolean verdict_ok;
  char *verdict; /* dom0's text */
} ZanteProgress;

void zante_progress_clear (ZanteProgress *progress);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteProgress, zante_progress_clear)

/* A line of SIZE bytes from the hypervisor's console, SECONDS after the start. */
void zante_progress_com1 (ZanteProgress *progress, const char *data, gsize size, double seconds);
/* The same from dom0's port. */
void zante_progress_com2 (ZanteProgress *progress, const char *data, gsize size, double seconds);
