noinst_LTLIBRARIES += src/xsa/libxsa.la
src_xsa_libxsa_la_SOURCES = \
	src/xsa/changelog.c \
	src/xsa/facts.c \
	src/xsa/mentions.c \
	src/xsa/mentions.h \
	src/xsa/xsa.h
