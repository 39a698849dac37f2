# Around the build: beginning a project, what the machine lacks, what may be thrown away.
load common

one_file() {
  component one "mkdir -p \"\$DESTDIR/usr/share\"; echo $1 > \"\$DESTDIR/usr/share/one\"" <<< ''
}

@test "init writes a zante.yaml that is read back, and never writes over one" {
  one_file hello
  zante init
  zante list | grep -q '^stack test'
  fails 3 "is there already" zante init
}

@test "init names a stack that is no one's by its path" {
  one_file hello
  mv stacks/test.yaml "its own: stack.yaml"
  zante --stack "./its own: stack.yaml" init
  zante list | grep -q '^stack test'
}

@test "list tells the options of components" {
  component one 'echo "$option_colour"' <<< 'options: {colour: {type: enum, choices: [red, blue], default: red, help: of the roof}}'
  zante list | grep -F 'one.colour=red  of the roof'
  zante --set one.colour=blue list | grep -F 'one.colour=blue'
  fails 3 "one.colour" zante --set one.colour=green list
}

@test "builddep prints one line that installs what is missing, and only that" {
  component one 'true' <<< 'build-depends: {debian: [make, zante-has-no-such-package], fedora: [make, zante-has-no-such-package]}'
  zante builddep > line
  [ "$(wc -l < line)" -eq 1 ]
  grep -Eq '(apt-get|dnf) .* zante-has-no-such-package$' line
  run ! grep -w make line
}

@test "builddep: versions and alternatives count, and come out as one quoted word each" {
  needs_dpkg
  component one 'true' <<< 'build-depends: {debian: ["make (>= 1)", "zante-no-such | make", "make (>= 99:1)", "zante-no-a | zante-no-b"]}'
  zante builddep > line
  grep -Eq "apt-get -y satisfy --no-install-recommends -- 'make \(>= 99:1\)' 'zante-no-a \| zante-no-b'$" line
  zante builddep --words > words
  [ "$(tail -n 2 words)" = $'make (>= 99:1)\nzante-no-a | zante-no-b' ]
  fails 7 "make (>= 99:1)" zante doctor
}

@test "a name that apt would take for more than a name is a name" {
  needs_dpkg
  local name
  # For "apt-get install" the first is a removal, the second a pattern that a thousand names have.
  for name in make- ma.e; do
    component one 'true' <<< "build-depends: {debian: [$name]}"
    zante builddep --words > words
    mapfile -t words < words
    [ "${words[-1]}" = "$name" ]
    run env LC_ALL=C apt-get --simulate "${words[@]:1}"
    [ "$status" -ne 0 ]
    [[ "$output" == *"Depends: $name"* ]]
  done
}

@test "what is no dependency never reaches a command line" {
  local bad
  for bad in '-oDPkg::Pre-Invoke::=touch x' ./x.deb 'make; reboot' 'make, gcc' 'make=1' '$(reboot)'; do
    component one 'true' <<< "build-depends: {debian: [make, '$bad'], fedora: [make]}"
    fails 3 "components/one/component.yaml:4:" zante builddep
    [[ "$output" == *"'$bad'"* ]]
  done
  component one 'true' <<< "options: {x: {type: bool, build-depends: {debian: [--yes]}}}"
  fails 3 "build-depends: '--yes'" zante builddep
  component one 'true' <<< "provider: {variable: one_path, system: {debian: {package: ./x.deb, path: /x}}}"
  fails 3 "package './x.deb'" zante builddep
}

@test "builddep --install fails as a machine that lacks something" {
  [ "$(id -u)" -eq 0 ] || skip "installing needs root"
  component one 'true' <<< 'build-depends: {debian: [zante-has-no-such-package], fedora: [zante-has-no-such-package]}'
  fails 7 "was not installed" zante builddep --install
}

@test "doctor names the package that would stop a build" {
  component one 'true' <<< 'build-depends: {debian: [zante-has-no-such-package], fedora: [zante-has-no-such-package]}'
  fails 7 "zante-has-no-such-package" zante doctor
}

@test "build tells of missing build dependencies before, and again when it fails" {
  needs_dpkg
  component one 'true' <<< 'build-depends: {debian: [make, zante-no-such]}'
  run zante build
  [ "$status" -eq 0 ]
  [[ "$output" == *"component 'one': build dependencies that are not installed: zante-no-such"* ]]
  component one 'zante-no-such -x' <<< 'build-depends: {debian: [make, "make (>= 99:1)", zante-no-such]}'
  run zante build
  [ "$status" -eq 5 ]
  [[ "${lines[-1]}" == *"not found"*"not installed: make (>= 99:1), zante-no-such (zante builddep --install)" ]]
}

@test "a command that no build dependency has is told with the recipe to mend" {
  component one 'zante-no-such -x' <<< 'build-depends: {debian: [make], fedora: [make]}'
  fails 5 "the package that has 'zante-no-such' belongs into build-depends of '" zante build
}

@test "what the system should provide and does not have is told by doctor and build" {
  component firmware 'true' <<< 'provider: {variable: firmware_path, system: {debian: {package: zante-no-such, path: /zante/none}, fedora: {package: zante-no-such, path: /zante/none}}, default: system, path: /x}'
  component one 'true' <<< 'uses: [firmware]'
  zante doctor | grep -E "^warning +providers +the system does not have firmware: no '/zante/none' \(package zante-no-such\)"
  run zante build
  [ "$status" -eq 0 ]
  [[ "$output" == *"component 'firmware' is the system's, which has no '/zante/none'"* ]]
  printf 'stack: test\nsystem-paths: {firmware: /zante/mine}\n' > zante.yaml
  fails 7 "firmware: no '/zante/mine' (see system-paths)" zante doctor
}

@test "a project where nothing can be run is told at once" {
  unshare -rm true 2> /dev/null || skip "this machine allows no namespaces"
  component one 'true' <<< ''
  mkdir -p .zante
  noexec='mount -t tmpfs -o noexec none .zante && exec "$@"'
  fails 7 "is on a file system that is mounted noexec" unshare -rm sh -c "$noexec" sh "$ZANTE" build
  fails 7 "is on a file system that is mounted noexec" unshare -rm sh -c "$noexec" sh "$ZANTE" doctor
}

@test "deb and rpm name a tool that is missing before anything is built" {
  component one 'exit 1' <<< ''
  mkdir bin
  ln -s /usr/bin/* bin/
  rm -f bin/eu-strip bin/dh
  PATH=$PWD/bin
  fails 7 "zante rpm needs the program 'eu-strip', which is not installed (package elfutils)" zante rpm
  fails 7 "zante deb needs the program 'dh', which is not installed (package debhelper)" zante deb
  zante doctor > looked || :
  grep -q "^warning  packaging zante deb needs dh (package debhelper); zante rpm needs eu-strip (package elfutils)" looked
}

@test "a date that is none is one early error of every command" {
  component one 'true' <<< ''
  for date in '' yesterday -1 1e9 99999999999999; do
    for command in list plan build doctor deb rpm tarball 'repo out' 'lock'; do
      # shellcheck disable=SC2086 # words
      SOURCE_DATE_EPOCH=$date fails 3 "SOURCE_DATE_EPOCH is '$date', which is no number" zante $command
    done
  done
  [ ! -e .zante ]
}

@test "in a directory that is gone nothing is made anywhere" {
  mkdir gone
  cd gone
  rmdir "$PROJECT/gone"
  fails 3 "the current directory cannot be found" zante build
  fails 3 "the current directory cannot be found" zante -C . build
  cd "$PROJECT"
}

@test "-j4 and -j 4 are the same" {
  component one 'echo "$MAKEFLAGS" >/dev/null' <<< ''
  zante build -j4
  zante build -kj 2
  zante tarball -oout
  [ -d out ]
  fails 2 "4x" zante build -j4x
}

@test "events that cannot be written are an error" {
  [ -c /dev/full ] || skip "there is no /dev/full"
  component one 'true' <<< ''
  fails 1 "cannot write all events to '/dev/full'" zante --json /dev/full build
  local words
  for words in list --version --help 'list --help'; do
    run bash -c "\"\$ZANTE\" $words >/dev/full"
    [ "$status" -eq 1 ]
    [ "$(grep -c 'to standard output' <<< "$output")" -eq 1 ]
  done
  mkfifo pipe
  fails 2 "cannot write the events to 'pipe'" timeout 10 "$ZANTE" --json pipe list
}

@test "doctor compares the pins with those of Xen's Config.mk" {
  local trees=$TEST_DIR/pins # a name that YAML takes as it stands
  mkdir -p "$trees/xen"
  printf '%s\n' 'SEABIOS_UPSTREAM_REVISION ?= $(SEABIOS_UPSTREAM_TAG)' \
    'SEABIOS_UPSTREAM_REVISION ?= rel-1.16.3' > "$trees/xen/Config.mk"
  git init -q "$trees/seabios"
  git -C "$trees/seabios" -c user.name=a -c user.email=a@b commit -q --allow-empty -m 1
  for tag in 1.16.2 1.16.3 1.17.0; do
    git -C "$trees/seabios" tag "rel-$tag"
    write_stack <<END
sources:
  xen: {local: {path: '$trees/xen'}}
  seabios: {git: {url: 'file://$trees/seabios', tag: rel-$tag}}
END
    component firmware true <<< 'source: seabios'
    "$ZANTE" lock --update
    zante doctor >looked || :
    grep pins looked >>told
  done
  diff told - <<'END'
warning  pins     seabios: 1.16.2, Config.mk has rel-1.16.3
ok       pins     as Xen's Config.mk has them
ok       pins     seabios: 1.17.0, Config.mk has rel-1.16.3
END
}

@test "doctor reads Config.mk alone, of a commit and of an archive" {
  local trees=$TEST_DIR/config source
  mkdir -p "$trees/xen-4.17.0/folder"
  echo 'SEABIOS_UPSTREAM_REVISION ?= rel-1.16.3' > "$trees/xen-4.17.0/Config.mk"
  seq 10 > "$trees/xen-4.17.0/folder/other"
  tar -C "$trees" -czf "$trees/xen-4.17.0.tar.gz" xen-4.17.0
  git init -q "$trees/xen"
  cp -r "$trees/xen-4.17.0/." "$trees/xen"
  git -C "$trees/xen" add .
  git -C "$trees/xen" -c user.name=a -c user.email=a@b commit -q -m 1
  git -C "$trees/xen" tag 4.17.0
  tar -C "$trees" -czf "$trees/seabios-1.16.2.tar.gz" xen
  for source in "archive: {urls: ['file://$trees/xen-4.17.0.tar.gz']}" \
    "git: {url: 'file://$trees/xen', tag: '4.17.0'}"; do
    write_stack <<< "sources: {xen: {$source}, seabios: {archive: {urls: ['file://$trees/seabios-1.16.2.tar.gz']}}}"
    zante lock --update xen seabios
    zante fetch xen
    zante doctor > looked || true
    grep 'warning *pins *seabios: 1.16.2, Config.mk has rel-1.16.3' looked
    # What it does not need to look at need not be there.
    rm -rf .zante/git/*/objects/"$(git -C "$trees/xen" rev-parse HEAD:folder/other | cut -c 1-2)"
    zante doctor > looked || true
    grep 'warning *pins *seabios: 1.16.2' looked
  done
}

@test "doctor refuses a make whose jobserver is another one" {
  mkdir bin
  printf '%s\n' '#!/bin/sh' 'echo GNU Make 4.1' > bin/make
  chmod 755 bin/make
  PATH=$PWD/bin:$PATH
  fails 7 "GNU make 4.1; 4.2 is needed" zante doctor
}

@test "gc keeps what the project uses and drops the rest" {
  one_file old
  zante build
  one_file new
  zante build
  [ "$(find .zante/store/objects -name '*.tar.zst' | wc -l)" -eq 2 ]
  zante gc
  [ "$(find .zante/store/objects -name '*.tar.zst' | wc -l)" -eq 1 ]
  [ "$(zante plan | head -n 1)" = "cached  one" ]
}

@test "building one component leaves the others in dist" {
  one_file hello
  component two 'mkdir -p "$DESTDIR/usr/share"; echo two > "$DESTDIR/usr/share/two"' <<< ''
  zante build
  zante build --force one one
  [ -e dist/usr/share/one ]
  [ -e dist/usr/share/two ]
}

@test "a local source is built in a copy, and an edit is seen" {
  mkdir tree
  echo 'all: ; cp in out' > tree/Makefile
  echo first > tree/in
  write_stack <<< 'sources: {src: {local: {path: ../tree}}}'
  mkdir components/one
  printf '%s\n' 'component: one' 'summary: one' 'licence: MIT' 'source: src' 'phases:' \
    '  build: make' '  install: |' '    mkdir -p "$DESTDIR/usr/share"' \
    '    cp out "$DESTDIR/usr/share/one"' > components/one/component.yaml
  zante build
  [ "$(cat dist/usr/share/one)" = first ]
  echo second > tree/in
  zante build
  [ "$(cat dist/usr/share/one)" = second ]
  [ ! -e tree/out ]
}

@test "events are JSON lines with the documented fields" {
  one_file hello
  zante --json - build > events
  python3 - <<'PYTHON'
import json
events = [json.loads(line) for line in open("events")]
kinds = {event["event"] for event in events}
assert {"plan", "component-start", "phase-start", "phase-end", "component-end"} <= kinds, kinds
end = [event for event in events if event["event"] == "component-end"][0]
assert end["component"] == "one" and end["status"] == "built" and end["seconds"] >= 0, end
PYTHON
}

@test "on a terminal one line tells the progress" {
  component one 'sleep 2' <<< ''
  script -qec "'$ZANTE' build" typescript > /dev/null < /dev/null
  grep -E '\[[#-]{16}\] 0/1 0:00' typescript
  grep -E '0/1 0:01(, 0:0[0-9] left)?  one install' typescript
}

# What moves a terminal: ESC, and U+009B, which is the same in one character.
@test "what a build prints and how its files are called cannot move the terminal" {
  component one 'printf "\033[2Jx.c:1: error: bad\302\2332J\n" >&2
mkdir -p "$DESTDIR/usr/lib/$(printf "\033c")"
[ "$DEBIAN_FRONTEND" = x ] || false' <<< ''
  run zante build
  [ "$status" = 5 ]
  [[ "$output" == *'error: bad'* ]]
  [[ "$output" != *$'\033'* ]]
  [[ "$output" != *$'\302\233'* ]]
  script -qec "'$ZANTE' log one" typescript > /dev/null < /dev/null
  grep -F '\x1b[2Jx.c:1: error: bad\xc2\x9b2J' typescript
  zante log one | grep -F $'\033[2Jx.c'
}

@test "a password in an address is in no event and in no message" {
  write_stack <<< 'sources: {src: {archive: {urls: ["http://me:secret1@127.0.0.1:9/x?token=secret2"]}}}'
  component one true <<< 'source: src'
  run zante -v --json events lock
  [ "$status" = 4 ]
  [[ "$output" == *'http://127.0.0.1:9/x?...'* ]]
  [[ "$output" != *secret* ]]
  [ -s events ]
  run ! grep secret events
}

@test "a signature, a lock and a download are checked from the command line" {
  mkdir -p tree-1
  echo hello > tree-1/file
  tar -czf tree-1.tar.gz tree-1
  write_stack <<< "sources: {src: {archive: {urls: ['file://$TEST_DIR/tree-1.tar.gz']}}}"
  mv tree-1.tar.gz "$TEST_DIR/"
  component one 'mkdir -p "$DESTDIR/usr"; cp file "$DESTDIR/usr/"' <<< 'source: src'
  fails 3 "zante lock" zante build
  zante lock
  zante build
  [ "$(cat dist/usr/file)" = hello ]
  rm -rf .zante dist
  echo more >> "$TEST_DIR/tree-1.tar.gz"
  fails 4 "src" zante build
}
