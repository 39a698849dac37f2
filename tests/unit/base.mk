# Unit tests of src/base: add each program to check_PROGRAMS and to UNIT_TESTS.
