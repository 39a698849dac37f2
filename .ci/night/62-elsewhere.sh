# shellcheck shell=bash
# title: two more builds side by side, the same files: both README commands as an ordinary user with sudo, and the printed script with one job
# limit: 2700
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
zante=zante/build/zante
srv=$CI_WORK/root/srv
chroot_run root root apt-get -q -y --no-install-recommends install curl util-linux
chroot_run root root sh -c 'rm -rf /srv/*; mkdir /srv/elsewhere /srv/script'

# Another person, in another folder of another system, some time later.
as_user () {
  chroot_new user
  chroot_user user tester
  chroot_clone user tester
  chroot_run user tester zante/scripts/quickstart check
  chroot_run user tester zante/scripts/quickstart | tee "$CI_WORK/user-build.log"
  grep -q '^quickstart: this needs root' "$CI_WORK/user-build.log"
}

# The same files without zante.
by_script () {
  chroot_run root root sh -c "$zante -C zante build --dry-run --shell >/srv/build.sh"
  chroot_run root root sh -c 'cd /srv/script && JOBS=1 PATH=/usr/sbin:/usr/bin:/sbin:/bin sh /srv/build.sh'
  diff <(listing "$CI_WORK/root/root/zante/dist") <(listing "$srv/script/zante-dist")
}

export zante srv CI_DATE
export -f as_user by_script listing apt_sources apt_options chroot_base chroot_new chroot_run chroot_user chroot_clone
# In a group of its own: it ends with this step.
setsid bash -euo pipefail -c by_script >"$CI_WORK/script.log" 2>&1 &
script=$!
trap 'kill -- "-$script" 2>/dev/null || true' EXIT
bash -euo pipefail -c as_user
wait $script || { tail -n 50 "$CI_WORK/script.log"; exit 1; }

# The same tarballs.
chroot_run root root $zante -C zante tarball --output /srv/tarballs
chroot_run user tester $zante -C zante tarball --output /home/tester/tarballs
diff "$srv/tarballs/SHA256SUMS" "$CI_WORK/user/home/tester/tarballs/SHA256SUMS"
(cd "$CI_WORK/user/home/tester/tarballs" && sha256sum --check SHA256SUMS)

# Every source from a bundle, without a network, and what is quickly built once more with one job.
chroot_run root root $zante -C zante bundle /srv/bundle.tar
chroot_run root root unshare --net $zante -C /srv/elsewhere fetch --offline --from-bundle /srv/bundle.tar
chroot_run root root unshare --net $zante -C /srv/elsewhere build -j 1 --offline \
  --from-bundle /srv/bundle.tar docs seabios
output () { sed -n 's/^ "output" : "\(.*\)",$/\1/p' "$1/.zante/store/last/$2.json" | grep .; }
for name in docs seabios; do
  diff <(output "$CI_WORK/root/root/zante" $name) <(output "$srv/elsewhere" $name)
done
