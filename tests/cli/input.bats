load common

@test "an unknown field has a position and a suggestion" {
  component one 'true' <<< 'patchs: [x]'
  fails 3 "component.yaml:4:1: unknown field 'patchs' (did you mean 'patches'?)" zante list
}

@test "a wrong type has a position" {
  component one 'true' <<< 'needs: {a: b}'
  fails 3 "component.yaml:4:" zante list
}

@test "text that is no YAML has a position" {
  mkdir components/one
  printf 'component: [one\n' > components/one/component.yaml
  fails 3 "components/one/component.yaml:" zante list
}

@test "a component whose folder has another name is refused" {
  component one 'true' <<< ''
  mv components/one components/two
  fails 3 "component.yaml:1:" zante list
}

@test "a need that is not there is named where it stands" {
  component one 'true' <<< 'needs: [tow]'
  component two 'true' <<< ''
  fails 3 "did you mean 'two'?" zante build
}

@test "a cycle is told as a path" {
  component one 'true' <<< 'needs: [two]'
  component two 'true' <<< 'needs: [one]'
  fails 3 "one → two → one" zante build
}

@test "a stack that is not there is named" {
  fails 3 "tset" zante --stack tset list
}

@test "an unknown component on the command line has a suggestion" {
  component one 'true' <<< ''
  fails 3 "did you mean 'one'?" zante build oen
}

# with_source: a component with a source and a patch for it, neither of them fetched yet.
with_source() {
  mkdir -p tree/hello-1.0
  echo hello > tree/hello-1.0/hello
  tar -czf hello-1.0.tar.gz -C tree hello-1.0
  printf -- '--- a/hello\n+++ b/hello\n@@ -1 +1 @@\n-hello\n+hello, Xen\n' > real.patch
  ln -s real.patch fix.patch
  component hello 'install -D hello "$DESTDIR$bindir/hello"' <<< 'source: hello'
  write_stack << YAML
components: {hello: build}
sources:
  hello:
    archive: {urls: "file://$(printf %s "$PWD/hello-1.0.tar.gz" | sed 's/ /%20/g; s/\[/%5B/g; s/\]/%5D/g')"}
    patches: [../fix.patch]
YAML
}

@test "the patch of a source may be a link" {
  with_source
  zante lock
  zante build
  [ "$(cat dist/usr/bin/hello)" = "hello, Xen" ]
  printf -- '--- a/hello\n+++ b/hello\n@@ -1 +1 @@\n-hello\n+hello, world\n' > real.patch
  zante build
  [ "$(cat dist/usr/bin/hello)" = "hello, world" ]
}

@test "a patch that changes nothing is refused before anything is fetched" {
  with_source
  zante lock
  for text in '' 'From: A <a@example.org>\nSubject: [PATCH 0/2] hello\n\nTwo patches.\n'; do
    printf '%b' "$text" > real.patch
    fails 4 "patch 'fix.patch': it changes nothing" zante fetch
    fails 4 "patch 'fix.patch': it changes nothing" zante build
    [ ! -e .zante/work/hello ]
  done
}

@test "a FIFO in the place of a file is an error at once" {
  with_source
  zante lock
  soon() { timeout 20 "$ZANTE" "$@"; }
  rm fix.patch
  mkfifo fix.patch
  fails 3 "there is no file '$PWD/fix.patch'" soon build
  rm fix.patch
  ln -s real.patch fix.patch
  mv zante.lock kept.lock
  mkfifo zante.lock
  fails 3 "cannot read 'zante.lock': not a regular file" soon build
  rm zante.lock
  mv hello-1.0.tar.gz kept.tar.gz
  mkfifo hello-1.0.tar.gz
  fails 3 "hello-1.0.tar.gz': not a regular file" soon lock
  mkfifo one.deb one.rpm one.tar vmlinuz-1
  fails 3 "cannot read 'one.deb': not a regular file" soon boot --from one.deb
  fails 3 "cannot read 'one.rpm': not a regular file" soon boot --from one.rpm
  fails 3 "cannot read 'one.tar': not a regular file" soon boot --from one.tar
  cp kept.lock zante.lock
  fails 3 "cannot read 'one.tar': not a regular file" soon build --from-bundle one.tar
  mkfifo stacks/pipe.yaml
  fails 3 "cannot read 'stacks/pipe.yaml': not a regular file" soon --stack pipe list
}
