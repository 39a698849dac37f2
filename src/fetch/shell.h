/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of the shell script that the kinds of sources share. */
#pragma once

#include "fetch/http/download.h"
#include "recipe/recipe.h"

/* Download FILE from the first of URLS (ZanteUrl*) that has it into "$work/.downloads" and check
 * it.
 */
void zante_shell_download (GString *script, const ZanteLockFile *file, GPtrArray *urls);
/* The tar command that unpacks FILE into DEST (a shell word without its quotes), without a newline.
 */
void zante_shell_extract (GString *script, const ZanteLockFile *file, const char *dest);
