level dom0
1 (XEN) Xen version 4.17.5
1 (XEN) Freed 2048kB init memory
1 [    2.5] Kernel panic - not syncing: No working init found.
1 (XEN) Hardware Dom0 crashed: rebooting machine in 5 seconds.
exit 0
=
died: [    2.5] Kernel panic - not syncing: No working init found. (after stage dom0) (42.0 s, tcg)
