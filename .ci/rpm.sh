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

# no_errors PATH…: says rpmlint, of packages in the system "root".
no_errors () {
  chroot_run root root rpmlint --config zante/packaging/rpm/rpmlint.toml "$@" >"$CI_WORK/rpmlint.log" || true
  grep -E ' 0 errors, ' "$CI_WORK/rpmlint.log" || { grep -E ': E: ' "$CI_WORK/rpmlint.log"; return 1; }
}

# Modes and names of the files of dist/, and of those that the packages install.
staged_files () {
  (cd "$root/srv/rpm/dist" && find . -type f ! -path './usr/lib/debug/*' -printf '%m /%P\n')
}
packed_files () {
  local package
  for package in "$root"/srv/rpm/quick/*.rpm; do
    case $package in *-debuginfo-*) continue ;; esac
    rpm -qp --nosignature --qf '[%{FILEMODES:octal} %{FILENAMES}\n]' "$package"
  done 2>/dev/null | sed -nE 's/^100(...) /\1 /p' | grep -v -e /usr/share/licenses/ | sed 's/\(man[1-8]\/.*\)\.gz$/\1/'
}

# holds_what_is_in_dist: names and modes of all files, and the contents too, but for what rpm strips
# (programs, archives) or compresses.
holds_what_is_in_dist () {
  local file
  diff <(staged_files | sort) <(packed_files | sort -u)
  (cd "$root/srv/rpm/dist" && find . -type f -exec sha256sum {} +) | sed 's/ [ *]\./ /' | sort >"$CI_WORK/staged.sums"
  contents "$root"/srv/rpm/quick/*.rpm | sed -nE 's/^100[0-7]+ ([0-9a-f]{64}) +(\/.*) [^ ]+$/\1 \2/p' |
    sort >"$CI_WORK/packed.sums"
  while read -r _ file; do
    case $file in
      /usr/share/licenses/* | *.gz) continue ;;
    esac
    head -c 8 "$root/srv/rpm/dist$file" | grep -qaE '^(.ELF|!<arch>)' || { echo "error: $file is not what was staged"; return 1; }
  done < <(comm -13 "$CI_WORK/staged.sums" "$CI_WORK/packed.sums")
}

# comes_and_goes: into a system that knows no rpm: what our packages need of one another is there,
# everything verifies, and nothing is left when they are gone.
comes_and_goes () {
  local target=$CI_WORK/rpm packages=("$root"/srv/rpm/quick/*.rpm) names theirs
  installed () { rpm --root "$target" --dbpath /var/lib/rpm "$@"; }
  tree () { (cd "$target" && find . -path ./var/lib/rpm -prune -o -print | sort); }
  chroot_new rpm
  installed --initdb 2>/dev/null
  tree >"$CI_WORK/before"
  installed -U --test --nosignature "${packages[@]}" >"$CI_WORK/needs" 2>&1 || true
  if grep -E '^[[:space:]]*(xen|lib(xen|xl)|ocamlx?\(X|pkgconfig\(x)' "$CI_WORK/needs"; then
    echo "error: a package of ours that is not there is needed"
    return 1
  fi
  installed -U --nodeps --nosignature "${packages[@]}"
  installed -Va --nodeps
  chroot "$target" /usr/sbin/xl 2>&1 | tee "$CI_WORK/xl.log" || true
  grep -qi xen "$CI_WORK/xl.log" # the dispatcher says that no Xen runs here
  mapfile -t names < <(installed -qa)
  installed -e --nodeps "${names[@]}"
  # Folders that Fedora has in packages of its own, and Debian in none.
  theirs='boot/efi(/EFI(/fedora)?)?|usr/libexec|usr/lib64/pkgconfig|usr/lib/(\.build-id(/..)?|debug(/\.build-id)?)|usr/share/licenses'
  theirs+='|usr/share/bash-completion(/completions)?|usr/share/man/man[0-9]|usr/lib/systemd/system-(sleep|preset)'
  tree | diff "$CI_WORK/before" - | sed -n 's/^> //p' | grep -vE "^\\./($theirs)\$" >"$CI_WORK/left" || true
  [ ! -s "$CI_WORK/left" ] || { echo "error: left behind:"; cat "$CI_WORK/left"; return 1; }
}
