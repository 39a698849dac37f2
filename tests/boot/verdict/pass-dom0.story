level dom0
fact build-id 4147
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N verdict pass up
exit 3
=
same      build-id     4147
pass: dom0 runs what was built (42.0 s, tcg)
