/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel proper out of a bzImage, so that it is decompressed here and not under emulation. See
 * Documentation/arch/x86/boot.rst of Linux: payload_offset and payload_length. */
#pragma once

#include <glib.h>

/* The ELF file in the bzImage IMAGE, or NULL when there is none that can be read: then IMAGE itself
 * boots as well, only slower. */
GBytes *zante_vmlinux_extract (GBytes *image);
