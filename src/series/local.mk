libzante_a_SOURCES += \
	src/series/base.c \
	src/series/collect.c \
	src/series/collect.h \
	src/series/decode.c \
	src/series/decode.h \
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
