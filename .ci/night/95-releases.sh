# shellcheck shell=bash
# title: every release builds, verifies, is packed and boots
# limit: 43200
# debian-12 and debian-13 come through apt. The stacks of upstream's releases and of master need
# ZANTE_MIRRORS, a folder of bare git repositories (xen.git, seabios.git, …): they are named as
# mirrors of the stack's own sources, whose pins in the lock stay. Without it they are told as not
# run. A step that fails is told in the table, and the next stack is tried. ZANTE_STACKS names the
# stacks to try ("debian-12 xen-4.20"), where one run has not the hours for all.
. "$TOP/.ci/build.sh"
mirrors=${ZANTE_MIRRORS-}
work=$CI_WORK/releases
steps=(needs fetch build verify deb rpm boot)

build_tree releases-zante
make -s -j"$(nproc)"
zante=$CI_WORK/releases-zante/zante
mkdir -p "$work"

# The sources of the stack $1 with the mirrors that are there put first. GRUB's release archive is
# the very file that Debian has, so it comes from where debian-12 put it.
mirrored () {
  local archive
  archive=$(find "$work/debian-12/.zante/downloads" -name 'grub2_*.orig.tar.xz' -print -quit)
  awk -v folder="$mirrors" -v archive="$archive" '
    /^sources:/ { on = 1 }
    /^[^ #]/ && !/^sources:/ { on = 0 }
    !on { next }
    /^  [a-z]/ { source = $1; sub(":", "", source) }
    $1 == "mirrors:" { next }
    { print }
    $1 == "url:" { print "      mirrors: [\"" folder "/" source ".git\"]" }
    $1 == "urls:" { print "        - \"file://" archive "\"" }' "$TOP/stacks/$1.yaml"
}

all_stacks () { find "$TOP/stacks" -name '*.yaml' -printf '%f\n' | sed 's/\.yaml$//' | sort; }

# A project of the stack $1; what was built there before stays.
project () {
  mkdir -p "$work/$1"
  {
    echo "stack: $1"
    echo 'packaging: {maintainer: "zante CI <ci@example.org>"}'
    case $1 in xen-*) mirrored "$1" ;; esac
  } >"$work/$1/zante.yaml"
}

# step STACK NAME: one column of the table, "ok" or "FAILED", and its seconds.
step () {
  local stack=$1 name=$2 status=0 start=$SECONDS command
  case $name in
    needs) command=(builddep --install) ;;
    fetch | build | verify) command=("$name") ;;
    deb | rpm) command=("$name" --from-stage) ;;
    boot) command=(boot --level guest) ;;
  esac
  "$zante" -C "$work/$stack" "${command[@]}" >"$work/$stack.$name.log" 2>&1 || status=$?
  if [ "$status" = 0 ]; then
    printf ' %8s' "$((SECONDS - start)) s"
  else
    printf ' %8s' FAILED
    tail -n 1 "$work/$stack.$name.log" | sed "s/^/error: $stack: $name: /" >>"$work/errors"
    return 1
  fi
}

# A stack's line. What builds on a step that failed is not tried.
try () {
  local name
  printf '%-12s' "$1"
  project "$1"
  for name in "${steps[@]}"; do
    step "$1" "$name" || [[ $name != @(needs|fetch|build) ]] || break
    [ "$name" != fetch ] || share_stores "$work/$1" "$work"/*
  done
  echo
}

rm -f "$work/errors"
{
  printf '%-12s' stack
  printf ' %8s' "${steps[@]}"
  echo
  for stack in ${ZANTE_STACKS:-$(all_stacks)}; do
    case $stack in
      xen-*) if [ -z "$mirrors" ]; then
        printf '%-12s not run: ZANTE_MIRRORS names no folder of repositories\n' "$stack"
        continue
      fi ;;
    esac
    try "$stack"
  done
} | tee "$work/table"
[ ! -e "$work/errors" ] || { cat "$work/errors"; exit 1; }
