/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a patch says of itself before its changes: DEP-3's fields, or a mail's, see
 * https://dep-team.pages.debian.net/deps/dep3/. */
#pragma once

#include <glib.h>

/* Whether PATCH begins with such a field, and needs no header of ours. */
gboolean zante_patch_has_header (const char *patch);
/* The first line of what it does, without "[PATCH 1/2]"; NULL when it does not say. Owned by the
 * caller. */
char *zante_patch_title (const char *patch);
/* The number of the Xen security advisory that NAME ("xsa123-4.17-2.patch") or PATCH ("This is part
 * of XSA-123", "This is XSA-123 / CVE-…") is of; 0 for none. */
guint64 zante_patch_advisory (const char *name, const char *patch);
/* The CVE identifiers that the head of PATCH names, sorted; owned by the caller. */
char **zante_patch_cves (const char *patch);
