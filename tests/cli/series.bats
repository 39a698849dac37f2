load common

# A history of six commits: two files that change in turn, and a branch for a stable release.
setup_file() {
  REPO=$TEST_DIR/repo
  export REPO GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='A Person' GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME='A Person' GIT_COMMITTER_EMAIL=a@example.org
  git init -q -b master "$REPO"
  cd "$REPO" || return
  seq 30 > one.c
  seq 100 130 > two.c
  commit 'begin'
  change one.c 5
  change two.c 105
  git branch -q stable-4.20
  change one.c 15
  change two.c 115
  git checkout -q stable-4.20
  change one.c 20
  git checkout -q master
  change one.c 25
}

COMMITS=0
commit() {
  COMMITS=$((COMMITS + 1))
  git add -A
  GIT_AUTHOR_DATE="2026-01-0$COMMITS 12:00 +0000" GIT_COMMITTER_DATE="2026-01-0$COMMITS 12:00 +0000" \
    git commit -q -m "$1"
}
change() { # FILE LINE
  sed -i "s/^$2\$/$2 changed/" "$1"
  commit "$1: change $2"
}

# id REVISION: as the output has it.
id() { git -C "$REPO" rev-parse --short=12 "$1"; }

# mails OPTION…: a series on master~2 of two patches, that adds a file too. Days later.
mails() (
  git clone -q "$REPO" work
  cd work || exit
  git checkout -q "${ON:-origin/master~2}"
  COMMITS=7
  seq 5 > new.c
  change one.c 10
  change one.c 11
  git format-patch -q --stdout "$@" -2
)

base() { zante series base --git "$REPO" "$@"; }

@test "the commits that a series applies to, the newest first" {
  mails --cover-letter > mbox
  base --ref master mbox > out
  cat out
  grep -qx "one.c: change 10 (v1, 2 of 2 patches)" out
  # The commit before changed two.c alone, which the series does not touch.
  grep -qx "  base $(id master~1)  master~1 of 2026-01-05" out
  grep -qF "any of 2 commits, $(id master~2) to $(id master~1)," out
}

@test "a mail is not older than what it was made on" {
  mails | sed 's/^Date: .*/Date: Sun, 4 Jan 2026 14:00:00 +0200/' > mbox
  base --ref master mbox | grep -q "^  base $(id master~2) "
}

@test "nothing of the repository changes" {
  mails > mbox
  (cd "$REPO" && find . -type f -exec sha256sum {} + | sort) > before
  base mbox
  (cd "$REPO" && find . -type f -exec sha256sum {} + | sort) | diff before -
  run ! compgen -G "${TMPDIR:-/tmp}/zante-series-*"
}

@test "the branch that a subject names comes first" {
  # What both branches have: the newer commit is master's.
  ON=origin/master~3 mails | sed '/^index /d' > mbox
  base mbox | sed -n 2p | grep -q ' master~'
  sed -i 's/^Subject: \[PATCH/Subject: [PATCH for-4.20/' mbox
  base mbox | sed -n 2p | grep -q ' stable-4.20~'
}

@test "mails without ids of blobs are compared by their lines" {
  mails | sed '/^index /d' > mbox
  # What changed elsewhere in the file does not show.
  base --ref master mbox | grep -q "^  base $(id master) "
  # One line elsewhere is no offset, but another file.
  sed 's/^@@ -7,7 +7,7 @@/@@ -8,7 +8,7 @@/' mbox > moved
  run ! cmp mbox moved
  fails 4 'apply to none' base --ref master moved
}

@test "transport does not matter: CRLF, quoted-printable, base64, a multipart mail" {
  mails > mbox
  base --ref master mbox > wanted
  sed 's/$/\r/' mbox > crlf
  base --ref master crlf | diff wanted -
  python3 - mbox <<'PYTHON'
import base64, email, quopri, sys
mails = open(sys.argv[1]).read().split("\nFrom ")
def each(name, encode):
    with open(name, "w") as out:
        for i, text in enumerate(mails):
            text = text if i == 0 else "From " + text
            head, body = text.split("\n\n", 1)
            out.write(encode(head, body if body.endswith("\n") else body + "\n") + "\n")
head_of = lambda head: "\n".join(l for l in head.split("\n") if not l.startswith(("Content-", "MIME")))
each("quoted", lambda h, b: head_of(h) + "\nContent-Transfer-Encoding: quoted-printable\n\n"
     + quopri.encodestring(b.encode()).decode())
each("base64", lambda h, b: head_of(h) + "\nContent-Transfer-Encoding: base64\n\n"
     + base64.encodebytes(b.encode()).decode())
each("parts", lambda h, b: head_of(h) + '\nContent-Type: multipart/mixed; boundary="x y"\n\n'
     "--x y\nContent-Type: text/plain; charset=utf-8\n\n" + b + "\n--x y\nContent-Type: text/html\n\n<p>\n--x y--\n")
PYTHON
  for name in quoted base64 parts; do
    base --ref master $name | diff wanted - || { echo "$name"; return 1; }
  done
}

@test "names that git quotes are names" {
  (
    git clone -q "$REPO" odd
    cd odd
    seq 30 > 'ä "b".c'
    COMMITS=5
    commit 'an odd name'
    git checkout -q -b topic
    COMMITS=7
    change 'ä "b".c' 10
    git mv 'ä "b".c' ö.c
    commit 'renamed'
    git format-patch -q -M --stdout -2 > ../mbox
    sed '/^index /d' ../mbox > ../lines
  )
  for mails in mbox lines; do
    zante series base --git odd --ref master $mails > out
    cat out
    grep -q "^  base $(git -C odd rev-parse --short=12 master) " out
    fails 4 'ä' zante series base --git odd --ref origin/master $mails
  done
}

@test "of two versions the newer one counts" {
  mails -v1 > one
  rm -rf work
  ON=origin/master mails -v2 > two
  cat one two > mbox
  base --ref master mbox > out
  cat out
  [ "$(grep -c ' patches)$' out)" = 1 ]
  grep -q '(v2, 2 of 2 patches)' out
  grep -q "^  base $(id master) " out
}

@test "what a series builds on is named, and the mail that makes it" {
  mails > both
  mkdir others
  git -C work format-patch -q --stdout -1 HEAD~1 > others/first.mbox
  git -C work format-patch -q --stdout -1 HEAD > second
  fails 4 'apply to none' base second
  [[ "$output" == *"one.c: no branch has it as the series has it"* ]]
  run base --mails others second
  [ "$status" = 4 ]
  [[ "$output" == *"made by 'one.c: change 10' in others/first.mbox"* ]]
}

# A series whose first hunk has a line that an earlier commit changed.
mails_again() (
  rm -rf work
  git clone -q "$REPO" work
  cd work || exit
  git checkout -q "$ON"
  COMMITS=7
  change one.c 6
  git format-patch -q --stdout --base=HEAD~1 -1
)

@test "a stated base is confirmed, not believed" {
  mails --base=HEAD~2 > right
  base right | grep -q "it states $(id master~2), to which it applies"
  sed "s/^base-commit: .*/base-commit: $(git -C "$REPO" rev-parse master)/" right > also
  base also | grep -q "it states $(id master), to which it applies"
  sed "s/^base-commit: .*/base-commit: $(git -C work rev-parse HEAD)/" right > elsewhere
  base elsewhere | grep -q 'to which it does not apply here'
  ON=origin/master~4 mails_again > older
  sed "s/^base-commit: .*/base-commit: $(git -C "$REPO" rev-parse master~5)/" older > wrong
  base wrong | grep -q "it states $(id master~5), to which it does not apply here"
}

@test "a range of one's own commits" {
  mails > /dev/null
  cd work
  zante series base --ref origin/master HEAD~2..HEAD | grep -q "^  base $(id master~1) "
}

@test "standard input, and JSON" {
  mails > mbox
  base --ref master --format json - < mbox > out
  python3 - out "$(git -C "$REPO" rev-parse master~1)" <<'PYTHON'
import json, sys
series, = json.load(open(sys.argv[1]))
base, = series["bases"]
assert base["commit"] == sys.argv[2] and base["refs"] == ["master"] and base["commits"] == 2
assert series["patches"] == 2 and series["missing"] == []
PYTHON
}

@test "bad input is one error" {
  echo 'no mail' > text
  : > empty
  fails 3 "there is no patch in 'text'" base text
  fails 3 "there is no patch in 'empty'" base empty
  fails 3 "cannot read 'none'" base none
  fails 3 "is neither a mailbox nor a range of commits" base none..neither
  fails 3 "cannot read '.'" base .
  mails > mbox
  fails 3 "'nowhere' is no branch" base --ref nowhere mbox
  fails 3 "is no git repository" zante series base --git / mbox
  fails 3 "mails" base --mails nothing mbox
  fails 2 "it knows 'base'" zante series build mbox
  fails 2 "--window" base --window 0 mbox
  fails 2 "--format" base --format xml mbox
}

@test "hostile mails end in an answer" {
  mails > mbox
  for line in 1 5 12 20 30; do
    head -n $line mbox > beginning
    run base beginning
    [ "$status" -le 4 ]
  done
  sed 's#one\.c#../../etc/passwd#g' mbox > outside
  fails 4 'apply to none' base outside
  sed 's#one\.c#:(glob)**#g' mbox > magic
  fails 4 'apply to none' base magic
  sed 's/^@@ .*/@@ -4294967295,4294967295 +1,99999999999 @@/; /^index /d' mbox > numbers
  fails 4 'apply to none' base numbers
  printf 'Subject: [PATCH 1/1] \033[31mred\n\n' > red
  sed -n '/^diff/,$p' mbox >> red
  run base red
  [[ "$output" != *$'\033'* ]]
}
