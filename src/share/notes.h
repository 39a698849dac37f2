/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is remembered of a shared store from one run to the next: keys, each with the time of day at
 * which it was noted, in a small text file. Damage of it is no error: what is not remembered is
 * asked again. */
#pragma once

#include <gio/gio.h>

typedef struct _ZanteNotes ZanteNotes;

/* Read the file PATH. What is older than LIFE seconds (0: nothing) is left out. */
ZanteNotes *zante_notes_new (const char *path, gint64 life);
/* Write them back if they changed, for a cache whose loss only costs time. */
void zante_notes_free (ZanteNotes *notes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteNotes, zante_notes_free)

/* Safe to use from several threads. */
gboolean zante_notes_have (ZanteNotes *notes, const char *key);
void zante_notes_add (ZanteNotes *notes, const char *key);
void zante_notes_drop (ZanteNotes *notes, const char *key);
