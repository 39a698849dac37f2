# dom0 switched off without a word
level dom0
1 (XEN) Xen version 4.17.5
2 zante N stage init
exit 0
=
died: the machine ended without a verdict (after stage init) (42.0 s, tcg)
