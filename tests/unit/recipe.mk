# Unit tests of src/base/yaml*.c and src/recipe: add each program to check_PROGRAMS and to UNIT_TESTS.
check_PROGRAMS += tests/unit/test-yaml
UNIT_TESTS += tests/unit/test-yaml
tests_unit_test_yaml_SOURCES = tests/unit/test-yaml.c
tests_unit_test_yaml_LDADD = $(recipe_libs)
EXTRA_DIST += tests/unit/data
check_PROGRAMS += tests/unit/test-recipe
UNIT_TESTS += tests/unit/test-recipe
tests_unit_test_recipe_SOURCES = tests/unit/test-recipe.c tests/unit/case-file.c tests/unit/case-file.h
tests_unit_test_recipe_LDADD = $(recipe_libs)
check_PROGRAMS += tests/unit/test-recipe-parts
UNIT_TESTS += tests/unit/test-recipe-parts
tests_unit_test_recipe_parts_SOURCES = tests/unit/test-recipe-parts.c
tests_unit_test_recipe_parts_LDADD = $(recipe_libs)
check_PROGRAMS += tests/unit/test-recipe-upstream
UNIT_TESTS += tests/unit/test-recipe-upstream
tests_unit_test_recipe_upstream_SOURCES = tests/unit/test-recipe-upstream.c
tests_unit_test_recipe_upstream_LDADD = $(recipe_libs)
