/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A header of the bad example that leads back to itself. */
#pragma once

#include "boot/machine/qemu.h"
