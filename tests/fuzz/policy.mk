# Fuzz targets of src/policy.
FUZZ_TARGETS += tests/fuzz/fuzz-elf tests/fuzz/fuzz-pc tests/fuzz/fuzz-scan
tests_fuzz_fuzz_elf_SOURCES = tests/fuzz/fuzz-elf.c $(FUZZ_MAIN)
tests_fuzz_fuzz_elf_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_elf_LDADD = $(policy_libs)
tests_fuzz_fuzz_pc_SOURCES = tests/fuzz/fuzz-pc.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pc_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_pc_LDADD = $(policy_libs)
tests_fuzz_fuzz_scan_SOURCES = tests/fuzz/fuzz-scan.c $(FUZZ_MAIN)
tests_fuzz_fuzz_scan_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_scan_LDADD = $(policy_libs)
