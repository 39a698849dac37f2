# Xen itself, before dom0
guest hello
1 (XEN) Xen version 4.17.5
1 (XEN) ****************************************
1 (XEN) Panic on CPU 0:
1 (XEN) Could not construct domain 0
exit 0
=
hang      hello: a guest: it was not reached
died: (XEN) Panic on CPU 0: Could not construct domain 0 (after stage xen) (42.0 s, tcg)
