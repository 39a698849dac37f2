# Tests that could only be skipped prove nothing.
level xtf
guest test-pv64-xsa-444
expect test-pv64-xsa-444 SKIP the emulated processor has no DBEXT
1 (XEN) Xen version 4.17.5 (zante@localdomain)
2 zante N stage xl-info
2 zante N guest test-pv64-xsa-444 begin
2 zante N guest test-pv64-xsa-444 outcome SKIP DBEXT not available
2 zante N verdict pass
exit 3
=
known     test-pv64-xsa-444: a guest: SKIP: DBEXT not available (the emulated processor has no DBEXT)
results   0 SUCCESS, 1 SKIP, 0 ERROR, 0 FAILURE, 0 CRASH
fail: no test succeeded, which proves nothing (42.0 s, tcg)
