/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of several packages a control domain has: not those for compiling, debugging and reading,
 * unless one of the others needs them. Sections are Debian's (Debian Policy 2.4). */
#pragma once

#include <glib.h>

typedef struct {
  char *name;
  char *section;      /* "libdevel", "contrib/doc"; NULL: not known */
  char **needs;       /* names of what it depends on and recommends; unknown ones do not matter */
  gboolean installed; /* the answer */
} ZanteCandidate;
void zante_candidate_free (ZanteCandidate *candidate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteCandidate, zante_candidate_free)

/* NAME and SECTION are copied, NEEDS is taken over (NULL: nothing). */
ZanteCandidate *zante_candidate_new (const char *name, const char *section, char **needs);
/* Fill in `installed` of CANDIDATES (of ZanteCandidate*). */
void zante_installed_choose (GPtrArray *candidates);
/* The names in the value of a Depends or Recommends field (deb-control(5)), alternatives too, each
 * without version and architecture; owned by the caller. NULL gives an empty list. */
char **zante_installed_names (const char *relations);
