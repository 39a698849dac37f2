noinst_LTLIBRARIES += src/raise/libraise.la
src_raise_libraise_la_SOURCES = \
	src/raise/built.c \
	src/raise/built.h \
	src/raise/context.c \
	src/raise/context.h \
	src/raise/doctor.c \
	src/raise/doctor.h \
	src/raise/fastpath.c \
	src/raise/fastpath.h \
	src/raise/lacks.c \
	src/raise/lacks.h \
	src/raise/modelling.c \
	src/raise/modelling.h \
	src/raise/outputs.c \
	src/raise/outputs.h \
	src/raise/packager.c \
	src/raise/packager.h \
	src/raise/packages.c \
	src/raise/packages.h \
	src/raise/pins.c \
	src/raise/pins.h \
	src/raise/pipeline.h \
	src/raise/raise.h \
	src/raise/recipe-date.c \
	src/raise/recipe-date.h \
	src/raise/run.c \
	src/raise/sharing.c \
	src/raise/sharing.h \
	src/raise/update.c \
	src/raise/update.h
