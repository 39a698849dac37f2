/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Put into the report what is known of each test's result, once the emulator is known. */
#pragma once

#include "boot/setup.h"

/* With KVM nothing is foreseen: the table is of emulated machines. */
gboolean zante_xtf_expect (ZanteBootSetup *setup, GError **error);
