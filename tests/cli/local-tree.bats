#!/usr/bin/env bats
# A developer's day with a tree of their own, small enough for every check: tests/real/local-tree
# tells the same story with Xen's.

load common

# A tree as Xen's is: one component configures it for itself, another for a shim, and both write the
# same files.
setup_tree() {
  mkdir tree
  git init -q tree
  printf '%s\n' '*.o' /.config /image > tree/.gitignore
  echo 1 > tree/VERSION
  echo 'int a;' > tree/a.c
  echo 'int b;' > tree/b.c
  cat > tree/Makefile << 'MAKE'
image: a.o b.o .config
	cat .config VERSION a.c b.c > $@
%.o: %.c
	cp $< $@
	echo $< >> compiled
MAKE
  printf '/compiled\n' >> tree/.gitignore
  commit first
  write_stack <<< 'sources: {src: {local: {path: ../tree}}}'
  local name
  for name in big small; do
    mkdir "components/$name"
    cat > "components/$name/component.yaml" << YAML
component: $name
summary: $name
licence: MIT
source: src
options:
  debug: {type: bool, default: "no", help: a difference that make does not see}
phases:
  prepare: |
    if [ "\$(cat VERSION)" -gt 2 ]; then echo "VERSION is too new" >&2; exit 1; fi
  configure: echo "$name \$option_debug" > .config
  build: |
    make image
  install: |
    mkdir -p "\$DESTDIR/usr/share"
    cp image "\$DESTDIR/usr/share/$name"
    echo "\$source_commit" > "\$DESTDIR/usr/share/$name.commit"
reconfigure:
  changed: [VERSION]
  missing: [.config]
YAML
  done
}

in_git() { git -C tree -c user.name=a -c user.email=a@b "$@"; }
commit() { in_git add . && in_git commit -qm "$1"; }
compiled() { wc -l < ".zante/work/$1/src/compiled"; }
first_line() { head -n 1 "dist/usr/share/$1"; }

check_clean() {
  run -0 git -C tree status --porcelain --ignored
  [ "$output" = "$1" ]
}

@test "a tree of one's own: build, edit, break, mend, switch and back, options, two at once" {
  setup_tree
  zante build
  [ "$(first_line big)" = "big no" ]
  [ "$(first_line small)" = "small no" ]
  [ "$(compiled big)" -eq 2 ]
  [ "$(cat dist/usr/share/big.commit)" = "$(git -C tree rev-parse HEAD)" ]
  check_clean ''

  # one line costs one compilation, in each
  echo 'int c;' >> tree/a.c
  zante build
  [ "$(compiled big)" -eq 3 ]
  [ "$(compiled small)" -eq 3 ]
  [[ "$(cat dist/usr/share/big)" == *'int c;'* ]]
  [[ "$(cat dist/usr/share/big.commit)" == *-dirty ]]
  check_clean ' M a.c'

  # broken, and mended with an older file
  echo 'image: nonsense' >> tree/Makefile
  fails 5 nonsense zante build
  fails 5 nonsense zante build
  in_git checkout -q Makefile a.c
  touch -d @1000 tree/a.c
  zante build
  [[ "$(cat dist/usr/share/big)" != *'int c;'* ]]
  check_clean ''

  # another branch and back; what configures is looked at each time
  in_git checkout -qb next
  echo 2 > tree/VERSION
  commit second
  zante build
  [[ "$(cat dist/usr/share/small)" == *2* ]]
  echo 3 > tree/VERSION
  fails 5 'VERSION is too new' zante build
  fails 5 'VERSION is too new' zante build
  in_git checkout -q VERSION
  in_git checkout -q -
  zante build
  [[ "$(cat dist/usr/share/small)" == *1* ]]
  in_git clean -fdxq
  zante build
  [ "$(first_line big)" = "big no" ]

  # an option takes effect, and only where it is set
  zante --set big.debug=yes build
  [ "$(first_line big)" = "big yes" ]
  [ "$(first_line small)" = "small no" ]
  [ "$(compiled big)" -eq 2 ]
  zante build small
  check_clean ''
}

@test "what a build by hand left in a tree of one's own does not leak" {
  setup_tree
  make -s -C tree .config image 2> /dev/null || true
  echo mine > tree/.config
  make -s -C tree image
  zante build
  [ "$(first_line big)" = "big no" ]
  [ "$(cat tree/.config)" = mine ]
  [ "$(head -n 1 tree/image)" = mine ]
}

@test "a component whose build failed does not stop the others" {
  setup_tree
  zante build
  sed -i 's/^    cp image/    false; cp image/' components/big/component.yaml
  fails 5 'phase install' zante build big
  run -0 zante build small
  [[ "$output" == *"component 'big' is left out"* ]]
  [ ! -e dist/usr/share/big ]
  sed -i 's/^    false; cp image/    cp image/' components/big/component.yaml
  zante build big
  [ -e dist/usr/share/big ]
}

@test "a source that is not needed stops no build" {
  setup_tree
  write_stack << 'YAML'
sources:
  src: {local: {path: ../tree}}
  gone: {git: {url: "file:///nonexistent", branch: main}}
YAML
  component other 'mkdir -p "$DESTDIR/usr"; touch "$DESTDIR/usr/other"' <<< 'source: gone'
  zante build big
  [ -e dist/usr/share/big ]
  fails 3 "zante lock" zante build other
}

@test "the shell script builds in a copy too" {
  setup_tree
  echo 'int c;' >> tree/a.c
  touch tree/left.o
  zante build --dry-run --shell > build.sh
  WORK=$PWD/work DIST=$PWD/out sh -e build.sh > log 2>&1
  [ "$(head -n 1 out/usr/share/small)" = "small no" ]
  [[ "$(cat out/usr/share/small)" == *'int c;'* ]]
  [ "$(cat out/usr/share/small.commit)" = "$(git -C tree rev-parse HEAD)" ]
  [ ! -e work/big/src/left.o ]
  rm tree/left.o
  check_clean ' M a.c'
}
