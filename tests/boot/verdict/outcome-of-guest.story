guest hello
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N guest hello create 0 1
2 zante N guest hello outcome SUCCESS
2 zante N verdict pass
exit 3
=
fail      hello: a guest, create 1.0 s: dom0 tells of an outcome, and this is no test of XTF
fail: guest 'hello': dom0 tells of an outcome, and this is no test of XTF (42.0 s, tcg)
