# shellcheck shell=bash
# title: rpm packages: built without zante, the same as from the stage, installed and erased
# limit: 2400
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
zante=zante/build/zante
root=$CI_WORK/root

# Xen alone, and a firmware that is built quickly.
rm -rf "$root/srv/rpm"
mkdir -p "$root/srv/rpm/.zante" "$root/srv/empty"
cp -al "$root/root/zante/.zante/downloads" "$root/srv/rpm/.zante/"
cat >"$root/srv/rpm/zante.yaml" <<'END'
components: {pvgrub: "off"}
packaging: {maintainer: A Maintainer <maintainer@example.org>}
END
in_project () { chroot_run root root $zante -C /srv/rpm --layout fedora "$@"; }
in_project --adopt build --offline

digests () { (cd "$1" && sha256sum -- *.rpm); }
no_errors () { # PATH…
  chroot_run root root rpmlint --config zante/packaging/rpm/rpmlint.toml "$@" >"$CI_WORK/rpmlint.log" || true
  grep -E ' 0 errors, ' "$CI_WORK/rpmlint.log" || { grep -E ': E: ' "$CI_WORK/rpmlint.log"; return 1; }
}

# What is staged, twice: the same packages to the last bit, in a short time.
start=$SECONDS
in_project rpm --from-stage --output quick
echo "from the stage: $((SECONDS - start)) s"
[ $((SECONDS - start)) -le 240 ] # 25 s on a machine that does nothing else
in_project rpm --from-stage --output again
diff <(digests "$root/srv/rpm/quick") <(digests "$root/srv/rpm/again")

# Source packages, twice.
in_project rpm --source-only --output sources
in_project rpm --source-only --output again
for package in "$root"/srv/rpm/sources/*.src.rpm; do cmp "$package" "$root/srv/rpm/again/${package##*/}"; done
no_errors /srv/rpm/quick
# One at a time: rpmlint takes the spec of one source package for another's.
for package in "$root"/srv/rpm/sources/*.src.rpm; do no_errors "/srv/rpm/sources/${package##*/}"; done

# Each source package builds without zante, which an empty folder hides, with an empty HOME and
# nothing of our environment.
for package in "$root"/srv/rpm/sources/*.src.rpm; do
  # shellcheck disable=SC2016 # the inner shell expands it
  chroot_run root root sh -euc '
    mount -t tmpfs none zante
    cd /
    exec env -i HOME=/srv/empty PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
      rpmbuild --rebuild --nodeps --define "_topdir /srv/rpm/top" --define "_buildhost localhost" "$1"
    ' sh "/srv/rpm/sources/${package##*/}" >"$CI_WORK/rpmbuild.log" 2>&1 ||
    { tail -n 40 "$CI_WORK/rpmbuild.log"; exit 1; }
done
mkdir -p "$root/srv/rpm/full"
find "$root/srv/rpm/top/RPMS" -name '*.rpm' -exec mv -t "$root/srv/rpm/full" {} +
diff <(cd "$root/srv/rpm/quick" && ls -- *.rpm) <(cd "$root/srv/rpm/full" && ls -- *.rpm)

# The same files from both.
contents () { # DIR
  for package in "$1"/*.rpm; do
    case $package in *-debuginfo-*) continue ;; esac
    rpm -qp --nosignature --qf '[%{FILEMODES:octal} %{FILEDIGESTS} %{FILELINKTOS} %{FILENAMES} %{=NAME}\n]' "$package"
  done 2>/dev/null
}
diff <(contents "$root/srv/rpm/quick") <(contents "$root/srv/rpm/full")

# And the same as in dist/: names, kinds and modes of all, contents of what rpm does not strip.
staged () {
  (cd "$root/srv/rpm/dist" && find . -type f ! -path './usr/lib/debug/*' -printf '%m /%P\n')
}
packed () {
  for package in "$root"/srv/rpm/quick/*.rpm; do
    case $package in *-debuginfo-*) continue ;; esac
    rpm -qp --nosignature --qf '[%{FILEMODES:octal} %{FILENAMES}\n]' "$package"
  done 2>/dev/null | sed -nE 's/^100(...) /\1 /p' | grep -v -e /usr/share/licenses/ | sed 's/\(man[1-8]\/.*\)\.gz$/\1/'
}
diff <(staged | sort) <(packed | sort -u)
# The contents too, but for what rpm strips (programs, archives) or compresses.
(cd "$root/srv/rpm/dist" && find . -type f -exec sha256sum {} +) | sed 's/ [ *]\./ /' | sort >"$CI_WORK/staged.sums"
contents "$root/srv/rpm/quick" | sed -nE 's/^100[0-7]+ ([0-9a-f]{64}) +(\/.*) [^ ]+$/\1 \2/p' |
  sort >"$CI_WORK/packed.sums"
while read -r _ file; do
  case $file in
    /usr/share/licenses/* | *.gz) continue ;;
  esac
  head -c 8 "$root/srv/rpm/dist$file" | grep -qaE '^(.ELF|!<arch>)' || { echo "error: $file is not what was staged"; exit 1; }
done < <(comm -13 "$CI_WORK/staged.sums" "$CI_WORK/packed.sums")

# Into a system that knows no rpm: what our packages need of one another is there, everything
# verifies, and nothing is left when they are gone.
chroot_new rpm
target=$CI_WORK/rpm
installed () { rpm --root "$target" --dbpath /var/lib/rpm "$@"; }
tree () { (cd "$target" && find . -path ./var/lib/rpm -prune -o -print | sort); }
packages=("$root"/srv/rpm/full/*.rpm)
installed --initdb 2>/dev/null
tree >"$CI_WORK/before"
installed -U --test --nosignature "${packages[@]}" >"$CI_WORK/needs" 2>&1 || true
if grep -E '^[[:space:]]*(xen|lib(xen|xl)|ocamlx?\(X|pkgconfig\(x)' "$CI_WORK/needs"; then
  echo "error: a package of ours that is not there is needed"
  exit 1
fi
installed -U --nodeps --nosignature "${packages[@]}"
installed -Va --nodeps
chroot "$target" /usr/sbin/xl 2>&1 | tee "$CI_WORK/xl.log" || true
grep -qi xen "$CI_WORK/xl.log" # the dispatcher says that no Xen runs here
mapfile -t names < <(installed -qa)
installed -e --nodeps "${names[@]}"
# Folders that Fedora has in packages of its own, and Debian in none.
theirs='boot/efi(/EFI(/fedora)?)?|usr/libexec|usr/lib64/pkgconfig|usr/lib/(\.build-id(/..)?|debug(/\.build-id)?)|usr/share/licenses'
theirs+='|usr/share/bash-completion(/completions)?|usr/share/man/man[0-9]|usr/lib/systemd/system-sleep'
tree | diff "$CI_WORK/before" - | sed -n 's/^> //p' | grep -vE "^\\./($theirs)\$" >"$CI_WORK/left" || true
[ ! -s "$CI_WORK/left" ] || { echo "error: left behind:"; cat "$CI_WORK/left"; exit 1; }
