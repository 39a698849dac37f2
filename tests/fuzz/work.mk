# Fuzz targets of src/work.
FUZZ_TARGETS += tests/fuzz/fuzz-firsterror tests/fuzz/fuzz-treestate
tests_fuzz_fuzz_firsterror_SOURCES = tests/fuzz/fuzz-firsterror.c $(FUZZ_MAIN)
tests_fuzz_fuzz_firsterror_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_firsterror_LDADD = $(work_libs)
tests_fuzz_fuzz_treestate_SOURCES = tests/fuzz/fuzz-treestate.c $(FUZZ_MAIN)
tests_fuzz_fuzz_treestate_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_treestate_LDADD = $(work_libs)
