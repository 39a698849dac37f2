/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that a test makes for itself. */
#pragma once

/* The file NAME below FOLDER, with TEXT; folders on the way are made. */
void text_file_write (const char *folder, const char *name, const char *text);
