# Shared by every command-line test: a project of small components in a directory of its own.

bats_require_minimum_version 1.5.0

sandbox_works() { bwrap --unshare-all --ro-bind / / true 2> /dev/null; }

# For tests of what only a sandbox can promise.
needs_sandbox() { sandbox_works || skip "this machine allows no sandbox"; }

needs_dpkg() { command -v dpkg > /dev/null || skip "this machine has no dpkg"; }

setup() {
  # The name has what breaks careless quoting; without a sandbox make would see it, which cannot
  # take that.
  if sandbox_works; then
    PROJECT="$TEST_DIR/$BATS_TEST_NUMBER pro'ject [a]*"
  else
    PROJECT="$TEST_DIR/$BATS_TEST_NUMBER"
  fi
  mkdir -p "$PROJECT/stacks" "$PROJECT/components"
  cd "$PROJECT" || return 1
  export ZANTE_DEFAULTS="$PROJECT/defaults.yaml"
  printf '%s\n' 'stack: test' 'stack-directories: [stacks]' 'component-directories: [components]' \
    > defaults.yaml
  write_stack
}

# The stack; lines on standard input are added to it.
write_stack() {
  { printf '%s\n' 'stack: test' 'summary: a test' 'xen-version: "4.17"' 'layout: debian'
    [ -t 0 ] || cat; } > stacks/test.yaml
}

# component NAME INSTALL-PHASE: a component without a source; further lines of yaml from standard
# input.
component() {
  mkdir -p "components/$1"
  { printf 'component: %s\nsummary: %s\nlicence: MIT\n' "$1" "$1"
    cat
    printf 'phases:\n  install: |\n'
    printf '%s\n' "$2" | sed 's/^/    /'
  } > "components/$1/component.yaml"
}

zante() { "$ZANTE" "$@"; }

# fails STATUS TEXT COMMAND…: it ends with STATUS, saying TEXT in one line.
fails() {
  local status_wanted=$1 text=$2
  shift 2
  run "$@"
  if [ "$status" -ne "$status_wanted" ] || [[ "$output" != *"$text"* ]]; then
    printf 'wanted status %s and "%s", got %s:\n%s\n' "$status_wanted" "$text" "$status" "$output"
    return 1
  fi
}
