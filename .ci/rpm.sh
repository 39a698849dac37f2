# shellcheck shell=bash
# The rpm packages that the steps try, of a project in the system "root". Needs .ci/chroot.sh.

export CI_NAMESPACES=yes
root=$CI_WORK/root

# rpm_project COMPONENTS: Xen and a firmware that is built quickly, as Fedora lays them out.
rpm_project () {
  mkdir -p "$root/srv/rpm/.zante" "$root/srv/empty"
  [ -e "$root/srv/rpm/.zante/downloads" ] || cp -al "$root/root/zante/.zante/downloads" "$root/srv/rpm/.zante/"
  cat >"$root/srv/rpm/zante.yaml" <<END
components: $1
packaging: {maintainer: A Maintainer <maintainer@example.org>}
END
  in_project --adopt build --offline
}
in_project () { chroot_run root root zante/build/zante -C /srv/rpm --layout fedora "$@"; }

# rebuild_alone PACKAGE…: source packages build without zante, which an empty folder hides, with an
# empty HOME and nothing of our environment. What they make ends in /srv/rpm/full.
rebuild_alone () {
  local package
  rm -rf "$root/srv/rpm/full" "$root/srv/rpm/top"
  for package; do
    # shellcheck disable=SC2016 # the inner shell expands it
    chroot_run root root sh -euc '
      mount -t tmpfs none zante
      cd /
      exec env -i HOME=/srv/empty PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        rpmbuild --rebuild --nodeps --define "_topdir /srv/rpm/top" --define "_buildhost localhost" "$1"
      ' sh "/srv/rpm/sources/${package##*/}" >"$CI_WORK/rpmbuild.log" 2>&1 ||
      { tail -n 40 "$CI_WORK/rpmbuild.log"; return 1; }
  done
  mkdir -p "$root/srv/rpm/full"
  find "$root/srv/rpm/top/RPMS" -name '*.rpm' -exec mv -t "$root/srv/rpm/full" {} +
}

# contents PACKAGE…: what they install.
contents () {
  local package
  for package; do
    case $package in *-debuginfo-*) continue ;; esac
    rpm -qp --nosignature --qf '[%{FILEMODES:octal} %{FILEDIGESTS} %{FILELINKTOS} %{FILENAMES} %{=NAME}\n]' "$package"
  done 2>/dev/null
}

# same_as_staged: what was built alone is what zante packed.
same_as_staged () {
  local package
  for package in "$root"/srv/rpm/full/*.rpm; do
    diff <(contents "$root/srv/rpm/quick/${package##*/}") <(contents "$package")
  done
}
