noinst_LTLIBRARIES += src/recipe/librecipe.la
src_recipe_librecipe_la_SOURCES = \
	src/recipe/complain.c \
	src/recipe/component-check.c \
	src/recipe/component.c \
	src/recipe/dependency-check.c \
	src/recipe/dependency.c \
	src/recipe/dependency.h \
	src/recipe/distribution.c \
	src/recipe/environment.c \
	src/recipe/expand.c \
	src/recipe/folder.c \
	src/recipe/layout.c \
	src/recipe/load.c \
	src/recipe/lock/check.c \
	src/recipe/lock/lock.c \
	src/recipe/option.c \
	src/recipe/packages.c \
	src/recipe/packaging.c \
	src/recipe/parts.h \
	src/recipe/pin.c \
	src/recipe/place.c \
	src/recipe/provider.c \
	src/recipe/recipe.h \
	src/recipe/settings.c \
	src/recipe/source-check.c \
	src/recipe/source-merge.c \
	src/recipe/source.c \
	src/recipe/store.c \
	src/recipe/upstream.c \
	src/recipe/value.c
