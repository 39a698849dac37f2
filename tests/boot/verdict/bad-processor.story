level dom0
1 (XEN) Xen version 4.17.5
1 (XEN) Insn mismatch at 0000000000000007
silent 90
=
warning   the emulated processor is unsuitable, which says nothing of the build: (XEN) Insn mismatch at 0000000000000007
hang: no sign of life for 90 s (after stage xen) (42.0 s, tcg)
