# What dom0 concludes is not believed against the status that it tells, nor without one.
level tools-tests
program test-one
program test-two
program test-three
1 (XEN) Xen version 4.22.0 (zante@localdomain)
1 (XEN) Freed 2048kB init memory
2 zante N guest test-one ran 1 1.50
2 zante N guest test-one pass
2 zante N guest test-two ran 1 1.50
2 zante N guest test-two skip
2 zante N guest test-three pass
2 zante N verdict pass
exit 3
=
fail      test-one: a guest, ran 2.5 s: dom0 says pass, but the program did not end with 0
fail      test-two: a guest, ran 2.5 s: dom0 says skip, but the program did not end with 77
fail      test-three: a guest: dom0 says pass, but the program did not end with 0
fail: test 'test-one': dom0 says pass, but the program did not end with 0 (42.0 s, tcg)
