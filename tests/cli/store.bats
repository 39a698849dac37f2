#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# A store that two machines share, in a folder.

load common
load store

@test "what one machine built another one takes, and then there is nothing to do" {
  two_components
  machine a build
  machine a store push
  machine b build
  [ "$(cat "$TEST_DIR/b.log")" = "$(printf '%s\n' \
    "one: pulled: $(size_of one), signed by 'builder-1'" \
    "two: pulled: $(size_of two), signed by 'builder-1'" \
    "dist: $B/dist")" ]
  diff -r "$A/dist" "$B/dist"
  machine b build
  run ! grep -E ': (pulled|built|cached)' "$TEST_DIR/b.log"
}

@test "build pushes what it made where the project says so, once" {
  two_components
  store_yaml a "push: yes"
  machine a build
  [[ "$(cat "$TEST_DIR/a.log")" == *"two: pushed: "* ]]
  [ "$(find "$STORE/records" -type f | wc -l)" = 2 ]
  [ "$(find "$STORE/objects" -type f | wc -l)" = 2 ]
  rm -r "$A/dist"
  machine a build
  [[ "$(cat "$TEST_DIR/a.log")" != *pushed* ]]
  machine b build
  diff -r "$A/dist" "$B/dist"
}

@test "a component that needs one built here is asked for when that is there" {
  two_components
  machine a build
  machine a store push
  rm -f "$STORE/records/$(key_of one)"
  machine b build
  grep -q "^one: built" "$TEST_DIR/b.log"
  grep -q "^two: pulled" "$TEST_DIR/b.log"
}

@test "what came from elsewhere is not signed here" {
  two_components
  machine a build
  machine a store push
  machine b build
  HOME=$TEST_DIR/b machine b store key builder-2
  HOME=$TEST_DIR/b machine b --store "$TEST_DIR/second" store push
  [ "$(cat "$TEST_DIR/b.out")" = "0 pushed, 0 there already, 2 not built here" ]
}

@test "what a key signed that is not trusted any more is built here, whatever the new one is called" {
  two_components
  machine a build
  machine a store push
  machine b build
  HOME=$TEST_DIR/new-builder machine b store key builder-1
  machine_with_keys "[$(cat "$TEST_DIR/b.out")]" --store none build
  [ "$(grep -c ': built (' "$TEST_DIR/b.log")" = 2 ]
  store_yaml b ''
  machine b build
  run ! grep -E ': (pulled|built)' "$TEST_DIR/b.log"
}

@test "one's own key is trusted for as long as it is one's own" {
  two_components
  machine a build
  machine a store push
  HOME=$HOME/. machine_with_keys '[]' build
  [ "$(grep -c ': pulled: ' "$TEST_DIR/b.log")" = 2 ]
  HOME=$HOME/. machine_with_keys '[]' --store none build
  run ! grep -E ': (pulled|built)' "$TEST_DIR/b.log"
  rm "$HOME/.config/zante/store.key"
  zante store key builder-1
  HOME=$HOME/. machine_with_keys '[]' --store none build
  [ "$(grep -c ': built (' "$TEST_DIR/b.log")" = 2 ]
}

@test "list and verify tell what is there" {
  two_components
  machine a build
  mkdir "$STORE"
  machine a store list
  [ "$(grep -c ^missing "$TEST_DIR/a.out")" = 2 ]
  machine a store push
  machine a store verify
  [ "$(grep -c "^good .*signed by 'builder-1'" "$TEST_DIR/a.out")" = 2 ]
  flip "$STORE/objects/"*
  machine a store list
  fails 4 "2 components of the store are not what they should be" machine a store verify
  [[ "$(cat "$TEST_DIR/a.out")" == *"its object is another one: "* ]]
}

@test "keys: made once, printed, and of no use when others can read them" {
  HOME=$TEST_DIR/new
  zante store key me-1 > printed
  [ "$(zante store key)" = "$(cat printed)" ]
  fails 3 "there is a key in" zante store key me-1
  fails 3 "is no name for a key" env HOME="$TEST_DIR/newer" "$ZANTE" store key "Me, myself"
  [ "$(stat -c %a "$HOME/.config/zante/store.key")" = 600 ]
  chmod 644 "$HOME/.config/zante/store.key"
  fails 3 "others can read" zante store key
}

@test "openssl takes the signature of a record" {
  command -v openssl > /dev/null || skip "this machine has no openssl"
  two_components
  machine a build
  machine a store push
  cd "$TEST_DIR"
  record=$STORE/records/$(key_of one)
  sed '/^signature /,$d' "$record" > body
  sed -n 's/^signature builder-1 //p' "$record" | base64 -d > signature
  # A public key of RFC 8410 in front of its 32 bytes.
  { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; sed 's/.*://' public | base64 -d; } > key.der
  openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in body -sigfile signature
}

@test "words that are wrong" {
  two_components
  fails 3 "there is no shared store" zante store list
  fails 2 "it knows 'key', 'list', 'pull', 'push' and 'verify'" zante store burn
  fails 3 "neither an https:, http: or file: address nor a path" zante --store ftp://example.org/x build
  fails 3 "is of no use without a key" env HOME="$TEST_DIR/nobody" "$ZANTE" --store "$STORE" build
  fails 3 "is no public key" machine_with_keys '[nonsense]' build
  store_yaml b ''
  fails 3 "there is no key" env HOME="$TEST_DIR/nobody" "$ZANTE" -C "$B" store push
}

@test "a password that is written wrongly into a URL is not told either" {
  two_components
  for password in 'p#secret' 'p/secret' 'p?secret' 'p secret' "p'secret"; do
    fails 3 "address" machine a --store "http://user:$password@127.0.0.1:9/x" store list
    run ! grep secret "$TEST_DIR/a.log"
  done
}

@test "a store that is called nothing is none, and not the current folder" {
  two_components
  machine a build
  fails 3 "the store '' is neither" machine a --store "" store push
  URL='""' store_yaml a ''
  fails 3 "the store '' is neither" machine a store push
  [ ! -e "$A/objects" ]
}

@test "no folder, or one that cannot be written: a warning, and the build goes on" {
  two_components
  machine b build
  [ "$(grep -c '^warning: ' "$TEST_DIR/b.log")" = 1 ]
  grep -q "^warning: store '$STORE': '$STORE': No such file or directory; it is left alone" "$TEST_DIR/b.log"
  : > "$STORE"
  store_yaml a "push: yes"
  machine a build
  grep -q "^warning: not all that was built could be pushed" "$TEST_DIR/a.log"
  fails 4 "the store failed" machine a store push
}

@test "--offline leaves a store behind HTTP alone, and takes a folder" {
  two_components
  machine a build
  machine a store push
  machine b --store http://127.0.0.1:9/ build --offline
  run ! grep warning "$TEST_DIR/b.log"
  rm -rf "$B/.zante" "$B/dist"
  machine b build --offline
  grep -q "^one: pulled" "$TEST_DIR/b.log"
}
