# Every test speaks TAP. A unit test is a GTest program, a command-line test a bats file.
TEST_EXTENSIONS = .bats .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
BATS_LOG_DRIVER = $(LOG_DRIVER)
BATS_LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run-bats
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	G_TEST_SRCDIR='$(abs_top_srcdir)/tests' G_TEST_BUILDDIR='$(abs_top_builddir)/tests' \
	ZANTE='$(abs_top_builddir)/zante' SRCDIR='$(abs_top_srcdir)' BUILDDIR='$(abs_top_builddir)'; \
	export G_TEST_SRCDIR G_TEST_BUILDDIR ZANTE SRCDIR BUILDDIR;
UNIT_TESTS =
TESTS += $(UNIT_TESTS)
EXTRA_DIST += tests/run-bats tests/bench tests/real/same-files tests/real/same-files.differences \
	tests/real/compiler-flags \
	tests/real/boot-faults tests/real/guests tests/real/killed tests/real/local-tree \
	tests/real/probe/run \
	tests/real/probe/component/probe/component.yaml tests/real/probe/component/probe/probe.c \
	tests/real/probe/component/probe/probe.sh
