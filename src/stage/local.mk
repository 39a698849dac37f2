noinst_LTLIBRARIES += src/stage/libstage.la
src_stage_libstage_la_SOURCES = \
	src/stage/adopt.c src/stage/adopt.h \
	src/stage/copy.c src/stage/copy.h \
	src/stage/differences.c \
	src/stage/dist.c \
	src/stage/gc.c \
	src/stage/install.c \
	src/stage/intact.c src/stage/intact.h \
	src/stage/manifest.c src/stage/manifest.h \
	src/stage/pack.c \
	src/stage/parts.c src/stage/parts.h \
	src/stage/paths.c src/stage/paths.h \
	src/stage/place.c src/stage/place.h \
	src/stage/receive.c \
	src/stage/record.c src/stage/record.h \
	src/stage/refresh.c src/stage/refresh.h \
	src/stage/roots.c src/stage/roots.h \
	src/stage/stage.h \
	src/stage/store.c \
	src/stage/tar.c src/stage/tar.h \
	src/stage/tarball.c \
	src/stage/tree.c src/stage/tree.h \
	src/stage/tree-index.c \
	src/stage/union.c src/stage/union.h \
	src/stage/unpack.c src/stage/unpack.h
