# Unit tests of src/build: add each program to check_PROGRAMS and to UNIT_TESTS.
BUILD_TESTS = \
	tests/unit/test-sandbox \
	tests/unit/test-firsterror \
	tests/unit/test-jobserver \
	tests/unit/test-build-resume \
	tests/unit/test-build \
	tests/unit/test-build-isolation \
	tests/unit/test-build-local \
	tests/unit/test-build-script
check_PROGRAMS += $(BUILD_TESTS)
UNIT_TESTS += $(BUILD_TESTS)
EXTRA_DIST += tests/build

BUILD_FIXTURE = tests/unit/build-fixture.c tests/unit/build-fixture.h
tests_unit_test_sandbox_SOURCES = tests/unit/test-sandbox.c
tests_unit_test_sandbox_LDADD = $(TEST_LIBS)
tests_unit_test_firsterror_SOURCES = tests/unit/test-firsterror.c
tests_unit_test_firsterror_LDADD = $(TEST_LIBS)
tests_unit_test_jobserver_SOURCES = tests/unit/test-jobserver.c
tests_unit_test_jobserver_LDADD = $(TEST_LIBS)
tests_unit_test_build_resume_SOURCES = tests/unit/test-build-resume.c
tests_unit_test_build_resume_LDADD = $(TEST_LIBS)
tests_unit_test_build_SOURCES = tests/unit/test-build.c $(BUILD_FIXTURE)
tests_unit_test_build_LDADD = $(TEST_LIBS)
tests_unit_test_build_isolation_SOURCES = tests/unit/test-build-isolation.c $(BUILD_FIXTURE)
tests_unit_test_build_isolation_LDADD = $(TEST_LIBS)
tests_unit_test_build_local_SOURCES = tests/unit/test-build-local.c $(BUILD_FIXTURE)
tests_unit_test_build_local_LDADD = $(TEST_LIBS)
tests_unit_test_build_script_SOURCES = tests/unit/test-build-script.c $(BUILD_FIXTURE)
tests_unit_test_build_script_LDADD = $(TEST_LIBS)
