guest hello
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N guest hello create 3 0.50
2 zante N guest hello fail xl create ended with status 3
2 zante N verdict fail 1 failed
exit 5
=
fail      hello: a guest, create ended with 3, create 0.5 s: xl create ended with status 3
fail: guest 'hello': xl create ended with status 3 (42.0 s, tcg)
