load common

# A file of twelve lines on master, and two stable branches: what they have of advisories differs.
setup_file() {
  REPO=$TEST_DIR/repo
  export REPO GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='A Person' GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME='A Person' GIT_COMMITTER_EMAIL=a@example.org
  git init -q -b master "$REPO"
  cd "$REPO" || return
  day=1
  seq 1 40 > f
  commit 'x86: begin'
  git branch stable-1.0
  edit 2 two 'x86: prepare'
  git branch stable-2.0
  edit 2 deux 'x86: one' 'This is part of XSA-401 / CVE-2030-1001.'
  edit 20 twenty 'x86: two' 'This is part of XSA-401.'
  edit 30 thirty 'x86: three' 'This is XSA-402.'
  printf 'new\n' > g
  commit 'x86: new file'
  sed -i 's/new/newer/' g
  commit 'x86: of a new file' 'This is XSA-403.'
  edit 36 x 'x86: advice' 'It follows the advice of XSA-404.'
  edit 38 x 'x86: too early' 'This is XSA-405.'
  git revert --no-edit HEAD > /dev/null
  git checkout -q stable-2.0
  edit 2 deux 'x86: one' 'This is part of XSA-401.'
  git tag half
  edit 20 twenty 'x86: two' 'This is part of XSA-401.'
  edit 30 thirty 'x86: three' # the message says nothing
  day=28
  edit 12 x 'x86: later'
  git tag 2.0.1
}
commit() {
  git add -A
  GIT_COMMITTER_DATE="2030-01-$day 12:00 +0000" git commit -q -m "$1" ${2:+-m "$2"}
}
edit() { sed -i "$1s/.*/$2/" f && commit "${@:3}"; }
id() { git -C "$REPO" rev-parse --short=12 "$1"; }
xsa() { zante xsa "$1" --git "$REPO" "${@:2}"; }
# The state of XSA-$1 in the release $2.
state() { xsa status --xsa "$@" | sed -n '2s/^ *\(.*\) (.*/\1/p'; }

@test "what a release has, with its commits" {
  xsa status --xsa 401 2.0.1 > out
  cat > wanted <<TEXT
XSA-401 CVE-2030-1001
    contained (2 commits say so)
      $(id 2.0.1~3) x86: one
      $(id 2.0.1~2) x86: two
TEXT
  diff wanted out
}

@test "half of an advisory is not all of it" {
  [ "$(state 401 half)" = applies ]
  xsa status --xsa 401 half | grep -q '1 of 2 parts are in, the others apply'
  # Nor where no branch goes on from there.
  git clone -q "$REPO" clone
  cd clone
  git checkout -q -b own half
  git commit -q --allow-empty -m 'own work'
  zante xsa status --xsa 401 own | grep -q '1 of 2 parts are in, the others apply'
}

@test "a fix whose message says nothing is found by its subject and its change" {
  xsa status --xsa 402 2.0.1 > out
  grep -q '    contained (commits of the same subjects change the same lines)' out
  grep -q "      $(id 2.0.1~1) x86: three" out
  # The same subject alone is none.
  git clone -q "$REPO" clone
  cd clone
  git checkout -q -b other half
  sed -i '35s/.*/y/' f
  git commit -q -a -m 'x86: three'
  [ "$(zante xsa status --xsa 402 other | sed -n '2s/^ *\(.*\) (.*/\1/p')" = applies ]
}

@test "a revert that quotes what it takes out is no fix" {
  git clone -q "$REPO" clone
  cd clone
  git checkout -q -b quoting half
  git commit -q --allow-empty -m 'x86: four' -m 'This is XSA-406.'
  zante xsa status --xsa 406 quoting | grep -q 'contained (1 commit says so)'
  git commit -q --allow-empty -m 'Revert "x86: four"' -m 'It said: This is XSA-406.'
  zante xsa status --xsa 406 quoting | grep -q 'unknown (a part of it was reverted'
}

@test "a fix without any history is found in the files" {
  mkdir tree
  git -C "$REPO" archive 2.0.1 | tar -xC tree
  cd tree
  git init -q .
  git add -A
  git commit -q -m import
  git fetch -q "$REPO" master:refs/remotes/xen/master
  zante xsa status --xsa 402 HEAD > out
  grep -q '    contained (by its files: 1 commit of master)' out
  [ "$(zante xsa status --xsa 403 HEAD | sed -n '2s/^ *\(.*\) (.*/\1/p')" = 'not in this tree' ]
}

@test "what applies, what does not, what is not here, and what nobody can tell" {
  [ "$(state 402 half)" = applies ]
  [ "$(state 401 stable-1.0)" = 'needs another version' ]
  [ "$(state 403 stable-1.0)" = 'not in this tree' ]
  [ "$(state 404 master)" = unknown ]
  [ "$(state 405 master)" = unknown ]
  [ "$(state 499 master)" = unknown ]
  xsa status --xsa 405 master | grep -q 'reverted, and did not come back'
}

@test "a table" {
  xsa matrix stable-1.0 2.0.1 master > out
  cat > wanted <<'TEXT'
         stable-1.0 2.0.1     master
XSA-405  unknown    unknown   unknown
XSA-404  unknown    unknown   unknown
XSA-403  elsewhere  elsewhere contained
XSA-402  applies    contained contained
XSA-401  version    contained contained
version: needs another version; elsewhere: not in this tree
TEXT
  sed 's/ *$//' out | diff <(sed 's/ *$//' wanted) -
  xsa matrix --state applies stable-1.0 2.0.1 master | grep -c XSA | grep -qx 1
}

@test "JSON" {
  xsa matrix --format json half master > out
  python3 - out <<'PYTHON'
import json, sys
found = {f["xsa"]: f for f in json.load(open(sys.argv[1]))}
assert list(found) == [405, 404, 403, 402, 401]
half, master = found[401]["releases"]
assert half["state"] == "applies" and len(half["commits"]) == 1
assert master["state"] == "contained" and len(master["commits"]) == 2
assert master["release"] == "master" and len(master["commit"]) == 40
assert found[401]["cve"] == ["CVE-2030-1001"] and not found[401]["embargoed"]
PYTHON
}

@test "titles, other trees, and an embargo" {
  mkdir meta
  cat > meta/xsa.json <<'JSON'
[{"xsas": [{"xsa": 401, "title": "a title", "public_time": "2020-01-01 12:00"},
           {"xsa": 390, "title": "Linux", "public_time": "2029-12-01 12:00", "embargoed": false},
           {"xsa": 410, "title": "Windows"},
           {"xsa": 402, "title": "secret title", "embargoed": true}]}]
JSON
  echo '{"XSA": 410, "Recipes": {"1.0": {"Recipes": {"linux": {"Patches": []}}}}}' > meta/xsa410.meta
  sed -i 's/2029-12/2020-12/' meta/xsa.json
  xsa status --meta meta master > out 2> errors
  grep -q '^XSA-401 CVE-2030-1001: a title$' out
  grep -A1 '^XSA-390' out | grep -q 'not in this tree (no commit of the repository names it'
  grep -A1 '^XSA-410' out | grep -q 'not in this tree (its .meta file names other trees alone)'
  run ! grep -E 'XSA-402|secret' out errors
  grep -q '1 of the advisories are under embargo' errors
  xsa matrix --meta meta --format json master > out 2> errors
  grep -q 'xsa" : 401' out
  run ! grep -E 'xsa" : 402|XSA-402|secret' out errors
  xsa status --meta meta --embargoed --xsa 402 master > out
  grep -q '^XSA-402: secret title \[under embargo\]$' out
  fails 3 'XSA-402 is under embargo' xsa prereqs --meta meta 402 stable-1.0
}

@test "patches of a user: sets by their names, or as .meta files say" {
  mkdir -p meta/xsa420
  git -C "$REPO" format-patch -q -o "$PWD/meta/xsa420" -1 half
  mv meta/xsa420/0001-* meta/xsa420/xsa420-1.0.patch
  sed 's/^-two/-2/; s/^-2$/-2/' meta/xsa420/xsa420-1.0.patch > meta/xsa420/xsa420-2.0.patch
  sed -i '/^This is/d' meta/xsa420/*
  [ "$(state 420 stable-1.0 --meta meta)" = applies ]
  [ "$(state 420 half --meta meta)" = contained ]
  cat > meta/xsa420.meta <<JSON
{"XSA": 420, "Recipes": {"2.0": {"XenVersion": "2.0", "Recipes": {"xen": {
  "StableRef": "$(git -C "$REPO" rev-parse half~1)", "Prereqs": [401, 402],
  "Patches": ["xsa420/xsa420-1.?.patch"]}}}}}
JSON
  [ "$(state 420 stable-1.0 --meta meta)" = 'needs another version' ]
  xsa prereqs --meta meta XSA-420 stable-1.0 > out
  grep -qx 'XSA-401 comes before it: needs another version' out
  grep -qx 'XSA-402 comes before it: applies' out
  grep -qx 'before xsa420/xsa420-1.0.patch, in this order:' out
  grep -qx "    $(id half~1) x86: prepare" out
}

@test "what comes before a fix, and nothing more" {
  xsa prereqs 401 stable-1.0 > out
  cat > wanted <<TEXT
needs another version (the nearest is 2 commits of master)
before 2 commits of master, in this order:
    $(id half~1) x86: prepare
TEXT
  sed 's/stable-2.0/master/g' out | diff wanted -
  xsa prereqs --format json 401 stable-1.0 | python3 -c '
import json, sys
found = json.load(sys.stdin)
assert found["found"] and [c["subject"] for c in found["commits"]] == ["x86: prepare"]'
  [ "$(xsa prereqs 402 half)" = 'applies (1 commit of master; stable-2.0 went on without any)' ]
  [ "$(xsa prereqs 403 stable-1.0)" = 'not in this tree (it has none of the files)' ]
}

@test "a stack is what its lock pins, with its patches" {
  cat > stacks/test.yaml <<YAML
stack: test
summary: a test
xen-version: "4.17"
layout: debian
sources:
  xen:
    git: {url: "https://example.org/xen.git", commit: $(git -C "$REPO" rev-parse half)}
    patches: [../xsa402.patch]
YAML
  cat > stacks/test.lock <<YAML
lock: 1
sources:
  xen: {kind: git, url: "https://example.org/xen.git", commit: $(git -C "$REPO" rev-parse half), date: 1}
YAML
  git -C "$REPO" format-patch -q --stdout -1 2.0.1~1 > xsa402.patch
  xsa status --xsa 402 test > out
  grep -q 'contained (1 of its own patches say so)' out
  [ "$(state 401 stack:test)" = applies ]
  # One of several is not all of it.
  mv xsa402.patch xsa401-2.patch
  sed -i 's/xsa402.patch/xsa401-2.patch/' stacks/test.yaml
  [ "$(state 401 test)" != contained ]
  [ "$(state 402 test)" = applies ]
}

@test "bad input is one error" {
  fails 3 "'v3' is no commit of the repository; as a stack: " xsa status v3
  fails 2 "'status' takes a release" xsa status master half
  fails 2 "'matrix' takes releases" xsa matrix
  fails 2 "'prereqs' takes an advisory and a release" xsa prereqs 401
  fails 2 "'x' is no number of an advisory" xsa prereqs x master
  fails 2 "'10000' is no number of an advisory" xsa status --xsa 10000 master
  fails 2 '--state takes' xsa status --state good master
  fails 3 "cannot read the folder 'none' (--patches)" xsa status --patches none master
  mkdir meta
  echo '{"XSA": 1, "Recipes": {"4.17": {"Recipes": {"xen": {}}}}}' > meta/a.meta
  fails 3 "meta/a.meta: a recipe without an array 'Patches'" xsa status --meta meta master
  cat > stacks/test.lock <<'YAML'
lock: 1
sources:
  xen: {kind: git, url: "https://example.org/xen.git", commit: 0123456789012345678901234567890123456789, date: 1}
YAML
  write_stack <<'YAML'
sources:
  xen: {git: {url: "https://example.org/xen.git", commit: 0123456789012345678901234567890123456789}}
YAML
  fails 3 "which the repository has not" xsa status test
}
