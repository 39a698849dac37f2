/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The QEMU that all machines of a run are started with. */
#pragma once

#include "boot/setup.h"

typedef struct {
  char *program;
  char **environment;
  char **data; /* folders of its firmware, or NULL */
  gboolean kvm;
} ZanteEmulator;
void zante_emulator_clear (ZanteEmulator *emulator);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteEmulator, zante_emulator_clear)

/* Find it and ask for its version, which is told in SETUP's report. Without KVM: see kvm.h. */
void zante_emulator_init (ZanteEmulator *emulator, const ZanteBootSetup *setup);
