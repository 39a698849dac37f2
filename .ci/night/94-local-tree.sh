# shellcheck shell=bash
# title: a developer's day with a clone of Xen: edits, another release and back, clean, options
# limit: 14400
# Needs ZANTE_MIRRORS, a folder of bare git repositories with a xen.git.
. "$TOP/.ci/build.sh"
if [ -z "${ZANTE_MIRRORS-}" ]; then
  echo 'ZANTE_MIRRORS names no folder of repositories'
  exit 77
fi
build_tree local-tree-zante
make -s -j"$(nproc)"
zante=$PWD/zante
mkdir -p "$CI_WORK/local-tree"
cd "$CI_WORK/local-tree" || exit
"$zante" --stack xen-4.17 builddep --install
"$TOP/tests/real/local-tree" "$zante" "$ZANTE_MIRRORS/xen.git" RELEASE-4.17.5 RELEASE-4.20.0
