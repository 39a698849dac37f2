# shellcheck shell=bash
# title: kill -9 at 200 moments of build, deb, rpm, tarball, lock, repo and gc changes no byte
# limit: 7200
. "$TOP/.ci/build.sh"
build_tree killed
make -s -j"$(nproc)"
"$TOP/tests/real/killed" "$PWD/zante" 200
