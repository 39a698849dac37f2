# Unit tests of src/recipe: add each program to check_PROGRAMS and to UNIT_TESTS.
