# shellcheck shell=sh
# What the checks share. Each check/NAME is run in the root of a tree and prints what it finds, one
# line each: "FILE:LINE: what is wrong".
LC_ALL=C
export LC_ALL

# Every file that people wrote: what git tracks or would track, else (a release tarball, a bad
# example) all but what the autotools made. Bad examples are left out.
tree_files () {
  { { [ -e .git ] && git ls-files --cached --others --exclude-standard 2>/dev/null; } ||
    find . -type f; } |
    sed 's|^\./||' |
    grep -v -e '^tests/lint/bad/' -e '^_build/' -e '^_inst/' -e '^config\.status$' -e '^build-aux/' -e '^autom4te\.cache/' -e '^configure~*$' \
      -e '^aclocal\.m4$' -e '\(^\|/\)Makefile\.in$' | sort | while read -r file; do
    [ ! -f "$file" ] || printf '%s\n' "$file"
  done
}

# Those in C below the folders FOLDER….
c_files () {
  tree_files | grep '\.[ch]$' | grep -E "^($(printf '%s|' "$@")/)/"
}

# Run the awk program $1 over the stripped text of the files on standard input, with `file` and
# `line` set.
over_stripped () {
  xargs awk -f "$LINT/strip.awk" /dev/null | awk '
    { head = substr($0, 1, index($0, "\001") - 1); colon = index(head, ":")
      file = substr(head, 1, colon - 1); line = substr(head, colon + 1)
      $0 = substr($0, length(head) + 2) } '"$1"
}
