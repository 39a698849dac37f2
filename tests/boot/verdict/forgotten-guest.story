guest a
guest b
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N guest a create 0 1
2 zante N guest a marker 1
2 zante N guest a pass
2 zante N verdict pass
exit 3
=
pass      a: a guest, create 1.0 s, marker 1.0 s
hang      b: a guest: it was not reached
fail: guest 'b': it was not reached (42.0 s, tcg)
