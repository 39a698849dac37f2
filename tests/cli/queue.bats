load common

# 1.0 and two point releases of it, and a later branch; patches over 1.0.
setup_file() {
  REPO=$TEST_DIR/repo
  export REPO GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='A Person' GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME='A Person' GIT_COMMITTER_EMAIL=a@example.org
  git init -q -b stable "$REPO"
  cd "$REPO" || return
  seq 1 60 > f
  seq 1 60 > g
  git add -A
  git commit -q -m begin
  git branch later
  git commit -q --allow-empty -m 'a branch of its own'
  git tag 1.0
  # What is carried, each on top of the one before.
  git checkout -q -b own
  edit f 10 ten 'x86: taken as it is'
  edit f 20 twenty 'x86: taken with another change'
  edit f 30 thirty 'ours'
  edit f 31 more 'ours, on top'
  edit g 10 x 'g: taken without a name'
  edit g 50 y 'g: reverted upstream'
  git tag carried
  # The point release: it has some of them, and everything moves.
  git checkout -q stable
  edit f 10 ten 'x86: taken as it is'
  edit f 20 zwanzig 'x86: taken with another change'
  edit g 10 x 'g: another subject'
  edit g 50 y 'g: reverted upstream'
  git revert --no-edit HEAD > /dev/null
  sed -i '1i a\nb\nc' f
  git commit -q -a -m 'f: longer'
  git tag 1.1
  # Another branch, from before.
  git checkout -q later
  edit f 20 zwanzig 'x86: taken with another change'
  git tag 2.0
}
edit() { sed -i "$2s/.*/$3/" "$1" && git commit -q -a -m "$4"; }
queue() { zante queue "$1" --git "$REPO" "${@:2}"; }
import() { queue import --base 1.0 1.0..carried; }
tree_of() { find "$1" -type f -not -path '*.lock' -exec sha256sum {} + | sort; }

@test "patches come in, go on and off, in order" {
  import > out
  diff - out <<'TEXT'
x86-taken-as-it-is.patch
x86-taken-with-another-change.patch
ours.patch
ours-on-top.patch
g-taken-without-a-name.patch
g-reverted-upstream.patch
TEXT
  [ "$(cat queue/base)" = "$(git -C "$REPO" rev-parse 1.0)" ]
  diff queue/series out
  head -2 queue/ours.patch | diff - <(printf 'From: A Person <a@example.org>\nSubject: ours\n')
  [ "$(queue push)" = x86-taken-as-it-is.patch ]
  [ "$(queue push -a | wc -l)" = 5 ]
  fails 3 'all patches are pushed' queue push
  [ "$(queue pop)" = g-taken-without-a-name.patch ]
  queue series | grep -c '^+' | grep -qx 5
  queue series --format json | python3 -c '
import json, sys
found = json.load(sys.stdin)
assert [p["applied"] for p in found["patches"]] == [True] * 5 + [False]'
  queue pop --all
  fails 3 'no patch is pushed' queue pop
}

@test "nothing is written where it does not belong" {
  before=$(cd "$REPO" && git status --porcelain && git rev-parse HEAD && tree_of .)
  import
  queue push --all
  queue rebase --onto 1.1
  [ "$(cd "$REPO" && git status --porcelain && git rev-parse HEAD && tree_of .)" = "$before" ]
}

@test "no fuzz" {
  import
  sed -i 's/^ 29$/ other/' queue/ours.patch
  fails 4 "patch 'ours.patch': git apply: " queue push --all
  queue series | grep -c '^+' | grep -qx 2
}

@test "a patch is written anew at its places, or as a commit has it" {
  import
  queue push --all
  sed -i 's/^@@ -47,7 +47,7 @@/@@ -40,7 +40,7 @@/' queue/g-reverted-upstream.patch
  queue refresh
  grep -q '^@@ -47,7 +47,7 @@' queue/g-reverted-upstream.patch
  git clone -q "$REPO" clone
  git -C clone checkout -q carried
  sed -i '50s/.*/z/' clone/g
  git -C clone commit -q -a -m 'g: better'
  zante queue refresh --git clone "$(git -C clone rev-parse HEAD)"
  grep -qx '+z' queue/g-reverted-upstream.patch
  grep -qx 'Subject: g: reverted upstream' queue/g-reverted-upstream.patch
  fails 3 'would change nothing' zante queue refresh --git clone carried~1
  fails 3 "'none' is no commit" queue refresh none
}

@test "a point release: what it contains is dropped, with the proof, and nothing else" {
  import
  before=$(tree_of queue)
  queue rebase --onto 1.1 > out
  cut -d: -f1 out | sed 's/ *([0-9a-f]*)$//' | diff - <(cat <<'TEXT'
drop    x86-taken-as-it-is.patch
drop    x86-taken-with-another-change.patch
refresh ours.patch
refresh ours-on-top.patch
drop    g-taken-without-a-name.patch
keep    g-reverted-upstream.patch
TEXT
)
  grep -q 'taken-as-it-is.patch: a commit has the same change' out
  grep -q "another-change.patch: a commit has the same subject, and it does not apply ($(git -C "$REPO" log -1 --format=%H --grep='another change' 1.1 | cut -c1-12))" out
  [ "$(tree_of queue)" = "$before" ]
  echo mine > queue/README
  queue rebase --onto 1.1 --yes > /dev/null
  [ "$(cat queue/base)" = "$(git -C "$REPO" rev-parse 1.1)" ]
  diff queue/series <(printf '%s\n' ours.patch ours-on-top.patch g-reverted-upstream.patch)
  [ ! -e queue/x86-taken-as-it-is.patch ]
  [ "$(cat queue/README)" = mine ]
  grep -q '^@@ -30,7 +30,7 @@' queue/ours.patch
  [ "$(queue push --all | wc -l)" = 3 ]
}

@test "another branch: what is weak is asked" {
  import
  queue rebase --onto 2.0 > out
  grep -q '^ask  *x86-taken-with-another-change.patch: a commit has the same subject, and another change' out
  fails 3 'nothing was changed: 1 of the patches' queue rebase --onto 2.0 --yes
  [ "$(cat queue/base)" = "$(git -C "$REPO" rev-parse 1.0)" ]
  queue rebase --onto 2.0 --drop x86-taken-with-another-change.patch --yes
  [ "$(wc -l < queue/series)" = 5 ]
  # What is kept has to apply.
  rm -r queue
  import
  queue rebase --onto 2.0 --keep x86-taken-with-another-change.patch > out
  grep -q "^mend  *x86-taken-with-another-change.patch: patch 'x86" out
  fails 3 "the queue has no patch 'x'" queue rebase --onto 2.0 --drop x
}

@test "JSON of a rebase" {
  import
  queue rebase --onto 1.1 --format json > out
  python3 - out <<'PYTHON'
import json, sys
found = json.load(open(sys.argv[1]))
assert found["open"] == 0 and not found["done"] and len(found["onto"]) == 40
assert [p["what"] for p in found["patches"]] == ["drop", "drop", "refresh", "refresh", "drop", "keep"]
assert all(("commit" in p) == (p["what"] == "drop") for p in found["patches"])
PYTHON
}

@test "what goes out, and what may not" {
  import
  queue export out > lines
  diff lines <(echo patches:; sed 's,.*,  - out/&,' queue/series)
  diff -r --exclude=base --exclude=applied queue out
  sed -i 's/^Subject: ours$/Subject: ours (XSA-500)/' queue/ours.patch
  mkdir meta
  echo '{"xsa": 500, "public_time": "2999-01-01"}' > meta/xsa.json
  fails 3 "nothing was written: patch 'ours.patch' names an advisory under embargo" \
    queue export --meta meta secret
  [ ! -e secret ]
}

@test "mailboxes and files; names are kept, and none twice" {
  git -C "$REPO" format-patch -q --cover-letter --stdout 1.0..carried > box
  queue import --base 1.0 box > /dev/null
  [ "$(wc -l < queue/series)" = 6 ]
  git -C "$REPO" format-patch -q --stdout -1 2.0 > mine.patch
  queue import mine.patch > /dev/null
  [ "$(tail -1 queue/series)" = mine.patch ]
  fails 3 "has a patch 'mine.patch' already" queue import mine.patch
  fails 3 "there is no patch in 'empty'" eval ': > empty; queue import empty'
  fails 3 'it has a base already' queue import --base 1.0 box
}

@test "two at once follow one another" {
  import > /dev/null
  for _ in 1 2 3 4 5 6; do queue push & done
  wait
  [ "$(cat queue/applied)" = 6 ]
}

@test "bad input is one error" {
  fails 2 "it knows 'import'" queue fold
  fails 2 "'rebase' takes --onto" queue rebase
  fails 2 "'push' takes nothing more" queue push x
  fails 3 'there is none in' queue rebase --onto 1.0
  fails 3 "'v9' is no commit of the repository" queue import --base v9 1.0..carried
  import > /dev/null
  fails 3 "'v9' is no commit of the repository" queue rebase --onto v9
  echo ../../etc/passwd >> queue/series
  fails 3 'series: a line that is no name of a file beside it' queue series
  sed -i '$d' queue/series
  echo gone.patch >> queue/series
  fails 3 'gone.patch' queue series
  sed -i '$d' queue/series
  echo 99 > queue/applied
  fails 3 'applied: it is no number of patches' queue series
  echo 0 > queue/applied
  echo -n x > queue/base
  fails 3 'base: it is no full id' queue series
}
