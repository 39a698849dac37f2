# Unit tests of src/base/yaml*.c and src/recipe: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-yaml
UNIT_TESTS += tests/unit/test-yaml
tests_unit_test_yaml_SOURCES = tests/unit/test-yaml.c
tests_unit_test_yaml_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/unit/data
