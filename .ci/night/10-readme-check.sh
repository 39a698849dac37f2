# shellcheck shell=bash
# title: the README's test command: every unit, command-line, fuzz-corpus and lint test
# limit: 1200
"$TOP/scripts/quickstart" check
