# An assertion of QEMU's, in the middle of a guest
guest hello
1 (XEN) Xen version 4.17.5
2 zante N stage init
qemu Bail out! ERROR:../../accel/tcg/x.c:81: assertion failed
exit 134
=
hang      hello: a guest: it was not reached
qemu-error: QEMU ended with status 134: Bail out! ERROR:../../accel/tcg/x.c:81: assertion failed (42.0 s, tcg)
