noinst_LTLIBRARIES += src/xsa/libxsa.la
src_xsa_libxsa_la_SOURCES = \
	src/xsa/changelog.c \
	src/xsa/changelog.h \
	src/xsa/decide.c \
	src/xsa/desk.c \
	src/xsa/desk.h \
	src/xsa/facts.c \
	src/xsa/facts.h \
	src/xsa/history.c \
	src/xsa/history.h \
	src/xsa/judge.c \
	src/xsa/mentions.c \
	src/xsa/mentions.h \
	src/xsa/meta.c \
	src/xsa/meta.h \
	src/xsa/numbers.c \
	src/xsa/numbers.h \
	src/xsa/own.c \
	src/xsa/parts.c \
	src/xsa/prereqs.c \
	src/xsa/prereqs.h \
	src/xsa/status.h \
	src/xsa/versions.c \
	src/xsa/versions.h \
	src/xsa/weigh.c \
	src/xsa/xsa.h
