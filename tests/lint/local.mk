# Rules that no compiler checks: see lint.sh.
TESTS += tests/lint/lint.sh
EXTRA_DIST += tests/lint
