# Fuzz targets of src/fetch.
FUZZ_TARGETS += tests/fuzz/fuzz-deb822 tests/fuzz/fuzz-apt-targets tests/fuzz/fuzz-openpgp \
	tests/fuzz/fuzz-patch-scan tests/fuzz/fuzz-git-text
tests_fuzz_fuzz_deb822_SOURCES = tests/fuzz/fuzz-deb822.c $(FUZZ_MAIN)
tests_fuzz_fuzz_deb822_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_deb822_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_apt_targets_SOURCES = tests/fuzz/fuzz-apt-targets.c $(FUZZ_MAIN)
tests_fuzz_fuzz_apt_targets_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_apt_targets_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_openpgp_SOURCES = tests/fuzz/fuzz-openpgp.c $(FUZZ_MAIN)
tests_fuzz_fuzz_openpgp_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_openpgp_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_patch_scan_SOURCES = tests/fuzz/fuzz-patch-scan.c $(FUZZ_MAIN)
tests_fuzz_fuzz_patch_scan_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_patch_scan_LDADD = $(TEST_LIBS)
tests_fuzz_fuzz_git_text_SOURCES = tests/fuzz/fuzz-git-text.c $(FUZZ_MAIN)
tests_fuzz_fuzz_git_text_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_git_text_LDADD = $(TEST_LIBS)
