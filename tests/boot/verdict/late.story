level dom0
1 (XEN) Xen version 4.17.5
2 zante N stage init
late 180
=
hang: not at its end after 180 s (after stage init) (42.0 s, tcg)
