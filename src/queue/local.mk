noinst_LTLIBRARIES += src/queue/libqueue.la
src_queue_libqueue_la_SOURCES = \
	src/queue/folder.h \
	src/queue/patch.c \
	src/queue/queue.h \
	src/queue/rebase.c \
	src/queue/rebase.h \
	src/queue/store.c \
	src/queue/tree.c
