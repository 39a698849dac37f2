/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's own apt as a verified catalogue of Debian source packages. A private state folder
 * and a private list of sources are used, so nothing of the system's configuration or state is
 * touched and no privilege is needed; the chain is apt's own: signed InRelease → Sources index →
 * SHA-256. */
#pragma once

#include "base/log.h"
#include "base/workspace.h"
#include "recipe/recipe.h"
#include <gio/gio.h>

/* A repository's root, as found in apt's configuration. */
typedef struct {
  char *root;  /* URL (http, https or file) that ends in '/' */
  char *proxy; /* from apt's configuration: a URL, "" for none at all, NULL: not said */
} ZanteMirror;
void zante_mirror_free (ZanteMirror *mirror);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteMirror, zante_mirror_free)

/* The roots of all repositories that apt uses, after those of the environment variable
 * ZANTE_DEBIAN_MIRRORS (blank-separated URLs; for machines without apt). `mirror+file:` lists are
 * opened. An array of ZanteMirror*; ZANTE_ERROR_HOST when there is none. */
GPtrArray *zante_apt_mirrors (GCancellable *cancellable, GError **error);

/* Add to MIRRORS (of ZanteMirror*) those of a list as mirror+file: has it, TEXT: one a line, with
 * optional properties behind a tab (apt-transport-mirror(1)). What is there already is not added.
 */
void zante_apt_add_listed (GPtrArray *mirrors, const char *text);

/* What apt is told, as apt.conf(5) has it, where its state is ours. Hooks of the system's
 * configuration act on the system's state. The index of a repository on this machine (file:) would
 * be read where it lies, whatever has become of it since it was verified, if apt did not keep a
 * copy, which it does of compressed ones. */
#define ZANTE_APT_CONFIGURATION                                                                    \
  "#clear APT::Update::Pre-Invoke;\n"                                                              \
  "#clear APT::Update::Post-Invoke;\n"                                                             \
  "#clear APT::Update::Post-Invoke-Success;\n"                                                     \
  "Acquire::GzipIndexes \"true\";\n"

/* Bring the private indices of WORKSPACE up to date: of the repositories that apt uses (SUITE NULL;
 * state/apt), or of the release SUITE at the same mirrors, verified as the entries of apt's own
 * sources say (state/apt-SUITE). What apt complained about is
 * appended to WARNINGS. That a repository does not answer or does not verify is no error: apt keeps
 * what it verified before, and what is then missing will not be found. */
gboolean zante_apt_update (const ZanteWorkspace *workspace, const char *suite, GString *warnings,
                           GCancellable *cancellable, GError **error);

/* The locked files of SOURCE's package: their paths are below a repository's root. No version: the
 * newest. The version that was found goes to FOUND. ZANTE_ERROR_SOURCE naming the versions there
 * are when there is no such one. Call zante_apt_update before, with its suite. */
GPtrArray *zante_apt_find (const ZanteWorkspace *workspace, const ZanteDebianSource *source,
                           char **found, GCancellable *cancellable, GError **error);

/* Whether VERSION of a Debian source package of Xen (Debian Policy 5.6.12) is one of Xen's RELEASE,
 * such as "4.17". */
gboolean zante_apt_is_of_release (const char *version, const char *release);
