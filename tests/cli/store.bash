# Two machines, A and B: projects of the same stack in two folders, with a store that both have. A has the key
# that signs; B trusts it.

# The project has two components, of which the second needs the first.
two_components () {
  component one 'mkdir -p "$DESTDIR/usr/share/one"; echo one > "$DESTDIR/usr/share/one/file"' <<< ''
  component two 'mkdir -p "$DESTDIR/usr/share/two"; echo two > "$DESTDIR/usr/share/two/file"' <<< 'needs: [one]'
  STORE=$TEST_DIR/store-$BATS_TEST_NUMBER A=$TEST_DIR/a-$BATS_TEST_NUMBER B=$TEST_DIR/b-$BATS_TEST_NUMBER
  export HOME=$TEST_DIR/home-$BATS_TEST_NUMBER
  unset XDG_CONFIG_HOME ZANTE_STORE_KEY http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
  mkdir -p "$A" "$B"
  zante store key builder-1 > "$TEST_DIR/public"
  store_yaml a ''
  store_yaml b ''
}

# store_yaml a|b LINE: the project trusts the key.
store_yaml () {
  local folder=$A
  [ "$1" = a ] || folder=$B
  printf '%s\n' 'store:' "  url: ${URL-$STORE}" "  keys: [$(cat "$TEST_DIR/public")]" "  $2" > "$folder/zante.yaml"
}

# machine a|b ARGUMENTS: zante there; what it says is in a.log and a.out. B has no key of its own.
machine () {
  local name=$1 folder=$A home=$HOME status=0
  [ "$name" = a ] || { folder=$B; [ "$home" != "$TEST_DIR/home-$BATS_TEST_NUMBER" ] || home=$TEST_DIR/nobody; }
  shift
  HOME=$home "$ZANTE" -C "$folder" "$@" > "$TEST_DIR/$name.out" 2> "$TEST_DIR/$name.log" || status=$?
  [ "$status" = 0 ] || cat "$TEST_DIR/$name.log"
  return "$status"
}

machine_with_keys () {
  printf '%s\n' 'store:' "  url: $STORE" "  keys: $1" > "$B/zante.yaml"
  shift
  machine b "$@"
}

key_of () { "$ZANTE" -C "$A" plan --format=json | python3 -c '
import json, sys
print([c["key"] for c in json.load(sys.stdin) if c["component"] == sys.argv[1]][0])' "$1"; }

# The size of its object, as zante tells it.
size_of () { stat -c %s "$A/.zante/store/objects/$(python3 -c '
import json, sys
print(json.load(open(sys.argv[1]))["output"])' "$A/.zante/store/keys/$(key_of "$1").json").tar.zst" | sed 's/$/ bytes/'; }

# Change one byte in the middle of each of the files.
flip () {
  python3 -c '
import os, sys
for path in sys.argv[1:]:
    data = bytearray(open(path, "rb").read())
    data[len(data) // 2] ^= 1
    os.chmod(path, 0o644)
    open(path, "wb").write(data)' "$@"
}
