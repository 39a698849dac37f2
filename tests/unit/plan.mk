# Unit tests of src/plan: add each program to check_PROGRAMS and to UNIT_TESTS.
PLAN_TESTS = \
	tests/unit/test-plan-data \
	tests/unit/test-plan-memo \
	tests/unit/test-plan-toolchain
check_PROGRAMS += $(PLAN_TESTS)
UNIT_TESTS += $(PLAN_TESTS)
tests_unit_test_plan_memo_SOURCES = tests/unit/test-plan-memo.c
tests_unit_test_plan_memo_LDADD = $(plan_libs)
tests_unit_test_plan_toolchain_SOURCES = tests/unit/test-plan-toolchain.c
tests_unit_test_plan_toolchain_LDADD = $(plan_libs)
EXTRA_DIST += tests/plan
tests_unit_test_plan_data_SOURCES = tests/unit/test-plan-data.c \
	tests/unit/plan-world.c tests/unit/plan-world.h
tests_unit_test_plan_data_LDADD = $(plan_libs)
