# shellcheck shell=sh disable=SC2034
# Shared by good.sh and the cases.

lib=usr/lib/test-linux-gnu
private=usr/lib/xen-4.17

link_library () { # FILE OPTIONS…
  file=$1
  shift
  echo 'int f (void) { return 0; }' |
    "$CC" -g0 -nostdlib -shared -fPIC -x c - -x none -o "$file" -Wl,--no-as-needed "$@"
}

link_program () { # FILE OPTIONS…
  file=$1
  shift
  echo 'void _start (void) {}' |
    "$CC" -g0 -nostdlib -pie -fPIE -x c - -x none -o "$file" -Wl,--no-as-needed \
      -Wl,--dynamic-linker=/lib64/ld-test.so.1 "$@"
}
