# A test that takes the hypervisor down is named.
level xtf
guest test-pv64-a
guest test-pv64-b
1 (XEN) Xen version 4.17.5 (zante@localdomain)
2 zante N stage xl-info
2 zante N guest test-pv64-a begin
1 (XEN) Panic on CPU 0:
1 (XEN) FATAL PAGE FAULT
exit 0
=
hang      test-pv64-a: a guest: it was not heard of to the end
hang      test-pv64-b: a guest: it was not reached
results   0 SUCCESS, 0 SKIP, 0 ERROR, 0 FAILURE, 0 CRASH; 2 without one
died: (XEN) Panic on CPU 0: FATAL PAGE FAULT (while test-pv64-a ran) (42.0 s, tcg)
