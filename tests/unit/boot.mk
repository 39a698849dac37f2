# Unit tests of src/boot. test-boot-verdict runs the stories of tests/boot/verdict.
UNIT_TESTS += tests/unit/test-boot-parts tests/unit/test-boot-files \
	tests/unit/test-boot-packages tests/unit/test-boot-verdict tests/unit/test-boot-spread \
	tests/unit/test-boot-migrate tests/unit/test-boot-xtf
check_PROGRAMS += tests/unit/test-boot-parts tests/unit/test-boot-files \
	tests/unit/test-boot-packages tests/unit/test-boot-verdict tests/unit/test-boot-spread \
	tests/unit/test-boot-migrate tests/unit/test-boot-xtf
tests_unit_test_boot_files_SOURCES = tests/unit/test-boot-files.c tests/unit/text-file.c tests/unit/text-file.h
tests_unit_test_boot_files_LDADD = $(boot_libs)
tests_unit_test_boot_migrate_SOURCES = tests/unit/test-boot-migrate.c
tests_unit_test_boot_migrate_LDADD = $(boot_libs)
tests_unit_test_boot_packages_SOURCES = tests/unit/test-boot-packages.c
tests_unit_test_boot_packages_LDADD = $(boot_libs) $(ARCHIVE_LIBS)
tests_unit_test_boot_parts_SOURCES = tests/unit/test-boot-parts.c tests/unit/text-file.c tests/unit/text-file.h
tests_unit_test_boot_parts_LDADD = $(boot_libs)
tests_unit_test_boot_verdict_SOURCES = tests/unit/test-boot-verdict.c
tests_unit_test_boot_verdict_LDADD = $(boot_libs)
EXTRA_DIST += tests/boot
tests_unit_test_boot_spread_SOURCES = tests/unit/test-boot-spread.c
tests_unit_test_boot_spread_LDADD = $(boot_libs)
tests_unit_test_boot_xtf_SOURCES = tests/unit/test-boot-xtf.c tests/unit/text-file.c tests/unit/text-file.h
tests_unit_test_boot_xtf_LDADD = $(boot_libs)
