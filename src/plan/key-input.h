/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One named input of a component's key, and lists of them. Private to the plan. */
#pragma once

#include "plan/plan.h"

/* Add the input "KIND NAME" (or just KIND when NAME is NULL) to INPUTS. VALUE is copied. */
void zante_key_add (GPtrArray *inputs, const char *kind, const char *name, const char *value);
/* Sort INPUTS by name. */
void zante_key_sort (GPtrArray *inputs);
