libzante_a_SOURCES += src/base/a.c
