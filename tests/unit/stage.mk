# Unit tests of src/stage: add each program to check_PROGRAMS and to UNIT_TESTS.
