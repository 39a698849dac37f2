/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The conductor: it ties the stages together for whoever asks, the command line, a test or another
 * front end, and prints nothing. A context (context.h) says what is asked for and where; a pipeline
 * (pipeline.h) plans, fetches, builds and makes dist/, the fast path (fastpath.h) knows without
 * looking that nothing is to be done; what machines share is pulled and pushed (sharing.h);
 * packages are made from what is built (modelling.h, packager.h), or written again for another
 * release (update.h); the machine is looked at before (doctor.h, packages.h). */
#pragma once

#include "raise/built.h"
#include "raise/context.h"
#include "raise/doctor.h"
#include "raise/fastpath.h"
#include "raise/modelling.h"
#include "raise/packager.h"
#include "raise/packages.h"
#include "raise/pipeline.h"
#include "raise/sharing.h"
#include "raise/update.h"
