# Fuzz targets of src/abi.
FUZZ_TARGETS += tests/fuzz/fuzz-version-script
tests_fuzz_fuzz_version_script_SOURCES = tests/fuzz/fuzz-version-script.c $(FUZZ_MAIN)
tests_fuzz_fuzz_version_script_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_version_script_LDADD = $(abi_libs)
FUZZ_TARGETS += tests/fuzz/fuzz-packages
tests_fuzz_fuzz_packages_SOURCES = tests/fuzz/fuzz-packages.c $(FUZZ_MAIN)
tests_fuzz_fuzz_packages_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_packages_LDADD = $(abi_libs)
