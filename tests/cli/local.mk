# Command-line tests.
CLI_TESTS = \
	tests/cli/usage.bats \
	tests/cli/input.bats \
	tests/cli/build.bats \
	tests/cli/install.bats \
	tests/cli/tarball.bats \
	tests/cli/faults.bats
TESTS += $(CLI_TESTS)
EXTRA_DIST += $(CLI_TESTS) tests/cli/common.bash
