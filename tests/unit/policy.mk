# Unit tests of src/policy: add each program to check_PROGRAMS and to UNIT_TESTS.
tests_unit_test_policy_SOURCES = tests/unit/test-policy.c
tests_unit_test_policy_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/policy
UNIT_TESTS += tests/unit/test-policy
check_PROGRAMS += tests/unit/test-policy
