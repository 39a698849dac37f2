noinst_LTLIBRARIES += src/policy/libpolicy.la
src_policy_libpolicy_la_SOURCES = \
	src/policy/file.c \
	src/policy/file.h \
	src/policy/pkgconfig.c \
	src/policy/pkgconfig.h \
	src/policy/policy.h \
	src/policy/private.h \
	src/policy/report.c \
	src/policy/resolve.c \
	src/policy/resolve.h \
	src/policy/rules-elf.c \
	src/policy/rules-link.c \
	src/policy/rules-pkgconfig.c \
	src/policy/rules-output.c \
	src/policy/rules-private.c \
	src/policy/rules-symbol.c \
	src/policy/rules-text.c \
	src/policy/rules-xen.c \
	src/policy/rules.c \
	src/policy/rules.h \
	src/policy/run.c \
	src/policy/scan.c \
	src/policy/scan.h \
	src/policy/tree.c \
	src/policy/tree.h \
	src/policy/xen.c \
	src/policy/xen.h
