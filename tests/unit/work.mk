# Unit tests of src/work: add each program to check_PROGRAMS and to UNIT_TESTS.
WORK_TESTS = \
	tests/unit/test-sandbox \
	tests/unit/test-firsterror \
	tests/unit/test-jobserver \
	tests/unit/test-work-resume \
	tests/unit/test-work \
	tests/unit/test-work-isolation \
	tests/unit/test-work-local \
	tests/unit/test-work-script
check_PROGRAMS += $(WORK_TESTS)
UNIT_TESTS += $(WORK_TESTS)
EXTRA_DIST += tests/work

WORK_FIXTURE = tests/unit/work-fixture.c tests/unit/work-fixture.h
tests_unit_test_sandbox_SOURCES = tests/unit/test-sandbox.c
tests_unit_test_sandbox_LDADD = $(work_libs)
tests_unit_test_firsterror_SOURCES = tests/unit/test-firsterror.c
tests_unit_test_firsterror_LDADD = $(work_libs)
tests_unit_test_jobserver_SOURCES = tests/unit/test-jobserver.c
tests_unit_test_jobserver_LDADD = $(work_libs)
tests_unit_test_work_resume_SOURCES = tests/unit/test-work-resume.c
tests_unit_test_work_resume_LDADD = $(work_libs)
tests_unit_test_work_SOURCES = tests/unit/test-work.c $(WORK_FIXTURE)
tests_unit_test_work_LDADD = $(work_libs)
tests_unit_test_work_isolation_SOURCES = tests/unit/test-work-isolation.c $(WORK_FIXTURE)
tests_unit_test_work_isolation_LDADD = $(work_libs)
tests_unit_test_work_local_SOURCES = tests/unit/test-work-local.c $(WORK_FIXTURE)
tests_unit_test_work_local_LDADD = $(work_libs)
tests_unit_test_work_script_SOURCES = tests/unit/test-work-script.c $(WORK_FIXTURE)
tests_unit_test_work_script_LDADD = $(work_libs)
