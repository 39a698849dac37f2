/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file format of the memo: a header, fixed-size entries, then NUL-terminated strings, all in
 * this machine's byte order, for it never leaves the machine. Private to the plan. */
#pragma once

#include <glib.h>

enum {
  ZANTE_MEMO_FOLLOW = 1 << 0, /* what the symbolic link leads to, not the link */
};

/* What was seen at one path. */
typedef struct {
  guint64 device, inode, size;
  guint64 mtime, ctime; /* ns since the epoch */
  guint32 mode;         /* st_mode; 0: there was nothing */
  guint32 flags;        /* ZANTE_MEMO_… */
  guint32 path;         /* offset in the strings */
  guint32 unused;       /* 0 */
} ZanteMemoEntry;

/* Fill ENTRY (but for its path) from what is at PATH now. FALSE when that cannot be told. */
gboolean zante_memo_look (const char *path, guint32 flags, ZanteMemoEntry *entry);
/* Whether both saw the same. */
gboolean zante_memo_same (const ZanteMemoEntry *a, const ZanteMemoEntry *b);

/* The bytes of a memo of IDENTITY (a digest). NOTE is an offset in STRINGS. */
GBytes *zante_memo_encode (const char *identity, const GArray *entries, const GString *strings,
                           guint32 note);
/* Whether SIZE bytes at DATA are a whole memo of IDENTITY and every entry still is as it was. NOTE,
 * if not NULL, receives the note, owned by the caller. Any bytes are taken. */
gboolean zante_memo_check (const void *data, gsize size, const char *identity, char **note);
/* Put the right checksum into SIZE bytes at DATA, which the fuzz target could not guess. */
void zante_memo_repair (void *data, gsize size);
