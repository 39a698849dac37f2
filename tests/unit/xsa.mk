# Unit tests of src/xsa: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-xsa
UNIT_TESTS += tests/unit/test-xsa
tests_unit_test_xsa_SOURCES = tests/unit/test-xsa.c
tests_unit_test_xsa_LDADD = $(xsa_libs)
