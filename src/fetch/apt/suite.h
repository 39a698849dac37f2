/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another release of the same archive: which of a machine's repositories have it, and under which
 * name. A pure function. */
#pragma once

#include <glib.h>

/* The targets (see apt-targets.h) where the release SUITE is looked for, as a new array: those of
 * TARGETS that are of SUITE already; when there is none, those of a Debian release (CODENAME, which
 * may be NULL, or a name like "stable") with the name changed: "bookworm" becomes "trixie", and
 * "bookworm-security", which lies elsewhere, becomes "trixie-security". Empty when there is no such
 * repository. How a repository is verified stays as its entry says. */
GPtrArray *zante_apt_suite_targets (GPtrArray *targets, const char *suite, const char *codename);
