# Unit tests of src/series: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-series-check
UNIT_TESTS += tests/unit/test-series-check
tests_unit_test_series_check_SOURCES = tests/unit/test-series-check.c
tests_unit_test_series_check_LDADD = $(series_libs)
check_PROGRAMS += tests/unit/test-series-content
UNIT_TESTS += tests/unit/test-series-content
tests_unit_test_series_content_SOURCES = tests/unit/test-series-content.c
tests_unit_test_series_content_LDADD = $(series_libs)
