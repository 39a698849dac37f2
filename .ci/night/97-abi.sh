# shellcheck shell=bash
# title: zante abi over Xen's real history: what every release changed in the stable libraries
# limit: 900
# Needs ZANTE_MIRRORS, see 95-releases. What is expected was read from the history once.
. "$TOP/.ci/build.sh"
repository=${ZANTE_MIRRORS-}/xen.git
if [ ! -d "$repository" ]; then
  echo "NOT RUN: there is no ZANTE_MIRRORS/xen.git"
  exit 0
fi
build_tree abi
make -s -j"$(nproc)"
zante=$CI_WORK/abi/zante
mkdir -p "$CI_WORK/abi-project"
cd "$CI_WORK/abi-project" || exit 1

# told STATUS OLD NEW: the lines about stable libraries that say of a change, as on standard input.
told () {
  local wanted=$1 status=0
  "$zante" abi --git "$repository" "RELEASE-$2" "RELEASE-$3" >out 2>errors || status=$?
  awk '/^[a-z]/ { stable = / stable: / } stable && (/^ / || /->|new|gone|BROKEN/)' out >changes
  diff - changes || { echo "error: $2 -> $3 is told otherwise"; exit 1; }
  [ "$status" = "$wanted" ] || { echo "error: $2 -> $3 ends with $status, not $wanted"; cat errors; exit 1; }
  echo "$2 -> $3: as in the history"
}

told 0 4.13.0 4.14.0 <<'TEXT'
libxenhypfs stable: new, libxenhypfs.so.1
TEXT
told 0 4.14.0 4.15.0 <<'TEXT'
libxendevicemodel stable: libxendevicemodel.so.1 (1.3 -> 1.4)
    added    xendevicemodel_nr_vcpus@VERS_1.4
    added    xendevicemodel_set_irq_level@VERS_1.4
libxenevtchn stable: libxenevtchn.so.1 (1.1 -> 1.2)
    added    xenevtchn_fdopen@VERS_1.2
libxenforeignmemory stable: libxenforeignmemory.so.1 (1.3 -> 1.4)
    added    xenforeignmemory_resource_size@VERS_1.4
TEXT
told 6 4.15.0 4.16.0 <<'TEXT'
libxencall stable: libxencall.so.1 (1.2 -> 1.3)  BROKEN
    removed  xencall6@VERS_1.0
    added    xencall2L@VERS_1.3
libxenstore stable: libxenstore.so.3.0 -> libxenstore.so.4 (3.0.3 -> 4.0)
    removed  expanding_buffer_ensure
    removed  sanitise_value
    removed  unsanitise_value
    removed  xs_count_strings
    removed  xs_daemon_rootdir
    removed  xs_daemon_tdb
    removed  xs_domain_dev
    removed  xs_perm_to_string
TEXT
told 0 4.17.0 4.20.0 </dev/null
told 0 4.20.0 4.22.0 <<'TEXT'
libxenmanage stable: new, libxenmanage.so.1
libxenstore stable: libxenstore.so.4 (4.0 -> 4.2)
    added    xs_get_domain_quota@VERS_4.2
    added    xs_get_features_domain@VERS_4.1
    added    xs_get_features_supported@VERS_4.1
    added    xs_get_global_quota@VERS_4.2
    added    xs_get_quota_names@VERS_4.2
    added    xs_set_domain_quota@VERS_4.2
    added    xs_set_features_domain@VERS_4.1
    added    xs_set_global_quota@VERS_4.2
    added    xs_watch_depth@VERS_4.2
    added    xs_watch_try_depth@VERS_4.2
TEXT

# The archive of this machine, if it is Debian's 12: what has to follow a new Xen.
index=$(find /var/lib/apt/lists -name '*dists_bookworm_main_binary-amd64_Packages*' -print -quit 2>/dev/null)
if [ -n "$index" ]; then
  "$zante" abi --git "$repository" --packages "$index" RELEASE-4.17.0 RELEASE-4.20.0 | sed '1,/^$/d' | tee rebuilds
  for source in collectd kexec-tools libvirt qemu; do
    grep -q "^    ${source}_" rebuilds || { echo "error: $source is not to be built again"; exit 1; }
  done
fi
