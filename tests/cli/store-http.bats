#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# A store that two machines share, behind HTTP: nginx as the manual sets it up, and servers that lie.

load common
load store

teardown () {
  [ -z "${SERVER-}" ] || { kill "$SERVER" && wait "$SERVER"; } 2> /dev/null || :
  [ -z "${INPUT-}" ] || exec {INPUT}>&-
}

free_port () { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

answers () { # URL: within a while
  for _ in $(seq 100); do
    curl -s -o /dev/null "$1" && return
    sleep 0.1
  done
  return 1
}

# nginx with the configuration that stands in zante(1), but for its port, folder and password.
serve_by_nginx () {
  local program port
  program=$(PATH=$PATH:/usr/sbin:/sbin command -v nginx) || skip "this machine has no nginx"
  two_components
  port=$(free_port)
  mkdir -p "$STORE/tmp"
  { printf '%s\n' 'daemon off;' 'master_process off;' "pid $TEST_DIR/nginx.pid;" 'events {}' 'http {' \
      'access_log off;' "error_log $TEST_DIR/nginx.log;"
    for kind in proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $TEST_DIR/nginx-$kind;"; done
    awk '/^map \$request_method/ { on = 1 } on && /^```/ { exit } on' "$SRCDIR/doc/zante.1.scd" |
      sed "s|listen [^;]*;|listen 127.0.0.1:$port;|; s|/srv/zante|$STORE|; s|/etc/nginx/zante.users|$TEST_DIR/users|"
    echo '}'
  } > "$TEST_DIR/nginx.conf"
  echo 'builder:{PLAIN}secret' > "$TEST_DIR/users"
  "$program" -p "$TEST_DIR" -e "$TEST_DIR/nginx.log" -c "$TEST_DIR/nginx.conf" > /dev/null 2>&1 3>&- &
  SERVER=$!
  URL=http://127.0.0.1:$port
  answers "$URL/" || { cat "$TEST_DIR/nginx.log"; return 1; }
  store_yaml a ''
  store_yaml b ''
}

knows_the_password () {
  mkdir -p "$HOME"
  echo 'machine 127.0.0.1 login builder password secret' > "$HOME/.netrc"
}

@test "nginx as the manual has it: push, pull, nothing twice" {
  serve_by_nginx
  knows_the_password
  machine a build
  machine a store push
  [ "$(cat "$TEST_DIR/a.out")" = "2 pushed, 0 there already, 0 not built here" ]
  machine a store push
  [ "$(cat "$TEST_DIR/a.out")" = "0 pushed, 2 there already, 0 not built here" ]
  machine b build
  [ "$(grep -c ': pulled: ' "$TEST_DIR/b.log")" = 2 ]
  diff -r "$A/dist" "$B/dist"
  machine b store verify
  [ "$(grep -c ^good "$TEST_DIR/b.out")" = 2 ]
}

@test "nginx as the manual has it: who may do what" {
  serve_by_nginx
  local object
  object="$URL/objects/$(printf 'x' | sha256sum | cut -d ' ' -f 1).tar.zst"
  status_of () { curl -s -o /dev/null -w '%{http_code}' "$@"; }
  echo one > file
  [ "$(status_of -T file "$object")" = 401 ]
  [ "$(status_of -u builder:wrong -T file "$object")" = 401 ]
  [ "$(status_of -u builder:secret -T file "$object")" = 201 ]
  [ "$(status_of -u builder:secret -T file "$object")" = 412 ]
  [ "$(status_of "$object")" = 200 ]
  [ "$(status_of -I "$object")" = 200 ]
  [ "$(status_of "$object.x")" = 404 ]
  [ "$(status_of -u builder:secret -T file "$URL/index.html")" = 404 ]
  [ "$(status_of -u builder:secret -X DELETE "$object")" = 405 ]
  [ "$(status_of "$URL/tmp/")" = 404 ]
}

@test "nginx: without the password a push fails with one line, and the build does not" {
  serve_by_nginx
  store_yaml a 'push: yes'
  machine a build
  [ "$(grep -c '^warning: store' "$TEST_DIR/a.log")" = 1 ]
  grep -q "HTTP status 401: it wants a password, which ~/.netrc may have" "$TEST_DIR/a.log"
  [ -e "$A/dist/usr/share/two/file" ]
  fails 4 "the store failed" machine a store push
}

@test "nginx: two that push the same at once do no harm" {
  serve_by_nginx
  knows_the_password
  machine a build
  cp -R "$A" "$TEST_DIR/twin"
  rm -rf "$TEST_DIR/twin/.zante"
  "$ZANTE" -C "$TEST_DIR/twin" --store none build
  "$ZANTE" -C "$TEST_DIR/twin" store push &
  local other=$!
  machine a store push
  wait "$other"
  machine a store verify
  [ "$(grep -c ^good "$TEST_DIR/a.out")" = 2 ]
}

# Lies --------------------------------------------------------------------------------------------

# A good store, and a server that has ways of its own with it.
serve_lies () {
  two_components
  machine a build
  machine a store push
  mkfifo "$TEST_DIR/input-$BATS_TEST_NUMBER"
  python3 "$SRCDIR/tests/share/liar.py" "$STORE" < "$TEST_DIR/input-$BATS_TEST_NUMBER" > "$TEST_DIR/port" 3>&- &
  SERVER=$!
  exec {INPUT}> "$TEST_DIR/input-$BATS_TEST_NUMBER"
  for _ in $(seq 100); do [ ! -s "$TEST_DIR/port" ] || break; sleep 0.1; done
  URL=http://127.0.0.1:$(cat "$TEST_DIR/port")
}

# lies HOW SECONDS TEXT: B builds within that time all the same what is right, takes nothing, and says
# TEXT in a line that begins with "warning: store".
lies () {
  local how=$1 limit=$2 text=$3 before after
  rm -rf "$B/.zante" "$B/dist"
  before=$(date +%s)
  machine b --store "$URL/$how" build
  after=$(date +%s)
  run ! grep ': pulled: ' "$TEST_DIR/b.log"
  grep "^warning: store '$URL/$how'" "$TEST_DIR/b.log" | grep -qF -- "$text" || {
    printf '%s: no "%s" in:\n' "$how" "$text"; cat "$TEST_DIR/b.log"; return 1; }
  [ $((after - before)) -le "$limit" ] || { echo "$how: $((after - before)) s"; return 1; }
  diff -r "$A/dist" "$B/dist"
}

@test "a record that is another one, or none: it is not taken" {
  serve_lies
  lies flip-records 9 "component 'one': "
  lies swap-records 9 "component 'one': its record is of something else ('two')"
  lies short-records 9 "component 'one': its record cannot be used: it is no record (line 8)"
  lies cut-records 9 "component 'one': its answer ended early"
  lies empty-records 9 "it is no record (line 1)"
  lies long-records 9 "it sends more than 4096 bytes"
  lies huge-records 9 "it sends more than 4096 bytes"
  lies page-records 9 "it is no record (line 1)"
}

@test "an object that is another one, or none: it is not taken" {
  serve_lies
  lies flip-objects 9 "component 'one': its object is another one: "
  lies swap-objects 9 "component 'one': "
  lies short-objects 9 "component 'one': its object is another one: "
  lies cut-objects 9 "component 'one': its answer ended early"
  lies huge-objects 9 "component 'one': it sends more than $(size_of one)"
  lies none-objects 9 "component 'one': its object is missing"
  lies empty-objects 9 "component 'one': its object is another one: 0 of "
}

@test "a server that sends elsewhere, breaks, or never ends: it is left alone, after one line" {
  serve_lies
  for how in away elsewhere broken endpage head; do
    lies $how-records 9 "it is left alone for the rest of this run"
    [ "$(grep -c '^warning: store' "$TEST_DIR/b.log")" = 1 ]
  done
  lies away-records 9 "HTTP status 302: it points to '$URL/good/records/"
  lies elsewhere-records 9 "which is not followed"
  lies away-objects 9 "HTTP status 302: it points to '$URL/good/objects/"
  run ! grep '/good/' "$STORE/requests"
}

@test "a server that is slow or still costs what the manual says" {
  serve_lies
  lies still-records 20 "it is left alone for the rest of this run"
  lies drip-records 20 "it is left alone for the rest of this run"
  lies still-objects 20 "it is left alone for the rest of this run"
  # Within each limit, and all the same too long.
  rm -rf "$B/.zante" "$B/dist"
  for i in $(seq 6); do
    component "chain$i" "mkdir -p \"\$DESTDIR/usr/share\"; echo > \"\$DESTDIR/usr/share/c$i\"" \
      <<< "$([ "$i" = 1 ] || echo "needs: [chain$((i - 1))]")"
  done
  before=$(date +%s)
  machine b --store "$URL/late-records" build
  [ $(($(date +%s) - before)) -le 60 ]
  grep -q "it is too slow; it is left alone" "$TEST_DIR/b.log" || { cat "$TEST_DIR/b.log"; false; }
}

@test "a server that is not there, and one that is not who it says" {
  serve_lies
  URL=${URL/http:/https:} lies good-none 9 "it is left alone for the rest of this run"
  kill "$SERVER"
  wait "$SERVER" || :
  lies good-none 9 "Failed to connect to 127.0.0.1"
  SERVER=
}

@test "a server that is full or takes nothing: the build goes on, and says so" {
  serve_lies
  for how in full denied; do
    rm -rf "$A/.zante" "$STORE/records" "$STORE/objects"
    URL=$URL/$how-none store_yaml a 'push: yes'
    machine a build
    grep -q "^warning: store '$URL/$how-none': HTTP status " "$TEST_DIR/a.log"
    grep -q "^warning: not all that was built could be pushed" "$TEST_DIR/a.log"
    fails 4 "the store failed" machine a store push
  done
}

@test "a server that answers a file with a page of its own has taken it" {
  serve_lies
  rm -rf "$STORE/records" "$STORE/objects"
  machine a --store "$URL/thanks-none" store push
  [ "$(cat "$TEST_DIR/a.out")" = "2 pushed, 0 there already, 0 not built here" ]
}

@test "a store that not everybody may read: netrc is not what it lacks" {
  serve_lies
  lies closed-records 9 "HTTP status 403: not everybody may read it"
  run ! grep netrc "$TEST_DIR/b.log"
}

@test "a miss is asked for once in a while, unless it is asked for aloud" {
  serve_lies
  machine b --store "$URL/none-records" build
  [ "$(grep -c 'GET /none-records/records/' "$STORE/requests")" = 2 ]
  rm -rf "$B/.zante/store" "$B/dist"
  machine b --store "$URL/none-records" build
  [ "$(grep -c 'GET /none-records/records/' "$STORE/requests")" = 2 ]
  rm -rf "$B/.zante/store" "$B/dist"
  machine b --store "$URL/none-records" store pull
  [ "$(grep -c 'GET /none-records/records/' "$STORE/requests")" = 3 ]
}
