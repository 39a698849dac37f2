# Unit tests of src/policy: add each program to check_PROGRAMS and to UNIT_TESTS.
