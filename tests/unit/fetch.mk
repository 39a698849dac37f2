# Unit tests of src/fetch: add each program to check_PROGRAMS and to UNIT_TESTS.
FETCH_TESTS = tests/unit/test-fetch-apt tests/unit/test-fetch-parse tests/unit/test-fetch-patch tests/unit/test-fetch-download \
	tests/unit/test-fetch-debian tests/unit/test-fetch-git tests/unit/test-fetch-git-tree \
	tests/unit/test-fetch-archive tests/unit/test-fetch-local
FETCH_FIXTURE = tests/unit/fetch-fixture.c tests/unit/fetch-fixture.h
check_PROGRAMS += $(FETCH_TESTS)
UNIT_TESTS += $(FETCH_TESTS)
tests_unit_test_fetch_apt_SOURCES = tests/unit/test-fetch-apt.c $(FETCH_FIXTURE)
tests_unit_test_fetch_apt_LDADD = $(fetch_libs)
tests_unit_test_fetch_parse_SOURCES = tests/unit/test-fetch-parse.c $(FETCH_FIXTURE)
tests_unit_test_fetch_parse_LDADD = $(fetch_libs)
tests_unit_test_fetch_patch_SOURCES = tests/unit/test-fetch-patch.c $(FETCH_FIXTURE)
tests_unit_test_fetch_patch_LDADD = $(fetch_libs)
tests_unit_test_fetch_download_SOURCES = tests/unit/test-fetch-download.c $(FETCH_FIXTURE)
tests_unit_test_fetch_download_LDADD = $(fetch_libs)
tests_unit_test_fetch_debian_SOURCES = tests/unit/test-fetch-debian.c $(FETCH_FIXTURE)
tests_unit_test_fetch_debian_LDADD = $(fetch_libs)
tests_unit_test_fetch_git_SOURCES = tests/unit/test-fetch-git.c tests/unit/git-fixture.c tests/unit/git-fixture.h $(FETCH_FIXTURE)
tests_unit_test_fetch_git_LDADD = $(fetch_libs)
tests_unit_test_fetch_git_tree_SOURCES = tests/unit/test-fetch-git-tree.c tests/unit/git-fixture.c tests/unit/git-fixture.h $(FETCH_FIXTURE)
tests_unit_test_fetch_git_tree_LDADD = $(fetch_libs)
tests_unit_test_fetch_archive_SOURCES = tests/unit/test-fetch-archive.c $(FETCH_FIXTURE)
tests_unit_test_fetch_archive_LDADD = $(fetch_libs)
tests_unit_test_fetch_local_SOURCES = tests/unit/test-fetch-local.c
tests_unit_test_fetch_local_LDADD = $(fetch_libs)
EXTRA_DIST += tests/fetch/server.py tests/fetch/make-repository
