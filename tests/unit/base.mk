# Unit tests of src/base: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-base
UNIT_TESTS += tests/unit/test-base
tests_unit_test_base_SOURCES = tests/unit/test-base.c
tests_unit_test_base_LDADD = $(TEST_LIBS)
