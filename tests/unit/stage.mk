# Unit tests of src/stage: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-archive
UNIT_TESTS += tests/unit/test-archive
tests_unit_test_archive_SOURCES = tests/unit/test-archive.c
tests_unit_test_archive_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/unit/test-hash
UNIT_TESTS += tests/unit/test-hash
tests_unit_test_hash_SOURCES = tests/unit/test-hash.c
tests_unit_test_hash_LDADD = $(TEST_LIBS)
check_PROGRAMS += tests/unit/test-store tests/unit/test-dist
UNIT_TESTS += tests/unit/test-store tests/unit/test-dist
STAGE_FIXTURE = tests/unit/stage-fixture.c tests/unit/stage-fixture.h
tests_unit_test_store_SOURCES = tests/unit/test-store.c $(STAGE_FIXTURE)
tests_unit_test_store_LDADD = $(TEST_LIBS)
tests_unit_test_dist_SOURCES = tests/unit/test-dist.c $(STAGE_FIXTURE)
tests_unit_test_dist_LDADD = $(TEST_LIBS)
