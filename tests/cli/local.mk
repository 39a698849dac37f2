# Command-line tests.
CLI_TESTS = \
	tests/cli/usage.bats \
	tests/cli/stacks.bats \
	tests/cli/input.bats \
	tests/cli/build.bats \
	tests/cli/build-flags.bats \
	tests/cli/nothing-to-do.bats \
	tests/cli/boot.bats \
	tests/cli/install.bats \
	tests/cli/project.bats \
	tests/cli/local-tree.bats \
	tests/cli/tarball.bats \
	tests/cli/deb.bats \
	tests/cli/edits.bats \
	tests/cli/update.bats \
	tests/cli/rpm.bats \
	tests/cli/repo.bats \
	tests/cli/same-files.bats \
	tests/cli/faults.bats \
	tests/cli/quickstart.bats \
	tests/cli/configure.bats \
	tests/cli/world.bats \
	tests/cli/documentation.bats \
	tests/cli/completion.bats \
	tests/cli/private-libraries.bats \
	tests/cli/series.bats \
	tests/cli/series-check.bats \
	tests/cli/queue.bats \
	tests/cli/security-desk.bats \
	tests/cli/services.bats \
	tests/cli/store.bats \
	tests/cli/store-http.bats \
	tests/cli/stubdom.bats \
	tests/cli/xsa-status.bats \
	tests/cli/xsa.bats \
	tests/cli/abi.bats \
	tests/cli/copyright.bats
TESTS += $(CLI_TESTS)
EXTRA_DIST += $(CLI_TESTS) tests/cli/common.bash tests/cli/small.bash tests/cli/store.bash \
	tests/cli/make-elf
