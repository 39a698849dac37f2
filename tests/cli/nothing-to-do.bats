# A build that has nothing to do reads nothing; whatever a build stands on must still be noticed.
load common

COUNT=18

# Every test has a project of its own, all made before one wait: what is younger than 2 s is not
# trusted.
setup_file() {
  for number in $(seq $COUNT); do
    mkdir -p "$BATS_FILE_TMPDIR/$number"
    make_project "$BATS_FILE_TMPDIR/$number"
    [ "$number" != 6 ] || hide_components
    "$ZANTE" build
  done
  sleep 2.5
  for number in $(seq $COUNT); do
    enter "$BATS_FILE_TMPDIR/$number"
    "$ZANTE" build
  done
}

setup() {
  enter "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER"
  "$ZANTE" build 2>&1 | grep 'nothing to do'
}

enter() {
  cd "$1" || return 1
  export ZANTE_DEFAULTS="$PWD/defaults.yaml" ZANTE_TOOLS="$PWD/tools"
  unset SOURCE_DATE_EPOCH
}

make_project() {
  enter "$1"
  mkdir -p stacks components/one mine tools
  echo old > components/one/data
  echo old > outside
  ln -s ../../outside components/one/link
  echo old > tools/helper
  printf '%s\n' 'stack: test' 'stack-directories: [stacks]' \
    'component-directories: [components]' > defaults.yaml
  printf '%s\n' 'stack: test' 'summary: a test' 'xen-version: "4.17"' 'layout: debian' \
    > stacks/test.yaml
  cat > components/one/component.yaml << 'YAML'
component: one
summary: one
licence: MIT
options:
  word: {type: string, default: old}
phases:
  install: |
    mkdir -p "$DESTDIR/usr/share"
    # helper
    { echo yaml-old "word-$option_word" "epoch-$SOURCE_DATE_EPOCH" "xen-$xen_version"
      cat "$component_dir/data"; } > "$DESTDIR/usr/share/one"
YAML
}

# A folder that will hide another component is there already, but has no description yet.
hide_components() {
  mkdir mine/one
  echo 'component-directories: [mine]' > zante.yaml
}

# It is noticed, and PATTERN is in what comes out.
noticed() {
  run "$ZANTE" build
  [ "$status" -eq 0 ]
  [[ "$output" != *"nothing to do"* ]]
  grep -e "$1" dist/usr/share/one
}

@test "a description" {
  sed -i s/yaml-old/yaml-newer/ components/one/component.yaml
  noticed yaml-newer
}

@test "a description of the same size and times" {
  touch -r components/one/component.yaml reference
  sed -i s/yaml-old/yaml-new/ components/one/component.yaml
  touch -r reference components/one/component.yaml
  noticed yaml-new
}

@test "a file in a component's folder" {
  echo new > components/one/data
  noticed '^new'
}

@test "a further file there" {
  echo new > components/one/more
  noticed yaml-old
}

@test "what a link leads to" {
  echo new > outside
  noticed yaml-old
}

@test "a component that hides another" {
  echo mine > mine/one/data
  sed s/yaml-old/yaml-mine/ components/one/component.yaml > mine/one/component.yaml
  noticed yaml-mine
}

@test "a zante.yaml that appears" {
  printf '%s\n' 'options:' '  one: {word: new}' > zante.yaml
  noticed word-new
}

@test "the stack" {
  sed -i s/4.17/4.20/ stacks/test.yaml
  noticed xen-4.20
}

@test "the defaults" {
  printf '%s\n' 'options:' '  one: {word: new}' >> defaults.yaml
  noticed word-new
}

@test "an option on the command line" {
  "$ZANTE" --set one.word=new build
  grep word-new dist/usr/share/one
  noticed word-old
}

@test "the date in the environment" {
  export SOURCE_DATE_EPOCH=1000000000
  noticed epoch-1000000000
}

@test "a phase helper" {
  echo new > tools/helper
  "$ZANTE" why one | grep 'helper changed'
  noticed yaml-old
}

@test "a lock that appears" {
  echo 'lock: 1' > zante.lock
  noticed yaml-old
}

@test "a lost dist" {
  rm -r dist
  noticed yaml-old
}

@test "a lost object of the store" {
  rm .zante/store/objects/*
  noticed yaml-old
}

@test "another stack in the same folder" {
  sed 's/^stack: .*/stack: other/; s/4.17/4.19/' stacks/test.yaml > stacks/other.yaml
  "$ZANTE" --stack other build
  grep xen-4.19 dist/usr/share/one
  noticed xen-4.17
}

@test "libraries that it does not use are not loaded" {
  LD_DEBUG=files "$ZANTE" build 2> loaded
  grep -q libglib loaded
  run ! grep -e libcurl -e libarchive loaded
}

@test "a file of packages that appears, and is nothing to build for" {
  echo 'packages: {one: {summary: one, files: [/usr/share/one]}}' > components/one/packages.yaml
  run "$ZANTE" build
  [ "$status" -eq 0 ]
  [[ "$output" != *"nothing to do"* ]]
  [[ "$output" != *"one: built"* ]]
}
