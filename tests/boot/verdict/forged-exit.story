# QEMU's status says pass, dom0's line does not
guest evil
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N guest evil create 0 1
2 zante N guest evil fail no marker
2 zante N verdict fail 1 failed
exit 3
=
fail      evil: a guest, create 1.0 s: no marker
fail: the exit status says pass, but dom0's own line does not: neither is believed (42.0 s, tcg)
