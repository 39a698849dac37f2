/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The world of tests/unit/test-plan-data.c: a recipe made line by line, and what a store, an
 * earlier build and the machine know. A line that cannot be meant ends the test. */
#pragma once

#include "plan/plan.h"

typedef struct {
  char *folder; /* components' folders */
  ZanteRecipe *recipe;
  GHashTable *durations; /* component → double* */
  GHashTable *outputs;   /* component → output, whatever the key is */
  GHashTable *sources;   /* source → identity */
  GHashTable *store;     /* key → output */
  GHashTable *last;      /* component → GPtrArray of ZanteKeyInput* */
  GString *packages;     /* dpkg's status */
  GString *said;
} PlanWorld;

PlanWorld *plan_world_new (void);
void plan_world_free (PlanWorld *world);
/* WORDS are those of a line "component NAME KEY=VALUE …", or "source NAME IDENTITY". */
void plan_world_component (PlanWorld *world, char **words);
void plan_world_source (PlanWorld *world, char **words);
