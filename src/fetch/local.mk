libzante_a_SOURCES += \
	src/fetch/apt-targets.c src/fetch/apt-targets.h \
	src/fetch/apt.c src/fetch/apt.h \
	src/fetch/context.c src/fetch/context.h \
	src/fetch/deb822.c src/fetch/deb822.h \
	src/fetch/debian-tree.c src/fetch/debian-tree.h \
	src/fetch/debian.c \
	src/fetch/download.c src/fetch/download.h \
	src/fetch/fetch.c src/fetch/fetch.h \
	src/fetch/files.c src/fetch/files.h \
	src/fetch/kind.h \
	src/fetch/local.c \
	src/fetch/lock.c \
	src/fetch/mirrors.c \
	src/fetch/patch-scan.c src/fetch/patch-scan.h \
	src/fetch/patch.c \
	src/fetch/quote.c src/fetch/quote.h \
	src/fetch/series.c src/fetch/series.h \
	src/fetch/transfer.c src/fetch/transfer.h
