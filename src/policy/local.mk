libzante_a_SOURCES += src/policy/policy.h
