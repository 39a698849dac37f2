libzante_a_SOURCES += src/fetch/fetch.h
