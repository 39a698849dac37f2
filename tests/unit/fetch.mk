# Unit tests of src/fetch: add each program to check_PROGRAMS and to UNIT_TESTS.
