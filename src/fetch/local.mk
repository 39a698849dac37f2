libzante_a_SOURCES += \
	src/fetch/apt-suite.c src/fetch/apt-suite.h \
	src/fetch/apt-targets.c src/fetch/apt-targets.h \
	src/fetch/apt-binary.c \
	src/fetch/apt.c src/fetch/apt.h \
	src/fetch/archive.c \
	src/fetch/bundle.c \
	src/fetch/context.c src/fetch/context.h \
	src/fetch/deb822.c src/fetch/deb822.h \
	src/fetch/debian-tree.c src/fetch/debian-tree.h \
	src/fetch/debian.c \
	src/fetch/download.c src/fetch/download.h \
	src/fetch/dsc.c \
	src/fetch/fetch.c src/fetch/fetch.h \
	src/fetch/files.c src/fetch/files.h \
	src/fetch/git-bundle.c src/fetch/git-bundle.h \
	src/fetch/git-mirror.c src/fetch/git-mirror.h \
	src/fetch/git-run.c src/fetch/git-run.h \
	src/fetch/git-tag.c src/fetch/git-tag.h \
	src/fetch/git-tree.c src/fetch/git-tree.h \
	src/fetch/git.c \
	src/fetch/kind.h \
	src/fetch/local.c \
	src/fetch/lock.c \
	src/fetch/mirrors.c \
	src/fetch/openpgp.c src/fetch/openpgp.h \
	src/fetch/patch-scan.c src/fetch/patch-scan.h \
	src/fetch/patch.c \
	src/fetch/quote.c src/fetch/quote.h \
	src/fetch/series.c src/fetch/series.h \
	src/fetch/shell.c src/fetch/shell.h \
	src/fetch/transfer.c src/fetch/transfer.h
