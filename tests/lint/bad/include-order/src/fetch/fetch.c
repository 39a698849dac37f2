/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/fetch.h"
#include "fetch/git.h"
#include "base/log.h"
#include "recipe/recipe.h"
#include "recipe/overlay.h"
#include "work/work.h"
#include "fs.h"
#include <glib.h>
