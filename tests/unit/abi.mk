# Unit tests of src/abi: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-abi
UNIT_TESTS += tests/unit/test-abi
tests_unit_test_abi_SOURCES = tests/unit/test-abi.c
tests_unit_test_abi_LDADD = $(abi_libs)
