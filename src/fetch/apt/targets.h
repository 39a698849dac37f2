/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What apt tells about its own repositories, turned into a private list of their sources. Pure
 * functions over text. `apt-get indextargets` names the repositories that are switched on, but not
 * their Signed-By: that is read from the entry that apt names as their origin. */
#pragma once

#include <glib.h>

/* For `apt-get indextargets --no-release-info --format`. Without --no-release-info apt leaves out
 * every repository whose index was not downloaded yet, as in a fresh chroot. */
#define ZANTE_APT_TARGET_FORMAT "$(REPO_URI)\t$(RELEASE)\t$(COMPONENT)\t$(SOURCESENTRY)"

typedef struct {
  char *uri;       /* root of the repository, with a '/' at its end */
  char *suite;     /* "bookworm"; for a flat repository a path that ends in '/' */
  char *component; /* NULL for a flat repository */
  char *file;      /* the sources file that says so */
  guint index;     /* in it, from 1: the line (.list) or the stanza (.sources) */
} ZanteAptTarget;
void zante_apt_target_free (ZanteAptTarget *target);
ZanteAptTarget *zante_apt_target_copy (const ZanteAptTarget *target);

/* The lines of indextargets, without repetitions, in apt's order. ZANTE_ERROR_HOST when a line is
 * not of the form asked for. */
GPtrArray *zante_apt_parse_targets (const char *text, gsize size, GError **error);

/* The options of entry INDEX of a sources file that say how to verify it (Signed-By, Trusted,
 * Check-Valid-Until …, see sources.list(5)) as deb822 lines, "" when there are none. STANZAS: the
 * file is of the .sources format. */
char *zante_apt_entry_options (const char *data, gsize size, gboolean stanzas, guint index,
                               GError **error);

/* Stanzas "Types: deb-src" for TARGETS; OPTIONS holds the options of each target (char*). */
char *zante_apt_format_sources (GPtrArray *targets, GPtrArray *options);
