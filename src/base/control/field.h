/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields of paragraphs, deb822(5), where they lie in a large file: dpkg's status, an archive's
 * Packages index. Nothing is copied. (What is small, and read as a whole, is read by fetch.) */
#pragma once

#include <glib.h>

/* A piece of the file, without white space around it; START is NULL when there is none. */
typedef struct {
  const char *start;
  gsize size;
} ZanteSlice;

/* [START, END) without white space around it. */
ZanteSlice zante_slice_trim (const char *start, const char *end);
gboolean zante_slice_equals (ZanteSlice slice, const char *text);

/* Where the paragraph that begins at START, which is before END, ends; *NEXT is where the next one
 * may begin. */
const char *zante_control_end (const char *start, const char *end, const char **next);
/* The value of the field NAME (any case) of the paragraph [START, END), all of its lines. */
ZanteSlice zante_control_field (const char *start, const char *end, const char *name);
