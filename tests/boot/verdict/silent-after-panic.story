level dom0
1 (XEN) Xen version 4.17.5
1 (XEN) Xen BUG at common/page_alloc.c:123
silent 90
=
died: (XEN) Xen BUG at common/page_alloc.c:123 (after stage xen) (42.0 s, tcg)
