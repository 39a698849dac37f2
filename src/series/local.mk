noinst_LTLIBRARIES += src/series/libseries.la
src_series_libseries_la_SOURCES = \
	src/series/base.c \
	src/series/check/checks.h \
	src/series/check/diff.c \
	src/series/check/ground.c \
	src/series/check/ground.h \
	src/series/check/levels.c \
	src/series/check/maintainers.c \
	src/series/check/maintainers.h \
	src/series/check/message.c \
	src/series/check/run.c \
	src/series/check/style.c \
	src/series/check/tags.c \
	src/series/check/words.c \
	src/series/check/words.h \
	src/series/collect.c \
	src/series/collect.h \
	src/series/decode.c \
	src/series/decode.h \
	src/series/findings.h \
	src/series/fit.c \
	src/series/fit.h \
	src/series/history.c \
	src/series/history.h \
	src/series/load.c \
	src/series/mail.c \
	src/series/mail.h \
	src/series/patch.c \
	src/series/patch.h \
	src/series/preimage.c \
	src/series/preimage.h \
	src/series/repository.c \
	src/series/series.h \
	src/series/subject.c \
	src/series/subject.h
