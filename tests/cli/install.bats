load common

@test "install needs a destdir" {
  fails 2 "--destdir" zante install
}

@test "install before a build says what to do" {
  fails 3 "zante build" zante install --destdir here
}

@test "install copies dist with its modes and links" {
  component one 'mkdir -p "$DESTDIR/usr/share/a b"; echo x > "$DESTDIR/usr/share/a b/-f"; chmod 755 "$DESTDIR/usr/share/a b/-f"; ln -s "a b" "$DESTDIR/usr/share/link"' <<< ''
  zante build
  zante install --destdir "to here"
  diff -r dist "to here"
  [ -x "to here/usr/share/a b/-f" ]
  [ "$(readlink "to here/usr/share/link")" = "a b" ]
}

@test "install does not write through a link that leaves the destdir" {
  component one 'mkdir -p "$DESTDIR/usr/share"; echo x > "$DESTDIR/usr/share/file"' <<< ''
  zante build
  mkdir -p to/usr "$TEST_DIR/outside"
  ln -s "$TEST_DIR/outside" to/usr/share
  run zante install --destdir to
  [ ! -e "$TEST_DIR/outside/file" ]
}
