level dom0
qemu qemu-system-x86_64: could not load PC BIOS 'bios-256k.bin'
exit 1
=
qemu-error: QEMU ended with status 1: qemu-system-x86_64: could not load PC BIOS 'bios-256k.bin' (42.0 s, tcg)
