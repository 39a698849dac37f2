load common

put() { # put FILE TEXT: an install phase that installs a file
  printf 'mkdir -p "$DESTDIR/usr/share/$(dirname %s)"\nprintf "%%s\\n" "%s" > "$DESTDIR/usr/share/%s"' \
    "$1" "$2" "$1"
}

@test "what a component installs is in dist" {
  component one "$(put one.txt hello)" <<< ''
  zante build
  [ "$(cat dist/usr/share/one.txt)" = hello ]
}

@test "a second build has nothing to do" {
  component one "$(put one.txt hello)" <<< ''
  zante build
  [ "$(zante plan | head -n 1)" = "cached  one" ]
  zante --json events build
  run ! grep -q '"status":"built"' events
}

@test "a need is there as if installed" {
  needs_sandbox
  component one "$(put one.txt hello)" <<< ''
  component two 'mkdir -p "$DESTDIR/usr/share"
cp /usr/share/one.txt "$DESTDIR/usr/share/two.txt"' <<< 'needs: [one]'
  zante build
  [ "$(cat dist/usr/share/two.txt)" = hello ]
}

@test "an unchanged output stops the rebuild" {
  component one "$(put one.txt hello)" <<< ''
  component two "$(put two.txt hello)" <<< 'needs: [one]'
  zante build
  component one "$(put one.txt hello); :" <<< ''
  zante --json events build
  grep '"component":"one","status":"built"' events
  run ! grep '"component":"two","status":"built"' events
}

@test "why tells which input changed" {
  component one "$(put one.txt hello)" <<< ''
  [ "$(zante why one)" = "one: never built" ]
  zante build
  [ "$(zante why one)" = "one: nothing changed" ]
  component one "$(put one.txt world)" <<< ''
  zante why one | grep -q "phase install"
}

@test "a failure names component, phase, first error and log" {
  component one 'echo "x.c:3:1: error: unknown type name"; exit 7' <<< ''
  fails 5 "component 'one'" zante build
  [[ "$output" == *install* && "$output" == *"x.c:3:1: error: unknown type name"* ]]
  [[ "$output" == *one.log* ]]
  [ ! -e dist ]
}

@test "keep-going builds what does not depend on the failure" {
  component bad 'exit 1' <<< ''
  component good "$(put good.txt hello)" <<< ''
  component late "$(put late.txt hello)" <<< 'needs: [bad]'
  fails 5 "component 'bad'" zante build --keep-going
  [ "$(zante plan | grep good)" = "cached  good" ]
}

@test "every failure is told, and told once" {
  component bad 'echo "error: one"; exit 1' <<< ''
  component worse 'echo "error: two"; exit 1' <<< ''
  fails 5 "component 'bad'" zante build --keep-going
  [ "$(grep -c "error: one" <<< "$output")" = 1 ]
  [ "$(grep -c "error: two" <<< "$output")" = 1 ]
}

@test "the output is kept and printed by log" {
  component one 'echo a line of output' <<< ''
  zante build
  zante log one | grep -q 'a line of output'
}

@test "after clean everything comes from the store" {
  component one "$(put one.txt hello)" <<< ''
  zante build
  zante clean
  [ ! -e dist ]
  zante --json events build
  [ -e dist/usr/share/one.txt ]
  run ! grep -q '"status":"built"' events
}

# damage: flip a byte in every object of the store.
damage() {
  for object in .zante/store/objects/*; do
    printf X | dd of="$object" bs=1 seek=20 conv=notrunc status=none
  done
}

@test "a damaged object is dropped, said, and built again" {
  component one "$(put one.txt hello)" <<< ''
  zante build
  zante clean
  damage
  run zante build
  [ "$status" -eq 0 ]
  [[ "$output" == *warning* ]]
  [ "$(cat dist/usr/share/one.txt)" = hello ]
}

@test "a damaged object that another component needs is built again too" {
  component one "$(put one.txt hello)" <<< ''
  zante build
  damage
  component two "$(put two.txt bye)" <<< 'needs: [one]'
  run zante build
  [ "$status" -eq 0 ]
  [[ "$output" == *"building 'one' again"* ]]
  [ "$(cat dist/usr/share/two.txt)" = bye ]
}

@test "two components that install the same file are an error that names both" {
  component one "$(put same.txt one)" <<< ''
  component two "$(put same.txt two)" <<< ''
  fails 6 "/usr/share/same.txt" zante build
  [[ "$output" == *one* && "$output" == *two* ]]
}

@test "a project that cannot be written is an error of the machine" {
  component one 'true' <<< ''
  if [ "$(id -u)" -eq 0 ]; then
    unshare -m true || skip "root needs a mount namespace to be kept from writing"
    fails 7 "cannot write in the project" unshare -m sh -c \
      'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && exec "$ZANTE" build'
  else
    chmod a-w .
    fails 7 "cannot write in the project" zante build
  fi
}

# started COMMAND: a component that runs it is at work.
started() {
  for _ in $(seq 50); do pgrep -fx "$1" > seen && break; sleep 0.1; done
  [ -s seen ]
}

# ends_with STATUS SIGNAL: a build that gets the signal.
ends_with() {
  component one 'sleep 987 & sleep 987' <<< ''
  # shells start what is in the background with SIGINT ignored
  env --default-signal=INT "$ZANTE" build 2> err 3>&- &
  pid=$!
  started 'sleep 987'
  kill "-$2" $pid
  status=0
  wait $pid || status=$?
  [ "$status" -eq "$1" ]
  run ! pgrep -f 'sleep 987'
  [ ! -e dist ]
}

@test "SIGTERM leaves no process and no half of a dist" { ends_with 143 TERM; }

@test "SIGINT leaves no process and no half of a dist" { ends_with 130 INT; }

@test "a build under nohup outlives its terminal" {
  component one "sleep 3.21; $(put one.txt hello)" <<< ''
  (trap '' HUP; exec "$ZANTE" build 2> err 3>&-) &
  pid=$!
  started 'sleep 3.21'
  kill -HUP $pid
  wait $pid
  [ "$(cat dist/usr/share/one.txt)" = hello ]
}

@test "two builds in one project do not harm each other" {
  component one "sleep 1; $(put one.txt hello)" <<< ''
  "$ZANTE" build 3>&- & first=$!
  "$ZANTE" build 3>&- & second=$!
  wait $first
  wait $second
  [ "$(cat dist/usr/share/one.txt)" = hello ]
}

@test "the printed shell script gives the same files" {
  needs_sandbox
  component one "$(put one.txt hello)" <<< ''
  component two 'cp -r /usr/share/one.txt x; mkdir -p "$DESTDIR/usr/share"; mv x "$DESTDIR/usr/share/two.txt"' <<< 'needs: [one]'
  zante build --dry-run --shell > build.sh
  sh build.sh
  mv zante-dist by-hand
  zante build
  diff -r by-hand dist
}

@test "the script of a graph with many paths is written at once" {
  component a0 'true' <<< ''
  component b0 'true' <<< ''
  for i in $(seq 28); do
    component "a$i" 'true' <<< "needs: [a$((i - 1)), b$((i - 1))]"
    component "b$i" 'true' <<< "needs: [a$((i - 1)), b$((i - 1))]"
  done
  timeout 30 "$ZANTE" build --dry-run --shell > build.sh
  [ "$(sed -n '/^begin a28$/,$ { /^needs/ { p; q } }' build.sh | wc -w)" -eq 57 ]
}

@test "the script mends a download that was cut short" {
  command -v curl > /dev/null || skip "there is no curl"
  mkdir "$TEST_DIR/tree-1"
  echo hello > "$TEST_DIR/tree-1/file"
  (cd "$TEST_DIR" && tar -czf tree-1.tar.gz tree-1)
  write_stack <<< "sources: {src: {archive: {urls: ['file://$TEST_DIR/tree-1.tar.gz']}}}"
  component one 'mkdir -p "$DESTDIR/usr"; cp file "$DESTDIR/usr/"' <<< 'source: src'
  zante lock
  zante build --dry-run --shell > build.sh
  cp "$TEST_DIR/tree-1.tar.gz" whole
  truncate -s 50 "$TEST_DIR/tree-1.tar.gz"
  run ! sh build.sh
  cp whole "$TEST_DIR/tree-1.tar.gz"
  sh build.sh
  [ "$(cat zante-dist/usr/file)" = hello ]
}

@test "the script's own folders are in no component's way" {
  for name in tools downloads dist; do
    component "$name" "mkdir -p \"\$DESTDIR\$private_libdir\" \"\$DESTDIR/usr/share\"
echo $name > \"\$DESTDIR/usr/share/$name.txt\"" <<< 'libraries: {private: $private_libdir}'
  done
  zante build --dry-run --shell > build.sh
  sh build.sh
  mv zante-dist by-hand
  zante build
  diff -r by-hand dist
}

@test "what was built without a sandbox is not taken for more" {
  needs_sandbox
  mv "$PROJECT" "$TEST_DIR/plain" # without a sandbox make sees the name
  cd "$TEST_DIR/plain"
  export ZANTE_DEFAULTS=$PWD/defaults.yaml
  component one "$(put one.txt hello)" <<< ''
  zante build --sandbox=plain
  zante --json events build --sandbox=plain
  run ! grep '"status":"built"' events
  [ "$(zante plan | head -n 1)" = "build   one" ]
  [ "$(zante why one)" = "one: it was built without a sandbox, and here is one" ]
  zante --json events build
  grep '"component":"one","status":"built"' events
  [ "$(zante plan | head -n 1)" = "cached  one" ]
  zante --json events build --sandbox=plain
  run ! grep '"status":"built"' events
  mkdir -p "$PROJECT"
}

@test "verify tells what in dist/ is not as its component's output has it" {
  component one 'mkdir -p "$DESTDIR/usr/share/one"; cd "$DESTDIR/usr/share/one"
echo a > content; echo b > mode; echo c > gone; ln -s content link' <<< ''
  zante build
  zante verify
  cd dist/usr/share/one
  echo x > new # same size, and no write through a link to the store
  mv new content
  chmod 755 mode
  rm gone
  ln -sfn mode link
  echo stray > stray
  cd "$PROJECT"
  run zante verify
  [ "$status" = 6 ]
  for line in "/usr/share/one/content  has another content than in the output of 'one'" \
    "/usr/share/one/mode     has another mode than in the output of 'one'" \
    "/usr/share/one/gone     is missing, and in the output of 'one'" \
    "/usr/share/one/link     leads elsewhere than in the output of 'one'" \
    "/usr/share/one/stray    is of no component"; do
    [[ "$output" == *"$line"* ]]
  done
  zante build
  zante verify
}

@test "verify finds the machine's name where a build writes it, and nowhere else" {
  as_host() { unshare -r -u sh -c 'hostname "$1" && shift && exec "$@"' - "$@"; }
  as_host n1 true || skip "this machine allows no name in a namespace"
  component one 'mkdir -p "$DESTDIR/usr/include"; cd "$DESTDIR/usr/include"
echo "/* Ann Other <ann@debian.org>, Bob Other <bob@xen.org> */" > authors.h
echo "int n1, xen, debian;" > names.h' <<< ''
  zante build
  for host in debian xen n1; do
    as_host "$host" "$ZANTE" verify
  done
  component one 'mkdir -p "$DESTDIR/usr/include"
echo "#define COMPILE_HOST \"n1\"" > "$DESTDIR/usr/include/compile.h"' <<< ''
  zante build
  as_host debian "$ZANTE" verify
  fails 6 "contains 'n1'" as_host n1 "$ZANTE" verify
}
