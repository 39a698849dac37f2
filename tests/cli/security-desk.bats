load common

# What would make the security desk say more than it knows, or do more than it says.
setup_file() {
  REPO=$TEST_DIR/repo
  export REPO GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='A Person' GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME='A Person' GIT_COMMITTER_EMAIL=a@example.org
  git init -q -b master "$REPO"
  cd "$REPO" || return
  mkdir -p old
  seq 1 60 > f
  seq 1 40 > old/h
  commit 'begin'
  git tag 1.0
  git branch stable-1.0
  git mv old new
  commit 'h: moved'
  edit new/h 20 x 'h: mended' 'This is XSA-411.'
  edit f 10 ten 'x86: one' 'This is part of XSA-401.'
  git tag half
  edit f 30 thirty 'x86: two' 'This is part of XSA-401.'
  git tag 2.0
}
commit() { git add -A && git commit -q -m "$1" ${2:+-m "$2"}; }
edit() { sed -i "$2s/.*/$3/" "$1" && commit "${@:4}"; }
# The state of XSA-$1 in the release $2 of this folder's repository.
state() { zante xsa status --xsa "$@" | sed -n '2s/^ *//p'; }

@test "no program of the repository's settings is run, and nothing is written beside it" {
  git clone -q "$REPO" clone
  cd clone
  git cat-file commit HEAD | sed '/^committer/a gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----' > signed
  git update-ref refs/heads/master "$(git hash-object -t commit -w signed)"
  printf '#!/bin/sh\ntouch "%s"\nexit 1\n' "$PWD/ran" > program
  chmod +x program
  git config gpg.program "$PWD/program"
  git config log.showSignature true
  git config core.splitIndex true
  git config diff.noprefix true
  git config diff.context 0
  git config format.attach part
  find .git | sort > before
  zante xsa status --xsa 401 HEAD | grep -q 'contained'
  zante xsa changelog 1.0..HEAD | grep -q '^XSA-401'
  zante queue --git . --queue ../queue import --base 1.0 1.0..2.0
  zante queue --git . --queue ../queue push --all
  zante queue --git . --queue ../queue rebase --onto HEAD
  find .git | sort | diff before -
  [ ! -e ran ]
}

@test "blanks are compared, whatever the repository's settings say" {
  git init -q blanks
  git -C blanks config apply.ignoreWhitespace change
  (
    cd blanks || exit
    seq -f 'a %g' 60 > f
    commit begin
    edit f 10 ten 'f: ten'
    git format-patch -q --stdout -1 > ../one.patch
  )
  sed -i 's/^ a 9$/ a   9/' one.patch
  zante queue --git blanks import --base HEAD~ one.patch
  fails 4 "patch 'one.patch': git apply: " zante queue --git blanks push
}

@test "a repository whose path has a colon" {
  git clone -q "$REPO" 'a:b'
  zante queue --git a:b import --base 1.0 1.0..2.0
  zante queue --git a:b push
}

@test "a part, where nobody goes on to show the others, is not all" {
  git clone -q --single-branch --branch half "$REPO" clone 2> errors
  cd clone
  state 401 HEAD | grep -q 'unknown (1 commit says it is a part of it, and '
}

@test "a revert is one by the id that another branch has, under any subject" {
  git clone -q "$REPO" clone
  cd clone
  git checkout -q -b stable-2.0 1.0
  git cherry-pick half 2.0 > out
  state 401 HEAD | grep -q '^contained'
  edit f 30 30 'x86: back out' "This reverts commit $(git rev-parse 2.0)."
  state 401 HEAD | grep -q '^unknown (a part of it was reverted'
  git reset -q --hard HEAD~
  edit f 30 30 'x86: back out' "This reverts commit $(git rev-parse --short=10 2.0)."
  state 401 HEAD | grep -q '^unknown (a part of it was reverted'
}

@test "files that have another folder in the release are not missing there" {
  cd "$REPO"
  state 411 1.0 | grep -q "^unknown (it has none of the files, but 'old/h' has the name of one"
}

@test "what the files had before the fix proves nothing" {
  git init -q -b master twins
  cd twins
  { printf '%s\n' a b c x d e f; seq 100 140; printf '%s\n' a b c d e f; seq 200 240; } > f
  commit begin
  git branch stable-1.0
  sed -i '52s/^d$/x\nd/' f
  commit 'f: mended' 'This is XSA-450.'
  git checkout -q stable-1.0
  sed -i '50s/$/ other/' f
  commit 'f: another way'
  state 450 master | grep -q '^contained'
  run ! grep -q '^contained' <(state 450 stable-1.0)
}

@test "half of the patches that a user has of a set is not the set" {
  mkdir meta
  git -C "$REPO" format-patch -q -2 --stdout 2.0 > all
  git -C "$REPO" format-patch -q -2 -o "$PWD/meta" 2.0
  rm meta/0002*
  sed -i '/^This is/d' meta/0001*
  mv meta/0001* meta/xsa460.patch
  cd "$REPO"
  run ! grep -q '^contained' <(state 460 half --meta "$PROJECT/meta")
}

@test "an embargo is told by the CVE too" {
  zante queue --git "$REPO" import --base 1.0 1.0..half > /dev/null
  sed -i 's/^Subject: x86: one$/Subject: x86: one (CVE-2030-4242)/' queue/x86-one.patch
  mkdir meta
  echo '{"xsa": 500, "cve": ["CVE-2030-4242"], "public_time": "2999-01-01"}' > meta/xsa.json
  fails 3 "patch 'x86-one.patch' names an advisory under embargo" \
    zante queue export --meta meta secret
  [ ! -e secret ]
}

@test "a file of the user that has an imported patch's name is not lost" {
  zante queue --git "$REPO" import --base 1.0 1.0..half > /dev/null
  echo mine > queue/x86-two.patch
  fails 3 "x86-two.patch' is no patch of the series" zante queue --git "$REPO" import half..2.0
  [ "$(cat queue/x86-two.patch)" = mine ]
  [ ! -e queue.new ]
}

@test "the same lines at another place are not the same change" {
  git init -q -b stable twins
  cd twins
  seq 1 60 > f
  commit begin
  git tag 1.0
  git checkout -q -b own
  sed -i '20a check' f
  commit 'ours'
  git checkout -q stable
  sed -i '50a check' f
  commit 'theirs'
  sed -i '19s/$/ other/' f
  commit 'f: moves on'
  git tag 1.1
  zante queue --git . import --base 1.0 1.0..own > /dev/null
  zante queue --git . rebase --onto 1.1 | grep -q '^ask  *ours.patch'
}

@test "what a later commit reverts by its id is not dropped" {
  git init -q -b stable other
  cd other
  seq 1 60 > f
  commit begin
  git tag 1.0
  git checkout -q -b own
  edit f 20 check 'f: check'
  git checkout -q stable
  git cherry-pick own > out
  edit f 20 20 'f: back out' "This reverts commit $(git rev-parse HEAD)."
  edit f 19 other 'f: moves on'
  git tag 1.1
  zante queue --git . import --base 1.0 1.0..own > /dev/null
  zante queue --git . rebase --onto 1.1 | grep -q '^mend  *f-check.patch'
}

@test "a stack's own patch that takes a fix out is none" {
  write_stack <<YAML
sources:
  xen:
    git: {url: "https://example.org/xen.git", commit: $(git -C "$REPO" rev-parse 2.0)}
    patches: [../revert-xsa401.patch, ../revert-xsa499.patch]
YAML
  cat > stacks/test.lock <<YAML
lock: 1
sources:
  xen: {kind: git, url: "https://example.org/xen.git", commit: $(git -C "$REPO" rev-parse 2.0), date: 1}
YAML
  git clone -q "$REPO" clone
  git -C clone revert --no-edit HEAD > out
  git -C clone format-patch -q --stdout -1 > revert-xsa401.patch
  git -C clone format-patch -q --stdout -1 half > revert-xsa499.patch
  sed -i '/^This is/d' revert-xsa499.patch
  cd "$REPO"
  zante -C "$PROJECT" xsa status --git "$REPO" --xsa 401 stack:test \
    | grep -q 'unknown (one of its own patches takes a part of it out)'
  zante -C "$PROJECT" xsa status --git "$REPO" --xsa 499 stack:test | grep -q 'unknown'
}

@test "a patch with a NUL byte is not another one without it" {
  printf 'From: a@b\nSubject: x\n\n---\n--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n+x\0y\n 1\n 2\n' > x.patch
  fails 3 "'x.patch', line 1: a patch with a NUL byte" \
    zante queue --git "$REPO" import --base 1.0 x.patch
  { printf 'From: a@b\nSubject: x\nContent-Transfer-Encoding: base64\n\n'
    sed 1,4d x.patch | base64; } > y.patch
  fails 3 "a patch with a NUL byte" zante queue --git "$REPO" import --base 1.0 y.patch
  [ ! -e queue ]
}
