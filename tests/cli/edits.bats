#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# zante deb and rpm: what becomes of hand edits and of a changelog, in this version and the next.

load common
load small

versions () { sed -n 's/^xen-small (\(.*\)) .*/\1/p' "$1" | tr '\n' ' '; }

@test "changelogs grow: a revision and a person's own entries stay below the next one" {
  small
  echo '  revision: "1"' >>zante.yaml
  zante deb --no-build --changelog first
  log=$(echo deb/xen-small-*/debian/changelog)
  sed -i 's/revision: "1"/revision: "2"/' zante.yaml
  zante deb --no-build --changelog second
  [ "$(versions "$log")" = "0~local-2 0~local-1 " ]
  zante deb --no-build --changelog 'second, better'
  [ "$(versions "$log")" = "0~local-2 0~local-1 " ]
  grep -qx '  \* second, better' "$log"
  { printf 'xen-small (0~local-3) unstable; urgency=medium\n\n  * mine\n\n -- Me <me@example.org>  Sun, 22 Nov 2026 01:00:00 +0000\n\n'
    cat "$log"; } >longer
  cp longer "$log"
  zante deb --no-build --changelog 'second, better'
  cmp longer "$log"
  sed -i 's/revision: "2"/revision: "4"/' zante.yaml
  zante deb --no-build --changelog fourth
  [ "$(versions "$log")" = "0~local-4 0~local-3 0~local-2 0~local-1 " ]
  dpkg-parsechangelog --all -l "$log" >/dev/null
  # A new upstream version has a folder of its own, and the history goes on there.
  mv deb/xen-small-0~local deb/xen-small-0~earlier
  rm deb/xen-small-0~local.emitted
  zante deb --no-build --changelog fourth
  [ "$(versions "$log")" = "0~local-4 0~local-3 0~local-2 0~local-1 " ]
}

# The one entry's time, in seconds.
told () { date -d "$(dpkg-parsechangelog -l deb/xen-small-*/debian/changelog -S Date)" +%s; }

@test "the changelog's date is when the change was told first, and stays while it is the same" {
  small
  sed -i '/date:/d' zante.yaml
  unset SOURCE_DATE_EPOCH
  touch -d '2001-02-03' tree/hello.txt
  before=$(date +%s)
  zante deb --no-build
  first=$(told)
  [ "$first" -ge "$before" ]
  [ "$first" -le "$(date +%s)" ]
  # As if that had been some time ago.
  rm -r deb
  SOURCE_DATE_EPOCH=1000000000 zante deb --no-build
  cp -a deb before
  zante deb --no-build
  diff -r before deb
  # Without the memory of it, too: the changelog has it.
  rm deb/*.emitted
  zante deb --no-build
  diff -r before deb
  zante deb --no-build --changelog 'something else'
  [ "$(told)" -ge "$before" ]
  SOURCE_DATE_EPOCH=1234567890 zante deb --no-build --changelog 'again something else'
  [ "$(told)" = 1234567890 ]
}

@test "a time that no calendar has is none of a change" {
  small
  sed -i '/date:/d' zante.yaml
  unset SOURCE_DATE_EPOCH
  before=$(date +%s)
  for format in deb rpm; do
    zante $format --no-build
    for seconds in 9223372036854775807 253402300800 99999999999999999999999 -1; do
      sed -i "1s/^# date [-0-9]*/# date $seconds/" $format/*.emitted
      G_DEBUG=fatal-criticals zante $format --no-build
      told=$(sed -n '1s/^# date \([0-9]*\) .*/\1/p' $format/*.emitted)
      [ "$told" -ge "$((before - 86400))" ]
      [ "$told" -le "$(date +%s)" ]
    done
  done
}

@test "--force takes one file, and every file" {
  small
  zante deb --no-build
  cd deb/xen-small-*/
  echo '# mine' >>debian/control
  echo '# mine' >>debian/rules
  cd "$PROJECT"
  sed -i 's/a greeting/another greeting/' components/small/component.yaml
  fails 3 "--force='debian/control'" zante deb --no-build
  fails 3 "no recipe has such a file" zante deb --no-build --force debian/contrl
  fails 3 "--force='control': no recipe has such a file" zante deb --no-build --force='control'
  zante deb --no-build --force debian/control
  run ! grep -qx '# mine' deb/xen-small-*/debian/control
  grep -qx '# mine' deb/xen-small-*/debian/rules
  zante deb --no-build --force xen-small
  run ! grep -qx '# mine' deb/xen-small-*/debian/rules
}

# The recipe of the test's only version becomes that of an earlier one.
make_earlier () {
  mv deb/xen-small-0~local deb/xen-small-0~earlier
  mv deb/xen-small-0~local.emitted deb/xen-small-0~earlier.emitted
}

@test "a new upstream version has the edits of the one before, or is told of them" {
  small
  zante deb --no-build
  cd deb/xen-small-*/
  echo '# mine' >>debian/rules
  echo '# mine' >>debian/control
  echo '# mine' >debian/clean
  cd "$PROJECT"
  make_earlier
  sed -i 's/a greeting/another greeting/' components/small/component.yaml
  run zante deb --no-build
  [ "$status" -eq 0 ]
  [[ "$output" == *"xen-small-0~local/debian/rules: your edit of "*" is carried over"* ]]
  [[ "$output" == *"xen-small-0~earlier/debian/control: your edit is not in "* ]]
  grep -qx '# mine' deb/xen-small-0~local/debian/rules
  [ -x deb/xen-small-0~local/debian/rules ]
  grep -qx '# mine' deb/xen-small-0~local/debian/clean
  run ! grep -qx '# mine' deb/xen-small-0~local/debian/control
  zante deb --no-build
  grep -qx '# mine' deb/xen-small-0~local/debian/rules
}

# gone PATH…: nothing is there.
gone () {
  for path; do
    if [ -e "$path" ] || [ -L "$path" ]; then
      echo "$path is there"
      return 1
    fi
  done
}

@test "edits are carried by the next run when one could not, and nothing half-done stays" {
  small
  zante deb --no-build
  make_earlier
  echo '# mine' >>deb/xen-small-0~earlier/debian/control
  rm deb/xen-small-0~earlier/debian/rules
  mkdir deb/xen-small-0~earlier/debian/rules
  fails 4 "debian/rules" zante deb --no-build
  gone deb/xen-small-0~local deb/xen-small-0~local.emitted
  rmdir deb/xen-small-0~earlier/debian/rules
  zante deb --no-build
  grep -qx '# mine' deb/xen-small-0~local/debian/control
  gone deb/xen-small-0~local/debian/rules
}

@test "of a recipe that could not be written only what was there before stays" {
  small
  zante deb --no-build
  make_earlier
  echo '# mine' >>deb/xen-small-0~earlier/debian/control
  # What it says was emitted once is removed, but nothing outside.
  echo mine >file
  printf '%s  ../../file\n' "$(sha256sum file | cut -d ' ' -f 1)" >deb/xen-small-0~local.emitted
  fails 3 "cannot remove" zante deb --no-build
  gone deb/xen-small-0~local
  [ -e file ]
  rm deb/xen-small-0~local.emitted
  ln -s nowhere deb/xen-small-0~local
  fails 3 "is a link" zante deb --no-build
  [ -L deb/xen-small-0~local ]
  rm deb/xen-small-0~local
  zante deb --no-build
  grep -qx '# mine' deb/xen-small-0~local/debian/control
}

@test "links in the recipe of the version before are named, and not carried over" {
  small
  zante deb --no-build
  make_earlier
  ln -sf ../../../zante.yaml deb/xen-small-0~earlier/debian/rules
  ln -s ../../../zante.yaml deb/xen-small-0~earlier/debian/clean
  run zante deb --no-build
  [ "$status" -eq 0 ]
  [[ "$output" == *"xen-small-0~earlier/debian/clean: is a link, which is not carried over"* ]]
  [[ "$output" == *"xen-small-0~earlier/debian/rules: is a link, which is not carried over"* ]]
  [[ "$output" != *"says something new"* ]]
  gone deb/xen-small-0~local/debian/clean
  [ ! -L deb/xen-small-0~local/debian/rules ]
}

@test "a link in debian/ is a hand edit" {
  small
  zante deb --no-build
  control=$(echo deb/xen-small-*/debian/control)
  mv "$control" mine
  ln -s "$PWD/mine" "$control"
  zante deb --no-build
  [ -L "$control" ]
  sed -i 's/a greeting/another greeting/' components/small/component.yaml
  fails 3 "was edited by hand" zante deb --no-build
  [ -L "$control" ]
}

@test "an edit stays, one in the way of something new stops before anything is written" {
  small
  zante deb --no-build
  control=$(echo deb/xen-small-*/debian/control)
  echo '# mine' >>"$control"
  zante deb --no-build
  grep -qx '# mine' "$control"
  sed -i 's/a greeting/another greeting/' components/small/component.yaml
  fails 3 "was edited by hand" zante deb --no-build
  grep -qx '# mine' "$control"
  run zante deb --diff "$(dirname "$(dirname "$control")")"
  [ "$status" -eq 0 ]
  [[ "$output" == *"-Description: a greeting"*"+Description: another greeting"* ]]
  zante deb --no-build --force
  run ! grep -qx '# mine' "$control"
}
