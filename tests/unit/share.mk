# Unit tests of src/share: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-share
UNIT_TESTS += tests/unit/test-share
tests_unit_test_share_SOURCES = tests/unit/test-share.c $(STAGE_FIXTURE)
tests_unit_test_share_LDADD = $(share_libs)
EXTRA_DIST += tests/share/liar.py
