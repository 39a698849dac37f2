libzante_a_SOURCES += \
	src/base/archive.c src/base/archive.h src/base/archive-disk.c src/base/archive-disk.h \
	src/base/elf.c src/base/elf.h \
	src/base/error.c src/base/error.h \
	src/base/fs.c src/base/fs.h \
	src/base/hash.c src/base/hash.h \
	src/base/json-add.c src/base/json-add.h \
	src/base/log.c src/base/log.h \
	src/base/proc.c src/base/proc.h \
	src/base/swap.c src/base/swap.h \
	src/base/workspace.c src/base/workspace.h \
	src/base/yaml.c src/base/yaml.h \
	src/base/yaml-bytes.c \
	src/base/yaml-format.c \
	src/base/yaml-hash.c \
	src/base/yaml-locate.c \
	src/base/yaml-object.c src/base/yaml-object.h \
	src/base/yaml-quoted.c \
	src/base/yaml-scalar.c src/base/yaml-read.h \
	src/base/yaml-tree.c src/base/yaml-tree.h
