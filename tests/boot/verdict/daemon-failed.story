guest hello
1 (XEN) Xen version 4.17.5
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage control_d
2 zante N verdict fail xenstored does not answer within 30 s
exit 5
=
hang      hello: a guest: it was not reached
fail: xenstored does not answer within 30 s (after stage control_d) (42.0 s, tcg)
