noinst_LTLIBRARIES += src/share/libshare.la
src_share_libshare_la_SOURCES = \
	src/share/folder.c \
	src/share/http.c \
	src/share/keys.c src/share/keys.h \
	src/share/notes.c src/share/notes.h \
	src/share/pull.c \
	src/share/push.c \
	src/share/record.c src/share/record.h \
	src/share/remote.c src/share/remote.h \
	src/share/share.h \
	src/share/transport.c src/share/transport.h
