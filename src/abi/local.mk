noinst_LTLIBRARIES += src/abi/libabi.la
src_abi_libabi_la_SOURCES = \
	src/abi/abi.h \
	src/abi/commit.c \
	src/abi/compare.c \
	src/abi/index.c \
	src/abi/library.c \
	src/abi/library.h \
	src/abi/makefile.c \
	src/abi/makefile.h \
	src/abi/map.c \
	src/abi/map.h \
	src/abi/rebuilds.c \
	src/abi/tree.c
