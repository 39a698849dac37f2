noinst_LTLIBRARIES += src/plan/libplan.la
src_plan_libplan_la_SOURCES = \
	src/plan/dpkg.c \
	src/plan/folder.c \
	src/plan/folder.h \
	src/plan/graph.c \
	src/plan/graph.h \
	src/plan/heap.c \
	src/plan/heap.h \
	src/plan/inputs.c \
	src/plan/key-input.c \
	src/plan/key-input.h \
	src/plan/key.c \
	src/plan/key.h \
	src/plan/memo-file.c \
	src/plan/memo.c \
	src/plan/memo.h \
	src/plan/new.c \
	src/plan/plan.h \
	src/plan/rpm.c \
	src/plan/schedule.c \
	src/plan/schedule.h \
	src/plan/toolchain.c \
	src/plan/toolchain.h \
	src/plan/why.c
