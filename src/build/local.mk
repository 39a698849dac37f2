libzante_a_SOURCES += \
	src/build/build.c src/build/build.h \
	src/build/context.c src/build/context.h \
	src/build/firsterror.c src/build/firsterror.h \
	src/build/jobserver.c src/build/jobserver.h \
	src/build/phase.c src/build/phase.h \
	src/build/plain.c src/build/plain.h \
	src/build/probe.c src/build/probe.h \
	src/build/resume.c src/build/resume.h \
	src/build/sandbox.c src/build/sandbox.h \
	src/build/scheduler.c src/build/scheduler.h \
	src/build/script.c src/build/script-frame.c src/build/script-frame.h \
	src/build/shell.c \
	src/build/tree.c src/build/tree.h \
	src/build/watch.c src/build/watch.h \
	src/build/worker.c src/build/worker.h

# What runs every phase; not linked with anything.
AM_CPPFLAGS += -DPKGLIBEXECDIR='"$(pkglibexecdir)"'
pkglibexec_PROGRAMS = zante-reaper
zante_reaper_SOURCES = src/build/reaper.c
