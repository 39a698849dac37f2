load common

# Two releases on a branch; the older one has an advisory already.
setup_file() {
  REPO=$TEST_DIR/repo
  export REPO GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='A Person' GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME='A Person' GIT_COMMITTER_EMAIL=a@example.org
  git init -q -b master "$REPO"
  cd "$REPO" || return
  commit $'x86: old\n\nThis is XSA-400.'
  git tag v1
  commit $'x86: fix\n\nThis is part of XSA-401 / CVE-2030-1001.'
  commit $'x86: more\n\nThe fix of XSA-400 was too little; this is CVE-2030-1000.'
  commit $'x86: fix again\n\nThis is part of XSA-401.'
  commit $'x86: advice\n\nIt follows the advice of XSA-402.'
  commit $'x86: too early\n\nThis is XSA-403.'
  commit "$(printf 'Revert "x86: too early"\n\nThis reverts commit %s.' "$(git rev-parse HEAD)")"
  git tag -a -m two v2
  commit $'x86: later\n\nThis is XSA-404.'
}
commit() { git commit -q --allow-empty -m "$1"; }
id() { git -C "$REPO" rev-parse --short=12 "$1"; }

changelog() { zante xsa changelog --git "$REPO" "$@"; }

@test "what a release fixes, and what nobody can tell" {
  changelog v1..v2 > out
  cat > wanted <<TEXT
XSA-401 CVE-2030-1001
    $(id v2~5) x86: fix
    $(id v2~3) x86: fix again
Undecided: named, but no commit that stays says it is a fix
XSA-403
    $(id v2~1) x86: too early (reverted by $(id v2^{}))
XSA-402
    $(id v2~2) x86: advice (speaks of it)
TEXT
  diff wanted out
  changelog v2.. | diff <(printf 'XSA-404\n    %s x86: later\n' "$(id master)") -
  [ "$(changelog v2..v1)" = 'no advisory is named that was not named before' ]
}

@test "titles and ids come from files, and an embargo is kept" {
  mkdir meta
  cat > meta/xsa.json <<'JSON'
[{"xsas": [{"xsa": "401", "title": "a title", "cve": ["CVE-2030-1002", "CVE-2030-1001"], "public_time": "2020-01-01 12:00"},
           {"xsa": 402, "title": "secret title", "public_time": "2999-01-01 12:00"}]}]
JSON
  changelog --meta meta v1..v2 > out 2> errors
  grep -qx 'XSA-401 CVE-2030-1001 CVE-2030-1002: a title' out
  run ! grep -E 'XSA-402|secret' out errors
  grep -q '1 of the advisories are under embargo' errors
  changelog --meta meta --format json v1..v2 > out 2> errors
  run ! grep -E 'xsa" : 402|XSA-402|secret' out errors
}

@test "JSON" {
  changelog --format json v1..v2 > out
  python3 - out "$(git -C "$REPO" rev-parse v2^{})" <<'PYTHON'
import json, sys
found = {f["xsa"]: f for f in json.load(open(sys.argv[1]))}
assert list(found) == [403, 402, 401]
assert found[401]["state"] == "fixed" and found[401]["cve"] == ["CVE-2030-1001"]
assert [c["stated"] for c in found[401]["commits"]] == [True, True]
assert found[402]["state"] == "undecided" and not found[402]["commits"][0]["stated"]
assert found[403]["state"] == "undecided" and found[403]["commits"][0]["reverted-by"] == sys.argv[2]
PYTHON
}

@test "bad input is one error" {
  fails 3 "'v3' is no commit of the repository" changelog v1..v3
  fails 3 "'--all' is no commit of the repository" changelog v1..--all
  fails 3 "'' is no commit of the repository" changelog ..v1
  fails 2 'takes two releases' changelog v1
  fails 2 'takes two releases' changelog v1...v2
  fails 2 "it knows 'changelog'" zante xsa prove v1..v2
  fails 2 '--format takes' changelog --format xml v1..v2
  fails 3 'is no git repository' zante xsa changelog --git / v1..v2
  fails 3 "cannot read the folder 'none' (--meta)" changelog --meta none v1..v2
  mkdir meta
  echo '{"xsa": 401, "public_time": "soon"}' > meta/a.json
  fails 3 'meta/a.json: the public_time of XSA-401 is no time' changelog --meta meta v1..v2
  echo '{' > meta/a.json
  fails 3 'meta/a.json: ' changelog --meta meta v1..v2
}
