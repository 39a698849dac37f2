skip hvm needs device-model: it was not built
guest hello
guest pv32
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N guest pv32 skip no pv32
2 zante N guest hello create 0 1
2 zante N guest hello marker 2
2 zante N guest hello step ping ok 3 ms
2 zante N guest hello pass
2 zante N verdict pass
exit 3
=
skipped   hvm: a guest: needs device-model: it was not built
pass      hello: a guest, create 1.0 s, marker 2.0 s
  ok      hello: ping 3 ms
skipped   pv32: a guest: no pv32
pass: 1 guest passed, 2 skipped (42.0 s, tcg)
