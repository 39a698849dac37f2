libzante_a_SOURCES += src/build/build.h
