# What runs every phase; not linked with anything but what makes a filter of system calls.
AM_CPPFLAGS += -DPKGLIBEXECDIR='"$(pkglibexecdir)"'
pkglibexec_PROGRAMS = zante-reaper zante-confine
zante_reaper_SOURCES = src/reaper/reaper.c
zante_confine_SOURCES = src/reaper/confine.c src/reaper/confine-filter.c src/reaper/confine-reach.c \
	src/reaper/confine.h
zante_confine_CPPFLAGS = $(AM_CPPFLAGS) $(SECCOMP_CFLAGS)
zante_confine_LDADD = $(SECCOMP_LIBS)
