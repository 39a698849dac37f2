load common

# A tree with maintainers, a file in the hypervisor's style and one that came from elsewhere.
setup_file() {
  REPO=$TEST_DIR/repo
  export REPO GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='A Person' GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME='A Person' GIT_COMMITTER_EMAIL=a@example.org
  git init -q -b master "$REPO"
  cd "$REPO" || return
  mkdir -p xen/common xen/drivers
  printf 'int own(void)\n{\n    int a = 1;\n    int b = 2;\n\n    return a + b;\n}\n' > xen/common/own.c
  sed 's/^    /\t/; s/own/taken/' xen/common/own.c > xen/drivers/taken.c
  printf '%s\n' 'COMMON' $'M:\tB Person <b@example.org>' $'R:\tC Person <c@example.org>' \
    $'F:\txen/common/' '' 'THE REST' $'M:\tA Person <a@example.org>' $'F:\t*' $'F:\t*/' > MAINTAINERS
  git add -A
  git commit -q -s -m 'xen: begin'
}

setup() {
  PROJECT="$TEST_DIR/$BATS_TEST_NUMBER"
  git clone -q "$REPO" "$PROJECT"
  cd "$PROJECT" || return
}

# change FILE LINE MESSAGE: a line after the third, and a commit.
change() {
  sed -i "3a\\$2" "$1"
  git add -A
  git commit -q -m "$3"
}
GOOD=$'xen: count\n\nIt did not.\n\nSigned-off-by: A Person <a@example.org>'

check() { zante series check "$@"; }

@test "a finding is at the line of the mailbox; of a range, at that of the file" {
  change xen/common/own.c '    if( a )  ' "$GOOD"
  git format-patch -q --stdout -1 > mbox
  line=$(grep -n '^+    if( a )' mbox | cut -d: -f1)
  check mbox > out
  grep -qx "mbox:$line: warning: \[keyword-space\] a space stands .*" out
  grep -qx "mbox:$line: warning: \[trailing-space\] .*" out
  check HEAD^..HEAD > out
  grep -q "^xen/common/own.c:4:$(git rev-parse --short=12 HEAD): warning: \[trailing-space\]" out
  # Of two findings in one line the order is that of the table.
  [ "$(grep -n trailing-space out | cut -d: -f1)" -lt "$(grep -n keyword-space out | cut -d: -f1)" ]
}

@test "an error ends with status 6, a warning with 0" {
  change xen/common/own.c '    a++;' $'xen: count.\n\nIt did not.\n\nSigned-off-by: A Person <a@example.org>'
  check HEAD^..HEAD | grep -q 'warning: \[subject-stop\]'
  change xen/common/own.c '    b++;' $'xen: count\n\nIt did not.'
  fails 6 '1 error in the patches' check HEAD^..HEAD
  [[ "$output" == *"$(git rev-parse --short=12 HEAD):1: error: [signoff] nobody signed it off"* ]]
}

@test "a file from elsewhere keeps its style" {
  change xen/drivers/taken.c '	if(a) {' "$GOOD"
  run check HEAD^..HEAD
  [[ "$output" != *taken.c* ]]
  change xen/common/own.c '	if(a) {' "$GOOD"
  check HEAD^..HEAD > out
  for name in indent-tab keyword-space brace-line; do
    grep -q "\[$name\]" out
  done
  # The same without blob ids, which need the base.
  git format-patch -q --stdout -2 | sed '/^index /d' > mbox
  check --base HEAD~2 mbox > out
  run ! grep -q "^mbox:$(grep -n '^+	if' mbox | cut -d: -f1 | head -n1): warning: \[keyword" out
  grep -q "^mbox:$(grep -n '^+	if' mbox | cut -d: -f1 | tail -n1): warning: \[keyword" out
}

@test "who has to approve comes from MAINTAINERS of the base" {
  change xen/common/own.c '    a++;' "$GOOD"
  wanted='[approval] xen/common/own.c (COMMON) needs the approval of B Person'
  check HEAD^..HEAD > out
  grep -qF "$wanted" out
  # The series does not make its own maintainers.
  sed -i 's/B Person/A Person/' MAINTAINERS
  git commit -q -s -a --amend --no-edit
  check HEAD^..HEAD | grep -qF "$wanted"
  git commit -q --amend -m "$GOOD"$'\nAcked-by: B. Person <b@example.org>'
  check HEAD^..HEAD > out
  run ! grep -qF '[approval' out
  # For a mail that says nothing of its base it is HEAD: there A Person maintains all of it.
  git commit -q --amend -m "$GOOD"
  git format-patch -q --stdout -1 | sed '1s/.*/From a@example.org Mon Sep 17 00:00:00 2001/' > mbox
  run ! grep -qF '[approval]' <(check mbox)
  grep -qF "$wanted" <(check --base HEAD^ mbox)
  sed "s/^-- \$/base-commit: $(git rev-parse HEAD^)/" mbox > stated
  grep -qF "$wanted" <(check stated)
}

@test "who maintains a file is written to" {
  change xen/common/own.c '    a++;' "$GOOD"
  git format-patch -q --stdout -1 > mbox
  run ! grep -qF '[recipients]' <(check mbox)
  sed '0,/^Subject/s//To: xen-devel@example.org, "Person, B" <B@example.org>\nSubject/' mbox > sent
  check sent > out
  grep -qF '[recipients] C Person <c@example.org> is neither in To nor in Cc' out
  run ! grep -qF 'B Person <b@example.org> is' out
}

@test "Fixes names a commit of the repository" {
  id=$(git rev-parse --short=12 HEAD)
  change xen/common/own.c '    a++;' "$GOOD"$'\nFixes: '"$id (\"xen: begin\")"
  run ! grep -qF '[fixes-known]' <(check HEAD^..HEAD)
  git commit -q --amend -m "$GOOD"$'\nFixes: 0123456789ab ("xen: begin")'
  check HEAD^..HEAD | grep -qF "[fixes-known] there is no commit '0123456789ab' here"
  # Without a repository nobody can know.
  git format-patch -q --stdout -1 > "$TEST_DIR/alone"
  cd /
  run ! grep -qF '[fixes-known]' <(check "$TEST_DIR/alone")
}

@test "levels are set by a file" {
  change xen/common/own.c '    if( a )' $'xen: count\n\nIt did not.'
  printf 'checks:\n  signoff: hint\n  keyword-space: error\n  approval: off\n' > series.yaml
  run check HEAD^..HEAD
  [ "$status" = 6 ]
  [[ "$output" == *": hint: [signoff]"* ]]
  [[ "$output" == *": error: [keyword-space]"* ]]
  [[ "$output" != *"[approval]"* ]]
  printf 'checks: {signoff: off}\n' > other.yaml
  run check --levels other.yaml HEAD^..HEAD
  [ "$status" = 0 ]
  [[ "$output" == *": warning: [keyword-space]"* ]]
  run check --levels other.yaml --level error HEAD^..HEAD
  [ "$output" = '' ]
}

@test "a file of levels that is wrong is told with its place" {
  change xen/common/own.c '    a++;' "$GOOD"
  printf 'checks:\n  sign-off: hint\n' > series.yaml
  fails 3 "series.yaml:2:3: there is no check 'sign-off' (did you mean 'signoff'?)" check HEAD^..HEAD
  printf 'checks:\n  signoff: warn\n' > series.yaml
  fails 3 "series.yaml:2:12: 'warn' is no level: error, warning, hint or off" check HEAD^..HEAD
  printf 'check: {}\n' > series.yaml
  fails 3 "series.yaml:1:1: unknown field 'check' (did you mean 'checks'?)" check HEAD^..HEAD
  fails 3 'none.yaml' check --levels none.yaml HEAD^..HEAD
}

@test "JSON, and an answer to be sent" {
  change xen/common/own.c '    if( a )' "$GOOD"
  git format-patch -q --stdout -1 > mbox
  check --format json mbox > out
  python3 - out "$(git rev-parse HEAD)" <<'PYTHON'
import json, sys
found = {f["check"]: f for f in json.load(open(sys.argv[1]))}
space = found["keyword-space"]
assert space["level"] == "warning" and space["commit"] == sys.argv[2]
assert space["path"] == "xen/common/own.c" and space["path-line"] == 4
assert space["quote"] == "    if( a )" and "message-line" not in space
assert found["approval"]["message-line"] == 1 and "path" not in found["approval"]
PYTHON
  check --format mail mbox > out
  printf '%s\n' '[PATCH] xen: count' '' 'xen/common/own.c:4' '> +    if( a )' \
    'warning: a space stands between the keyword and its bracket [keyword-space]' | diff - out
  git commit -q --amend -m "$GOOD" --no-edit
  check --format mail --level error mbox | diff - <(echo 'The checks found nothing.')
}

@test "nothing of the repository changes" {
  change xen/common/own.c '    a++;' "$GOOD"
  find .git -type f -exec sha256sum {} + | sort > "$TEST_DIR/before"
  check HEAD^..HEAD
  find .git -type f -exec sha256sum {} + | sort | diff "$TEST_DIR/before" -
}

@test "bad input is one error" {
  change xen/common/own.c '    a++;' "$GOOD"
  git format-patch -q --stdout -1 > mbox
  fails 3 "'nowhere' is no commit of the repository (--base)" check --base nowhere mbox
  fails 3 'is no git repository' check --git / mbox
  fails 3 "cannot read 'none'" check none
  fails 2 '--level takes' check --level off mbox
  fails 2 '--format takes' check --format xml mbox
  fails 2 "it knows 'base' and 'check'" zante series build mbox
  printf 'From: \033[31m <a@b>\nSubject: [PATCH 1/1] \033[31mred.\n\nA \033[31m \n' > red
  sed -n '/^---$/,$p' mbox | sed 's/a++/\x1b[31m  \t/' >> red
  for format in text mail; do
    run check --format $format red
    [[ "$output" != *$'\033'* ]]
  done
}

@test "series of one base, and a base that is named twice" {
  change xen/common/own.c '    a++;' "$GOOD"
  git format-patch -q --stdout --base=HEAD^ -1 > mbox
  cat mbox mbox | sed '0,/^From /!s/^Message-Id: .*/Message-Id: <another>/' > both
  check both > out
  check --base HEAD^ both > out
  check --base HEAD mbox > out
}

@test "names that are no UTF-8, or have line breaks" {
  change xen/common/own.c '    if( a )' "$GOOD"
  printf '%s\n' 'EVIL' $'M:\tEve <eve@example.org>' $'F:\t*' $'F:\t*/' > other
  git add other
  git commit -q -s -m 'xen: other'
  git format-patch -q --stdout -1 HEAD^ > mbox
  sed 's,xen/common/own.c,xen/common/o_w\\375.c,; s,^\(---\|+++\) \(.*\)$,\1 "\2",; s,^diff --git \(.*\) \(.*\)$,diff --git "\1" "\2",' mbox > latin
  sed 's,xen/common/own.c,xen/q\\nHEAD:other\\n.c,; s,^\(---\|+++\) \(.*\)$,\1 "\2",; s,^diff --git \(.*\) \(.*\)$,diff --git "\1" "\2",' mbox > lines
  printf '%s\n' 'ODD' $'M:\tB Person <b@example.org>' $'F:\txen/common/*_*.c' >> MAINTAINERS
  git commit -q -s -am 'MAINTAINERS: odd'
  check latin > out
  cat lines mbox > both
  check both > out
  run grep Eve out
  [ "$status" -eq 1 ]
}
