# Unit tests of src/build: add each program to check_PROGRAMS and to UNIT_TESTS.
