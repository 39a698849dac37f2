level dom0
1 (XEN) Xen version 4.17.5
silent 90
=
hang: no sign of life for 90 s (after stage xen) (42.0 s, tcg)
