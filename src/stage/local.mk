libzante_a_SOURCES += src/stage/stage.h
