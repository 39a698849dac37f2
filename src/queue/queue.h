/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches over a pinned source: a folder of them (folder.h), and their way to another base
 * (rebase.h). The repository is only read. */
#pragma once

#include "queue/folder.h"
#include "queue/rebase.h"
