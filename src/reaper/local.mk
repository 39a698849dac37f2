# What runs every phase; not linked with anything.
AM_CPPFLAGS += -DPKGLIBEXECDIR='"$(pkglibexecdir)"'
pkglibexec_PROGRAMS = zante-reaper
zante_reaper_SOURCES = src/reaper/reaper.c
