# Unit tests of src/stage: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-archive
UNIT_TESTS += tests/unit/test-archive
tests_unit_test_archive_SOURCES = tests/unit/test-archive.c
tests_unit_test_archive_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/unit/test-hash
UNIT_TESTS += tests/unit/test-hash
tests_unit_test_hash_SOURCES = tests/unit/test-hash.c
tests_unit_test_hash_LDADD = $(TEST_LIBS)
