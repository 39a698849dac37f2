# Unit tests of src/plan: add each program to check_PROGRAMS and to UNIT_TESTS.
