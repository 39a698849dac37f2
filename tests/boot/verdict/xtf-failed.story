# Another failure than the known one, and a word that is none of XTF's.
level xtf
guest test-pv64-a
guest test-pv64-b
expect test-pv64-a FAILURE the emulator cannot
1 (XEN) Xen version 4.17.5 (zante@localdomain)
2 zante N stage xl-info
2 zante N guest test-pv64-a begin
2 zante N guest test-pv64-a outcome CRASH
2 zante N guest test-pv64-b begin
2 zante N guest test-pv64-b outcome WONDERFUL indeed
2 zante N verdict pass
exit 3
=
fail      test-pv64-a: a guest: CRASH
fail      test-pv64-b: a guest: WONDERFUL: indeed
results   0 SUCCESS, 0 SKIP, 0 ERROR, 0 FAILURE, 1 CRASH; 1 without one
fail: guest 'test-pv64-a': CRASH (42.0 s, tcg)
