# shellcheck shell=bash
# title: guests saved by a release are restored by the next one
# limit: 14400
# Of what 95-releases has built, and with its zante: every release to the one after it, and Debian 12
# to Debian 13. A pair of which one is not there is told as not run.
work=$CI_WORK/releases
reports=$CI_WORK/migration
zante=$CI_WORK/releases-zante/zante
guests=(counting-pv counting-pvh counting-hvm)
failed=0 ran=0

[ -x "$zante" ] || { echo "error: nothing was built; run 95-releases first"; exit 1; }

# The stacks of upstream in the order of their releases, master last.
upstream () { find "$TOP/stacks" -name 'xen-*.yaml' -printf '%f\n' | sed 's/\.yaml$//' | sort -V; }

pairs () {
  echo debian-12 debian-13
  upstream | awk 'NR > 1 { print last, $1 } { last = $1 }'
}

# What was built in the project $1, if it was.
is_built () { compgen -G "$work/$1/dist/boot/xen-*.gz" >/dev/null; }

# outcome GUEST FILE: its verdict in the second machine, which the report tells before the first one.
outcome () { grep -m 1 -A 3 "\"guest\" : \"$1\"" "$2" | sed -n 's/.*"verdict" : "\(.*\)".*/\1/p'; }

# try FROM TO: a line of the table.
try () {
  local report=$reports/$1-$2 status=0 start=$SECONDS guest
  printf '%-11s %-11s' "$1" "$2"
  "$zante" -C "$work/$2" boot --restore-from "$work/$1" --json "$report.json" \
    --junit "$report.xml" >"$report.log" 2>&1 || status=$?
  for guest in "${guests[@]}"; do
    printf ' %12s' "$([ ! -e "$report.json" ] || outcome "$guest" "$report.json")"
  done
  printf ' %6s s\n' "$((SECONDS - start))"
  [ "$status" = 0 ] || tail -n 1 "$report.log" | sed "s/^/error: $1 to $2: /" >>"$reports/errors"
}

rm -rf "$reports"
mkdir -p "$reports"
printf '%-11s %-11s' from to
printf ' %12s' "${guests[@]}"
echo ' seconds'
while read -r from to; do
  if is_built "$from" && is_built "$to"; then
    try "$from" "$to"
    ran=$((ran + 1))
  else
    printf '%-11s %-11s not run: 95-releases has not built both\n' "$from" "$to"
  fi
done < <(pairs)
[ ! -e "$reports/errors" ] || { cat "$reports/errors"; failed=1; }
[ "$ran" -gt 0 ] || { echo "error: no pair was built"; failed=1; }
exit "$failed"
