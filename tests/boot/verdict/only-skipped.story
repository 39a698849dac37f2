skip hvm needs device-model: it was not built
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N verdict pass nothing to do
exit 3
=
skipped   hvm: a guest: needs device-model: it was not built
fail: no guest was started, which proves nothing of the tools (42.0 s, tcg)
