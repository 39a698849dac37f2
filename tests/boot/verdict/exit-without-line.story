level dom0
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
exit 3
=
fail: the exit status says pass, but dom0's own line does not: neither is believed (42.0 s, tcg)
