# Unit tests of src/package. test-package-KIND runs the cases of tests/emit/KIND.
PACKAGE_TESTS = \
	tests/unit/test-package-model \
	tests/unit/test-package-deb \
	tests/unit/test-package-write \
	tests/unit/test-package-parts \
	tests/unit/test-package-rpm
check_PROGRAMS += $(PACKAGE_TESTS)
UNIT_TESTS += $(PACKAGE_TESTS)
EMIT_FIXTURE = tests/unit/emit-fixture.c tests/unit/emit-fixture.h tests/unit/case-file.c tests/unit/case-file.h
tests_unit_test_package_model_SOURCES = tests/unit/test-package-model.c $(EMIT_FIXTURE)
tests_unit_test_package_model_LDADD = $(package_libs)
tests_unit_test_package_deb_SOURCES = tests/unit/test-package-deb.c $(EMIT_FIXTURE)
tests_unit_test_package_deb_LDADD = $(package_libs)
tests_unit_test_package_write_SOURCES = tests/unit/test-package-write.c
tests_unit_test_package_write_LDADD = $(package_libs)
tests_unit_test_package_parts_SOURCES = tests/unit/test-package-parts.c
tests_unit_test_package_parts_LDADD = $(package_libs)
tests_unit_test_package_rpm_SOURCES = tests/unit/test-package-rpm.c $(EMIT_FIXTURE)
tests_unit_test_package_rpm_LDADD = $(package_libs)
EXTRA_DIST += tests/emit
