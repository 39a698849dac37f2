/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A workspace in a temporary folder, and short ways to fill and look at trees. */
#pragma once

#include "stage/stage.h"

typedef struct {
  char *folder; /* everything */
  ZanteWorkspace *workspace;
} StageFixture;

void stage_set_up (StageFixture *fixture, gconstpointer data);
void stage_tear_down (StageFixture *fixture, gconstpointer data);
void stage_add (const char *path, void (*test) (StageFixture *, gconstpointer));

/* FOLDER/NAME, owned by the caller. */
char *stage_path (const StageFixture *fixture, const char *name);
/* Write CONTENT to ROOT/PATH with MODE, folders made. */
void stage_write (const char *root, const char *path, const char *content, guint mode);
/* Pack a stage that has the one file PATH with CONTENT. Owned by the caller. */
char *stage_pack_one (StageFixture *fixture, const char *path, const char *content);
/* Pack one file and remember it, as the output of COMPONENT, under the key made from KEY_SEED,
 * which is returned; OUTPUT receives the object's digest. Both are owned by the caller. */
char *stage_remember (StageFixture *fixture, const char *component, const char *key_seed,
                      char **output);
/* "MODE PATH CONTENT-OR-TARGET" of everything below ROOT, one per line; owned by the caller. */
char *stage_describe (const char *root);
void stage_assert_content (const char *root, const char *path, const char *expected);
gboolean stage_exists (const char *root, const char *path);
/* Flip one byte in the middle of the object DIGEST. */
void stage_damage (const StageFixture *fixture, const char *digest);
