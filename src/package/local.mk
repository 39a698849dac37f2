libzante_a_SOURCES += \
	src/package/binaries.c \
	src/package/claims.c \
	src/package/complain.c \
	src/package/glob.c \
	src/package/glob.h \
	src/package/licences.c \
	src/package/model.c \
	src/package/package.h \
	src/package/parts.h \
	src/package/relations.c \
	src/package/version.c
