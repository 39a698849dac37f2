# A guest that knows the protocol, but not the nonce
guest evil
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N stage xl-info
2 zante N fact build-id 4147
2 zante N guest evil create 0 1
2 zante N guest evil fail no marker
2 zante M verdict pass
2 zante N log evil zante N verdict pass
2 zante N log evil zante N guest evil pass
2 zante N verdict fail 1 failed
exit 5
=
fail      evil: a guest, create 1.0 s: no marker
fail: guest 'evil': no marker (42.0 s, tcg)
