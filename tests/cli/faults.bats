load common

# Several components that take a moment, so that a kill lands in the middle of something.
some_components() {
  for name in one two three four; do
    component $name "head -c 300000 /dev/zero | tr '\\0' $name > big; sleep 0.2
mkdir -p \"\$DESTDIR/usr/share\"; cp big \"\$DESTDIR/usr/share/$name\"" <<< ''
  done
}

@test "kill -9 at any moment, then a rerun gives the same bytes" {
  some_components
  zante build
  mv dist wanted
  for delay in 0.02 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.5 0.6 0.8; do
    rm -rf .zante dist
    "$ZANTE" -q build 3>&- & pid=$!
    sleep $delay
    kill -9 $pid 2> /dev/null || true
    wait $pid 2> /dev/null || true
    zante -q build
    diff -r wanted dist
  done
}

@test "a store entry that was cut short is built again" {
  component one 'mkdir -p "$DESTDIR/usr"; seq 10000 > "$DESTDIR/usr/one"' <<< ''
  zante build
  zante clean
  truncate -s 100 .zante/store/objects/*
  zante build
  [ "$(tail -n 1 dist/usr/one)" = 10000 ]
}

@test "a record that is no JSON is built again" {
  component one 'mkdir -p "$DESTDIR/usr"; echo x > "$DESTDIR/usr/one"' <<< ''
  zante build
  zante clean
  for record in .zante/store/keys/*; do echo '{"component": [' > "$record"; done
  zante build
  [ -e dist/usr/one ]
}

@test "a build that fills the disk fails with the reason, and leaves no object" {
  component one 'head -c 100000000 /dev/zero > big; mkdir -p "$DESTDIR/usr"; cp big "$DESTDIR/usr/"' <<< ''
  unshare -rm true || skip "this machine allows no mount namespace"
  export FULL=$PWD/full
  mkdir full
  cp -r components stacks defaults.yaml full/
  # A file system of 20 MB, in a mount namespace of this test.
  run unshare -rm sh -c '
    mkdir -p "$FULL/.zante" && mount -t tmpfs -o size=20m tmpfs "$FULL/.zante" || exit 99
    ZANTE_DEFAULTS=$FULL/defaults.yaml "$ZANTE" -C "$FULL" build
    status=$?
    ls "$FULL/.zante/store/objects" 2> /dev/null
    exit $status'
  [ "$status" -eq 5 ]
  [[ "$output" == *"No space left on device"* ]]
  [[ "$output" != *tar.zst* ]]
}

@test "a build cannot write outside its tree" {
  needs_sandbox
  component one 'echo x > /usr/share/zante-was-here' <<< ''
  fails 5 "component 'one'" zante build
  [ ! -e /usr/share/zante-was-here ]
}

@test "a build has no network" {
  needs_sandbox
  component one 'if grep -v "^ *lo:" /proc/net/dev | grep :; then exit 1; fi' <<< ''
  zante build
}

@test "a build that hangs is ended at its time limit" {
  component one 'sleep 654' <<< 'limits: {install: 1}'
  fails 5 "did not end within 1 s" zante build
  run ! pgrep -f 'sleep 654'
}

@test "a daemon that a build leaves behind is ended" {
  needs_sandbox
  cp -r . "$TEST_DIR/plain" # make, and so a build without sandbox, cannot take quotes in its path
  cd "$TEST_DIR/plain"
  export ZANTE_DEFAULTS=$TEST_DIR/plain/defaults.yaml
  for mode in bwrap plain; do
    component one "setsid sh -c 'sleep 321 & disown 2> /dev/null; exit 0' < /dev/null > /dev/null 2>&1 &
sleep 0.5; : $mode" <<< ''
    zante build --sandbox=$mode
    sleep 0.5
    run ! pgrep -f 'sleep 321'
  done
}

@test "hostile YAML is refused quickly" {
  mkdir components/one
  { printf 'component: one\nsummary: '; printf '[%.0s' $(seq 100000); } > components/one/component.yaml
  fails 3 "component.yaml:" timeout 10 "$ZANTE" list
  printf 'component: &a one\nsummary: *a\nlicence: MIT\n' > components/one/component.yaml
  fails 3 "component.yaml:1:" timeout 10 "$ZANTE" list
}

# The state folder ------------------------------------------------------------------------------

@test "the state folder is closed to other users" {
  component one 'mkdir -p "$DESTDIR/usr"; touch "$DESTDIR/usr/x"; chmod 4755 "$DESTDIR/usr/x"' <<< ''
  (umask 0; exec "$ZANTE" build)
  [ "$(stat -c %a .zante)" = 700 ]
  chmod 755 .zante
  zante list
  [ "$(stat -c %a .zante)" = 700 ]
}

@test "a state folder that came with the project is refused until it is taken over" {
  component one true <<< ''
  zante build
  cp -a .zante copy
  rm -rf .zante
  mv copy .zante
  fails 3 "was not made here" zante build
  fails 3 "was not made here" zante clean
  zante --adopt list
  zante build
}

@test "a state folder that was made a moment ago is no foreign one" {
  component one true <<< ''
  mkdir -m 700 .zante
  zante build
}

@test "links in the state folder are refused, and followed nowhere" {
  component one true <<< ''
  zante build
  mkdir outside
  touch outside/file
  mv .zante/work .zante/work.old
  ln -s "$PWD/outside" .zante/work
  fails 3 "is a link" zante clean
  rm .zante/work
  mkdir .zante/work
  ln -s "$PWD/outside" .zante/work/one
  fails 3 "work/one' is a link" zante build --force one
  rm -r .zante
  ln -s outside .zante
  fails 3 "is a link" zante build
  [ -e outside/file ]
  [ "$(ls -A outside)" = file ]
}

@test "a state folder of somebody else is refused" {
  [ "$(id -u)" = 0 ] || skip "only root can give it away"
  component one true <<< ''
  zante build
  chown 12345 .zante
  fails 3 "belongs to somebody else" zante build
  SUDO_UID=12345 zante build
  chown root .zante
  chown 12345 .zante/store
  fails 3 "belongs to somebody else" zante plan
}

@test "root whose umask closes everything can build" {
  umask 077
  component one 'mkdir -p "$DESTDIR/usr"; "$component_dir/helper" text > "$DESTDIR/usr/one"
cat "$component_dir/sub/data" >> "$DESTDIR/usr/one"' <<< ''
  mkdir components/one/sub
  echo data > components/one/sub/data
  printf '#!/bin/sh\necho "$1"\n' > components/one/helper
  chmod 700 components/one/helper
  cp -r . "$TEST_DIR/closed" # a build without sandbox, and so make, cannot take quotes in its path
  cd "$TEST_DIR/closed"
  for mode in auto plain; do
    ZANTE_DEFAULTS=$PWD/defaults.yaml zante build --force one --sandbox=$mode
    [ "$(cat dist/usr/one)" = "$(printf 'text\ndata')" ]
  done
}

# Long work --------------------------------------------------------------------------------------

# ends_soon COMMAND…: SIGTERM ends it within 3 s (and one for a loaded machine), when the file
# "begun" matches.
ends_soon() {
  local pattern=$1 pid start status=0
  shift
  env --default-signal=INT "$@" 2>err 3>&- &
  pid=$!
  for _ in $(seq 300); do compgen -G "$pattern" >/dev/null && break; sleep 0.1; done
  compgen -G "$pattern"
  start=$(date +%s%N)
  kill -TERM $pid
  wait $pid || status=$?
  [ "$status" = 143 ]
  [ $((($(date +%s%N) - start) / 1000000)) -lt 4000 ]
}

@test "SIGTERM ends the packing of a huge output" {
  component huge 'mkdir -p "$DESTDIR/usr"; truncate -s 100G "$DESTDIR/usr/huge"' <<< ''
  ends_soon '.zante/store/tmp/*/object' "$ZANTE" build
  grep "run it again to go on" err
}

@test "SIGTERM ends the waiting for another zante" {
  component one true <<< ''
  zante build
  flock .zante/state/lock sleep 20 3>&- &
  ends_soon .zante/state/lock "$ZANTE" build --force one
}

@test "a file that may not be that large is an error" {
  component one 'mkdir -p "$DESTDIR/usr"; head -c 3000000 /dev/urandom >"$DESTDIR/usr/x"' <<< ''
  zante build
  zante clean
  rm -r .zante/store
  status=0
  (ulimit -f 1000; exec "$ZANTE" build --sandbox=plain) 2>err || status=$?
  [ "$status" -lt 128 ]
}

@test "threads and processes that may not be are an error" {
  [ "$(id -u)" = 0 ] || skip "only root can become somebody who has no process yet"
  local place
  component one true <<< ''
  # Somebody else reaches neither a build in root's home nor a project there.
  place=$(mktemp -d)
  cp -r . "$place/project"
  cp "$ZANTE" "$ZANTE"-* "$place/"
  chown -R 54321 "$place"
  run env ZANTE_DEFAULTS="$place/project/defaults.yaml" setpriv --reuid=54321 --clear-groups \
    prlimit --nproc=1 "$place/zante" -C "$place/project" build
  rm -rf "$place"
  [ "$status" -gt 0 ]
  [ "$status" -lt 126 ]
  [[ "$output" == *"zante: "*"Resource temporarily unavailable"* ]]
}

# What a project ships ---------------------------------------------------------------------------

# packable: a small component that can be packed, with a source when it is named.
packable() {
  component one 'mkdir -p "$DESTDIR$datadir"; head -c ${SIZE:-100} /dev/zero | openssl enc -aes-128-ctr -K 0 -iv 0 2>/dev/null >"$DESTDIR$datadir/one"' <<< 'packages: {one-data: {summary: a file, architecture: all, files: ["**"]}}'
  echo 'packaging: {maintainer: A B <a@example.org>}' > zante.yaml
}

@test "folders for results that came as links are not followed, unless the user names them" {
  packable
  mkdir outside
  for name in deb rpm tarballs; do
    for target in "$PWD/outside" outside/none; do
      ln -s "$target" $name
      command=$name
      [ $name = tarballs ] && command=tarball
      set -- --no-build
      [ $name = tarballs ] && set --
      fails 3 "'$PWD/$name' is a link to '$target', which may have come with the project" zante "$command" "$@"
      [ "$(ls -A outside)" = "" ]
      [ "$target" = outside/none ] &&
        fails 3 "'$PWD/$name' is a link to '$target', which is no folder" zante "$command" "$@" -o $name
      [ "$target" = outside/none ] || zante "$command" "$@" -o $name
      rm -rf outside $name
      mkdir outside
    done
    touch $name
    fails 3 "'$PWD/$name' is no folder" zante "$command" "$@"
    rm $name
  done
}

@test "links below deb and rpm lead nothing outside" {
  packable
  mkdir outside
  echo mine > outside/file
  for format in deb rpm; do
    zante "$format" --no-build
    folder=$(echo $format/xen*/)
    folder=${folder%/}
    mv "$folder" kept
    ln -s "$PWD/outside" "$folder"
    fails 3 "$folder' is a link" zante "$format" --no-build
    rm "$folder"
    mv kept "$folder"
    inner=$(cd "$folder"; find . -mindepth 1 -type d | sort | head -n 1)
    rm -r "${folder:?}/$inner"
    ln -s "$PWD/outside" "$folder/$inner"
    fails 3 "a link, or a file, is in the place of a folder above it" zante "$format" --no-build --force
    rm "$folder/$inner"
    # What it says was emitted once is removed.
    printf '%s  ../../outside/file\n' "$(sha256sum outside/file | cut -d ' ' -f 1)" >> "$folder.emitted"
    fails 3 "cannot remove" zante "$format" --no-build --force
    [ "$(ls -A outside)" = file ]
  done
}

@test "packages and tarballs on a full disk: one error with the file, and nothing half-written" {
  needs_dpkg
  unshare -rm true || skip "this machine allows no mount namespace"
  SIZE=3000000 packable
  sed -i 's/${SIZE:-100}/3000000/' components/one/component.yaml
  zante build
  mkdir full
  for command in 'deb --from-stage' 'rpm --from-stage' tarball; do
    case $command in
      deb*) command -v dh > /dev/null || continue ;;
      rpm*) command -v rpmbuild > /dev/null || continue ;;
    esac
    # shellcheck disable=SC2016 # of the shell inside
    run unshare -rm sh -c '
      mount -t tmpfs -o size=1m tmpfs full || exit 99
      "$ZANTE" -q $1 -o full
      status=$?
      find full -type f ! -path "*/debian/*" ! -name "*.emitted" ! -path "*/recipe/*" ! -name "*.spec" | sed "s/^/STAYS /"
      exit $status' sh "$command"
    echo "$output"
    [ "$status" -ne 0 ]
    [ "$status" -ne 99 ]
    [[ "$output" == *"$PWD/full/"*"No space left on device"* ]]
    [[ "$output" != *STAYS* ]]
    [ "${#lines[@]}" -eq 1 ]
  done
}
