# Fuzz targets of src/plan.
FUZZ_TARGETS += tests/fuzz/fuzz-dependency tests/fuzz/fuzz-dpkg tests/fuzz/fuzz-memo tests/fuzz/fuzz-rpm
tests_fuzz_fuzz_dependency_SOURCES = tests/fuzz/fuzz-dependency.c $(FUZZ_MAIN)
tests_fuzz_fuzz_dependency_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_dependency_LDADD = $(plan_libs)
tests_fuzz_fuzz_dpkg_SOURCES = tests/fuzz/fuzz-dpkg.c $(FUZZ_MAIN)
tests_fuzz_fuzz_dpkg_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_dpkg_LDADD = $(plan_libs)
tests_fuzz_fuzz_memo_SOURCES = tests/fuzz/fuzz-memo.c $(FUZZ_MAIN)
tests_fuzz_fuzz_memo_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_memo_LDADD = $(plan_libs)
tests_fuzz_fuzz_rpm_SOURCES = tests/fuzz/fuzz-rpm.c $(FUZZ_MAIN)
tests_fuzz_fuzz_rpm_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rpm_LDADD = $(plan_libs)
