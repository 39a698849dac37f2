# What is known to come is neither a failure nor a pass; what nobody expected is told.
level xtf
guest test-pv64-a
guest test-pv64-b
guest test-hvm64-c~hap
guest test-hvm64-d
guest test-pv64-e
expect test-pv64-a SUCCESS
expect test-pv64-b CRASH the emulator counts wrong
expect test-hvm64-c~hap FAILURE the emulator cannot
expect test-hvm64-d SUCCESS
1 (XEN) Xen version 4.17.5 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage xl-info
2 zante N guest test-pv64-a begin
2 zante N guest test-pv64-a outcome SUCCESS
2 zante N guest test-pv64-b begin
2 zante N guest test-pv64-b outcome CRASH PANIC: it is over
2 zante N guest test-hvm64-c~hap begin
2 zante N guest test-hvm64-c~hap outcome SUCCESS
2 zante N guest test-hvm64-d begin
2 zante N guest test-hvm64-d outcome SKIP not available
2 zante N guest test-pv64-e begin
2 zante N guest test-pv64-e outcome SKIP
2 zante N verdict pass
exit 3
=
known     test-pv64-b: a guest: CRASH: PANIC: it is over (the emulator counts wrong)
skipped   test-hvm64-d: a guest: SKIP: not available
skipped   test-pv64-e: a guest: SKIP
results   2 SUCCESS, 2 SKIP, 0 ERROR, 0 FAILURE, 1 CRASH
warning   test-hvm64-c~hap: SUCCESS is news, FAILURE was expected: the emulator cannot
warning   test-hvm64-d: SKIP is news, SUCCESS was expected
pass: 2 guests passed, 1 known, 2 skipped (42.0 s, tcg)
