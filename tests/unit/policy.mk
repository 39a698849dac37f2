# Unit tests of src/policy. test-policy runs the cases of tests/policy.
UNIT_TESTS += tests/unit/test-policy tests/unit/test-policy-elf tests/unit/test-policy-parts
check_PROGRAMS += tests/unit/test-policy tests/unit/test-policy-elf tests/unit/test-policy-parts
tests_unit_test_policy_SOURCES = tests/unit/test-policy.c
tests_unit_test_policy_LDADD = $(policy_libs)
tests_unit_test_policy_elf_SOURCES = tests/unit/test-policy-elf.c
tests_unit_test_policy_elf_LDADD = $(policy_libs)
tests_unit_test_policy_parts_SOURCES = tests/unit/test-policy-parts.c
tests_unit_test_policy_parts_LDADD = $(policy_libs)
EXTRA_DIST += tests/policy
