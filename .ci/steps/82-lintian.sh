# shellcheck shell=bash
# title: lintian finds no error and few warnings in the Debian packages
# limit: 600
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
lintian --allow-root -IE --pedantic --tag-display-limit 0 "$debs"/*.dsc "$debs"/*.changes >"$CI_WORK/lintian.log" || true
cat "$CI_WORK/lintian.log"

count () { grep -c "^$1: " "$CI_WORK/lintian.log" || true; }
grep -q . "$CI_WORK/lintian.log" || echo "nothing at all was found"
errors=$(count E) warnings=$(count W)
echo "$errors errors, $warnings warnings, $(count I) notes"
[ "$errors" = 0 ] || { echo "error: lintian has errors"; exit 1; }
[ "$warnings" -le 10 ] || { echo "error: $warnings warnings; 10 are the most"; exit 1; }

# Each override has its reason in the comment above it, or above the override above it.
rm -rf "$CI_WORK/overrides"
mkdir "$CI_WORK/overrides"
for file in "$debs"/*.debian.tar.xz; do
  tar -xf "$file" -C "$CI_WORK/overrides" --wildcards --one-top-level="$(basename "$file" .debian.tar.xz)" \
    '*lintian-overrides' || true
done
find "$CI_WORK/overrides" -type f -print0 | xargs -0 --no-run-if-empty awk '
  FNR == 1 || !NF { reason = 0 }
  /^#/ { reason = 1; next }
  NF && !reason { print "error: " FILENAME ":" FNR ": an override without a reason"; bad = 1 }
  END { exit bad }'
