# Fuzz targets of src/boot.
FUZZ_TARGETS += tests/fuzz/fuzz-boot
tests_fuzz_fuzz_boot_SOURCES = tests/fuzz/fuzz-boot.c $(FUZZ_MAIN)
tests_fuzz_fuzz_boot_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_boot_LDADD = $(TEST_LIBS)
FUZZ_TARGETS += tests/fuzz/fuzz-rpm-header
tests_fuzz_fuzz_rpm_header_SOURCES = tests/fuzz/fuzz-rpm-header.c $(FUZZ_MAIN)
tests_fuzz_fuzz_rpm_header_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rpm_header_LDADD = $(TEST_LIBS)
FUZZ_TARGETS += tests/fuzz/fuzz-kernel
tests_fuzz_fuzz_kernel_SOURCES = tests/fuzz/fuzz-kernel.c $(FUZZ_MAIN)
tests_fuzz_fuzz_kernel_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_kernel_LDADD = $(TEST_LIBS)
