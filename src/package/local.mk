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
	src/package/repo.c src/package/repo.h \
	src/package/repo-apt.c \
	src/package/repo-deb.c \
	src/package/repo-find.c \
	src/package/repo-rpm.c \
	src/package/repo-sign.c \
	src/package/repo-tool.c \
	src/package/version.c
