level tools-tests
program test-good
program test-bad
program test-other
1 (XEN) Xen version 4.22.0 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N stage init
2 zante N guest test-good ran 0 1.50
2 zante N guest test-good pass ended with status 0
2 zante N guest test-bad ran 1 0.50
2 zante N guest test-bad fail ended with status 1: Fail: no such page
2 zante N guest test-other ran 77 0.20
2 zante N guest test-other skip ended with status 77: no TSX
2 zante N verdict fail 1 passed, 1 failed, 1 skipped
exit 5
=
pass      test-good: a guest, ran 2.5 s: ended with status 0
fail      test-bad: a guest, ran 1.5 s: ended with status 1: Fail: no such page
skipped   test-other: a guest, ran 1.2 s: ended with status 77: no TSX
fail: test 'test-bad': ended with status 1: Fail: no such page (42.0 s, tcg)
