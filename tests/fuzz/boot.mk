# Fuzz targets of src/boot.
FUZZ_TARGETS += tests/fuzz/fuzz-boot
tests_fuzz_fuzz_boot_SOURCES = tests/fuzz/fuzz-boot.c $(FUZZ_MAIN)
tests_fuzz_fuzz_boot_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_boot_LDADD = $(boot_libs)
FUZZ_TARGETS += tests/fuzz/fuzz-rpm-header
tests_fuzz_fuzz_rpm_header_SOURCES = tests/fuzz/fuzz-rpm-header.c $(FUZZ_MAIN)
tests_fuzz_fuzz_rpm_header_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rpm_header_LDADD = $(boot_libs)
FUZZ_TARGETS += tests/fuzz/fuzz-kernel
tests_fuzz_fuzz_kernel_SOURCES = tests/fuzz/fuzz-kernel.c $(FUZZ_MAIN)
tests_fuzz_fuzz_kernel_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_kernel_LDADD = $(boot_libs)
# The tables of every YAML file, guest.yaml(5) too.
FUZZ_TARGETS += tests/fuzz/fuzz-yaml
tests_fuzz_fuzz_yaml_SOURCES = tests/fuzz/fuzz-yaml.c $(FUZZ_MAIN)
tests_fuzz_fuzz_yaml_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_yaml_LDADD = $(boot_libs)
