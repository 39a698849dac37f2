# shellcheck shell=bash
# title: rpm packages: from the stage, one source package built without zante, installed and erased
# limit: 1800
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/rpm.sh"
rm -rf "$root/srv/rpm"
rpm_project '{pvgrub: "off", pv-shim: "off"}'

no_errors () { # PATH…
  chroot_run root root rpmlint --config zante/packaging/rpm/rpmlint.toml "$@" >"$CI_WORK/rpmlint.log" || true
  grep -E ' 0 errors, ' "$CI_WORK/rpmlint.log" || { grep -E ': E: ' "$CI_WORK/rpmlint.log"; return 1; }
}

# What is staged.
start=$SECONDS
in_project rpm --from-stage --output quick
echo "from the stage: $((SECONDS - start)) s"

# Source packages, twice.
in_project rpm --source-only --output sources
in_project rpm --source-only --output again
for package in "$root"/srv/rpm/sources/*.src.rpm; do cmp "$package" "$root/srv/rpm/again/${package##*/}"; done
no_errors /srv/rpm/quick
# One at a time: rpmlint takes the spec of one source package for another's.
for package in "$root"/srv/rpm/sources/*.src.rpm; do no_errors "/srv/rpm/sources/${package##*/}"; done

rebuild_alone "$root"/srv/rpm/sources/xen-seabios-*.src.rpm
same_as_staged

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
contents "$root"/srv/rpm/quick/*.rpm | sed -nE 's/^100[0-7]+ ([0-9a-f]{64}) +(\/.*) [^ ]+$/\1 \2/p' |
  sort >"$CI_WORK/packed.sums"
while read -r _ file; do
  case $file in
    /usr/share/licenses/* | *.gz) continue ;;
  esac
  head -c 8 "$root/srv/rpm/dist$file" | grep -qaE '^(.ELF|!<arch>)' || { echo "error: $file is not what was staged"; exit 1; }
done < <(comm -13 "$CI_WORK/staged.sums" "$CI_WORK/packed.sums")

# What systemd's macros stand for is in the scriptlets, and nothing that rpm did not know.
scripts () { rpm -qp --nosignature --scripts "$@" 2>/dev/null; }
scripts "$root"/srv/rpm/quick/xen-runtime-common-[0-9]*.rpm >"$CI_WORK/scripts.log"
grep -q 'systemd-update-helper install-system-units xen.service .* xendomains.service' "$CI_WORK/scripts.log"
if scripts "$root"/srv/rpm/quick/*.rpm | grep -E '%(systemd|\{)'; then
  echo "error: a macro that rpm did not know"
  exit 1
fi

# Into a system that knows no rpm: what our packages need of one another is there, everything
# verifies, and nothing is left when they are gone.
chroot_new rpm
target=$CI_WORK/rpm
installed () { rpm --root "$target" --dbpath /var/lib/rpm "$@"; }
tree () { (cd "$target" && find . -path ./var/lib/rpm -prune -o -print | sort); }
packages=("$root"/srv/rpm/quick/*.rpm)
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
theirs+='|usr/share/bash-completion(/completions)?|usr/share/man/man[0-9]|usr/lib/systemd/system-(sleep|preset)'
tree | diff "$CI_WORK/before" - | sed -n 's/^> //p' | grep -vE "^\\./($theirs)\$" >"$CI_WORK/left" || true
[ ! -s "$CI_WORK/left" ] || { echo "error: left behind:"; cat "$CI_WORK/left"; exit 1; }
