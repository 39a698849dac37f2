# shellcheck shell=bash
# title: the Xen Test Framework on the Xen of Debian 12
# limit: 7200
# Needs ZANTE_MIRRORS, a folder of bare git repositories with an xtf.git.
. "$TOP/.ci/build.sh"
mirrors=${ZANTE_MIRRORS-}
work=$CI_WORK/xtf

if [ -z "$mirrors" ] || [ ! -d "$mirrors/xtf.git" ]; then
  echo 'ZANTE_MIRRORS names no folder of repositories with an xtf.git'
  exit 77
fi
build_tree xtf-zante
make -s -j"$(nproc)"
zante=$CI_WORK/xtf-zante/zante
mkdir -p "$work"
commit=$(awk '/^  [a-z]/ { here = $1 == "xtf:" } here && $1 == "commit:" { print $2 }' "$TOP/stacks/debian-12.yaml")
cat >"$work/zante.yaml" <<YAML
stack: debian-12
components: {xtf: build}
sources:
  xtf:
    git:
      url: https://xenbits.xen.org/git-http/xtf.git
      mirrors: ["$mirrors/xtf.git"]
      commit: $commit
YAML
"$zante" -C "$work" build
"$zante" -C "$work" verify
"$zante" -C "$work" boot --level xtf --json "$work/report.json" --junit "$work/report.xml"
"$zante" -C "$work" boot --xsa 286
