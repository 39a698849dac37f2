fact build-id 4147
guest hello
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N guest hello create 0 5.70
2 zante N guest hello marker 0.40
2 zante N guest hello pass
2 zante N verdict pass 1 passed
exit 3
=
same      build-id     4147
pass      hello: a guest, create 5.7 s, marker 0.4 s
pass: 1 guest passed, 0 skipped (42.0 s, tcg)
