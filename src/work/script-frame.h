/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the build script that are the same for every build: its head, its functions, its
 * end. */
#pragma once

#include "work/context.h"

/* Append the variables and functions. */
void zante_script_head (GString *script);
/* Append what says where everything is. */
void zante_script_foot (GString *script);
/* Append FUNCTION <<'WORD', TEXT verbatim, WORD: a here-document whose word is no line of TEXT. */
void zante_script_here (GString *script, const char *command, const char *text);
