# Unit tests of src/base: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-base tests/unit/test-beneath tests/unit/test-diff tests/unit/test-late tests/unit/test-loader tests/unit/test-meter \
	tests/unit/test-outside tests/unit/test-show tests/unit/test-strings
UNIT_TESTS += tests/unit/test-base tests/unit/test-beneath tests/unit/test-diff tests/unit/test-late tests/unit/test-loader tests/unit/test-meter \
	tests/unit/test-outside tests/unit/test-show tests/unit/test-strings
tests_unit_test_base_SOURCES = tests/unit/test-base.c
tests_unit_test_base_LDADD = $(base_libs)
tests_unit_test_beneath_SOURCES = tests/unit/test-beneath.c
tests_unit_test_beneath_LDADD = $(base_libs)
tests_unit_test_diff_SOURCES = tests/unit/test-diff.c
tests_unit_test_diff_LDADD = $(base_libs)
tests_unit_test_late_SOURCES = tests/unit/test-late.c
tests_unit_test_late_LDADD = $(base_libs)
tests_unit_test_loader_SOURCES = tests/unit/test-loader.c tests/unit/text-file.c tests/unit/text-file.h
tests_unit_test_loader_LDADD = $(base_libs)
tests_unit_test_outside_SOURCES = tests/unit/test-outside.c
tests_unit_test_outside_LDADD = $(base_libs)
check_PROGRAMS += tests/unit/test-version
UNIT_TESTS += tests/unit/test-version
tests_unit_test_version_SOURCES = tests/unit/test-version.c
tests_unit_test_version_LDADD = $(base_libs)
tests_unit_test_show_SOURCES = tests/unit/test-show.c
tests_unit_test_show_LDADD = $(base_libs)
tests_unit_test_meter_SOURCES = tests/unit/test-meter.c
tests_unit_test_meter_LDADD = $(base_libs)
tests_unit_test_strings_SOURCES = tests/unit/test-strings.c
tests_unit_test_strings_LDADD = $(base_libs)
