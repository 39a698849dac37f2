/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of advisories as they stand in files and their names. Pure. */
#pragma once

#include <json-glib/json-glib.h>

enum { ZANTE_XSA_MAX = 9999 };

/* That of NODE, 499 or "499" or "XSA-499", which may be NULL; 0: it is none. */
guint zante_xsa_number_of_json (JsonNode *node);
/* That of TEXT, "499" or "XSA-499"; 0: it is none. */
guint zante_xsa_number_of_text (const char *text);
/* That in the file name PATH, "xsa499-4.17-1.patch" or "xsa499/0001-x.patch"; 0: none. */
guint zante_xsa_number_of_path (const char *path);
