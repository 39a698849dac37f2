/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether Xen runs under this machine's KVM. That /dev/kvm is there says little: nested or partial
 * ones fail in the hypervisor's first second, so a boot of it is tried. */
#pragma once

#include "boot/machine/emulator.h"

/* Try to boot the hypervisor without any dom0, for a few seconds. The answer is kept until
 * the machine is started again. SETUP's report has the version of QEMU. */
gboolean zante_kvm_works (const ZanteBootSetup *setup, const ZanteEmulator *emulator);
