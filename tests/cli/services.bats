#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The component "common": the dispatcher, the units and the init scripts, as they are installed, on
# made-up tools of made-up versions of Xen.

load common

# A system of its own below $root: what the component installs, and the tools of two versions.
setup_file() {
  export root=$TEST_DIR/system PROJECT=$TEST_DIR/project
  mkdir -p "$PROJECT/stacks"
  cd "$PROJECT" || return 1
  printf '%s\n' 'stack: test' 'summary: a test' 'xen-version: "4.17"' 'layout: debian' \
    'components: {common: build, qemu: "off"}' >stacks/test.yaml
  printf '%s\n' 'stack: test' 'stack-directories: [stacks]' "component-directories: ['$SRCDIR/components']" \
    "directories: {prefix: $root/usr, sysconfdir: $root/etc, localstatedir: $root/var, rundir: $root/run}" \
    >defaults.yaml
  ZANTE_DEFAULTS=$PROJECT/defaults.yaml "$ZANTE" build
  mv "dist$root" "$root"
  mkdir -p "$root/run" "$root/sys/version" "$root/proc" "$root/var/lib/xen" "$root/state"
  # What no test can have: the kernel's side of Xen.
  grep -rlE '/proc/xen|/sys/hypervisor' "$root/usr/lib/xen-common" "$root/etc" |
    xargs sed -i -e "s|/proc/xen|$root/proc/xen|g" -e "s|/sys/hypervisor|$root/sys|g"
  for version in 4.9 4.17 4.20; do fake_tools "$version"; done
}

setup() {
  cd "$TEST_DIR" || return 1
  unset XEN_TOOLS_VERSION
  common=$root/usr/lib/xen-common/bin
  rm -rf "$root/proc" "$root/state" "$root/var/lib/xen" "$root/run"
  mkdir -p "$root/proc" "$root/state" "$root/var/lib/xen" "$root/run" "$root/etc/xen/auto"
  rm -f "$root"/etc/xen/auto/*
  running 4.17
}

# Each says what it is and how it was called.
fake_tools() {
  local bin=$root/usr/lib/xen-$1/bin
  mkdir -p "$bin" "$root/usr/lib/xen-$1/scripts"
  for tool in xl xentop pygrub; do
    printf '#!/bin/sh\necho "%s %s: $*"\n' "$1" "$tool" >"$bin/$tool"
  done
  printf '#!/bin/sh\necho "%s vif-bridge in ${0%%/*}: $*"\n' "$1" >"$root/usr/lib/xen-$1/scripts/vif-bridge"
  echo "echo read $1 vif-common.sh" >"$root/usr/lib/xen-$1/scripts/vif-common.sh"
  chmod 755 "$bin"/* "$root/usr/lib/xen-$1/scripts/vif-bridge"
}

# running VERSION: as if below that Xen; below none without one.
running() {
  rm -f "$root"/sys/type "$root"/sys/version/*
  [ -n "${1-}" ] || return 0
  echo xen >"$root/sys/type"
  echo "${1%.*}" >"$root/sys/version/major"
  echo "${1#*.}" >"$root/sys/version/minor"
}

# What a test tries is the same on every machine: where a program is missing, it is skipped whole.
# scripts/dependencies has all of them in its group check.
needs() {
  local program
  for program; do
    command -v "$program" >/dev/null || skip "$program is not installed"
  done
}

shells() { printf '%s\n' dash 'busybox sh'; }

@test "a command becomes the tool of the running Xen" {
  run "$root/usr/sbin/xl" list 'a b'
  [ "$status" -eq 0 ]
  [ "$output" = '4.17 xl: list a b' ]
  running 4.20
  run "$root/usr/sbin/xen" list
  [ "$output" = '4.20 xl: list' ]
  run "$common/xen-dispatch" xentop -b
  [ "$output" = '4.20 xentop: -b' ]
}

@test "a version can be chosen" {
  running
  XEN_TOOLS_VERSION=4.20 run "$root/usr/sbin/xl" list
  [ "$output" = '4.20 xl: list' ]
  XEN_TOOLS_VERSION=4.20 run "$common/xen-version"
  [ "$output" = '4.20' ]
  XEN_TOOLS_VERSION=../../bin fails 2 "'../../bin' is no version of Xen" "$root/usr/sbin/xl"
  XEN_TOOLS_VERSION=4.18 run -127 "$root/usr/sbin/xl"
  [ "$output" = 'xl: the tools of Xen 4.18 are not installed (installed: 4.9 4.17 4.20 )' ]
}

@test "without Xen there is one clear line" {
  running
  fails 1 'xl: not running under Xen (XEN_TOOLS_VERSION=X.Y chooses one of the installed tools: 4.9 4.17 4.20 )' \
    "$root/usr/sbin/xl" list
  [ "${#lines[@]}" -eq 1 ]
  echo kvm >"$root/sys/type"
  fails 1 'not running under Xen' "$root/usr/sbin/xl" list
  fails 1 'not running under Xen' "$common/xen-version"
  fails 1 'not running under Xen' "$common/xen-dir"
}

@test "a version whose tools are not installed, and a tool that a version lacks" {
  running 4.18
  run -127 "$root/usr/sbin/xl"
  [ "$output" = 'xl: Xen 4.18 is running, but its tools are not installed (installed: 4.9 4.17 4.20 )' ]
  running 4.17
  run -127 "$root/usr/sbin/xenpm"
  [ "$output" = "xenpm: Xen 4.17 has no 'xenpm' ($root/usr/lib/xen-4.17/bin/xenpm)" ]
  fails 2 'usage: xen-dispatch' "$common/xen-dispatch"
}

@test "a tool that asks no hypervisor is the newest where there is no right one" {
  running
  run "$root/usr/bin/pygrub" image
  [ "$output" = '4.20 pygrub: image' ]
  running 4.18
  run "$root/usr/bin/pygrub" image
  [ "$output" = '4.20 pygrub: image' ]
  running 4.9
  run "$root/usr/bin/pygrub" image
  [ "$output" = '4.9 pygrub: image' ]
}

@test "version and directory of what runs" {
  run "$common/xen-version"
  [ "$output" = 4.17 ]
  run "$common/xen-dir"
  [ "$output" = "$root/usr/lib/xen-4.17" ]
}

@test "scripts of guests' devices are those of the running Xen" {
  run "$root/etc/xen/scripts/vif-bridge" online type_if=vif
  [ "$output" = "4.17 vif-bridge in $root/usr/lib/xen-4.17/scripts: online type_if=vif" ]
  printf '%s\n' '#!/bin/sh' 'dir=$(dirname "$0")' '. "$dir/vif-common.sh"' >"$root/etc/xen/scripts/vif-mine"
  run sh "$root/etc/xen/scripts/vif-mine"
  [ "$output" = 'read 4.17 vif-common.sh' ]
}

@test "libvirt's daemons that hold replaced libraries of Xen are restarted, and no others" {
  mkdir -p proc/10 proc/11 proc/12 proc/13 proc/self programs
  printf '%s\n' '#!/bin/sh' 'echo "$*" >>calls' '[ ! -e fail ]' >programs/invoke-rc.d
  chmod +x programs/invoke-rc.d
  echo libvirtd >proc/10/comm
  echo virtxend >proc/11/comm
  echo virtqemud >proc/12/comm
  echo '7f 1-2 r-xp 0 08:01 7 /usr/lib/x86_64-linux-gnu/libxenstore.so.4.0 (deleted)' >proc/12/maps
  echo '7f 1-2 r-xp 0 08:01 7 /usr/lib/x86_64-linux-gnu/libxenstore.so.4.0' >proc/10/maps
  echo '7f 1-2 r-xp 0 08:01 7 /usr/lib/x86_64-linux-gnu/libc.so.6 (deleted)' >proc/11/maps
  PATH=$PWD/programs:$PATH "$common/refresh-libvirt" proc
  [ ! -e calls ]
  cp proc/12/maps proc/11/maps
  PATH=$PWD/programs:$PATH "$common/refresh-libvirt" proc
  [ "$(cat calls)" = 'virtxend restart' ]
  echo '7f 1-2 r-xp 0 08:01 7 /usr/lib/xen-4.17/lib/libxlutil.so.4.17.0 (deleted)' >proc/10/maps
  touch fail
  run env PATH="$PWD/programs:$PATH" "$common/refresh-libvirt" proc
  [ "$status" = 0 ]
  [[ $output = *'warning: restart libvirtd yourself'* ]]
  rm -r proc programs calls fail
}

@test "libvirt is looked after when libraries are upgraded, and when they are with xen-utils-common" {
  mkdir -p programs libexec/xen-common/bin
  for program in install update-rc.d deb-systemd-helper systemctl ucfq ucf ucfr; do
    printf '%s\n' '#!/bin/sh' >"programs/$program"
  done
  printf '%s\n' '#!/bin/sh' 'echo looked' >libexec/xen-common/bin/refresh-libvirt
  chmod +x programs/* libexec/xen-common/bin/refresh-libvirt
  sed "s|@libexecdir@|$PWD/libexec|" "$SRCDIR/packaging/deb/xen-utils-common.postinst" >postinst
  for arguments in 'triggered /usr/lib/libxenstore.so.4' 'configure 4.17.5-1'; do
    # shellcheck disable=SC2086 # two arguments
    run env PATH="$PWD/programs:$PATH" sh postinst $arguments
    [ "$status" = 0 ]
    [ "$output" = looked ]
  done
  rm -r programs libexec postinst
}

@test "every command has a manual page, or gets one from the documentation" {
  needs groff
  for program in "$root"/usr/bin/* "$root"/usr/sbin/*; do
    program=${program##*/}
    case $program in xenhypfs | xentop | xentrace | xentrace_format | xenwatchdogd | xl) continue ;; esac
    [ -e "$root/usr/share/man/man8/$program.8" ] || { echo "$program"; false; }
  done
  run groff -man -T ascii -P -cbou "$root/usr/share/man/man8/xen-dispatch.8"
  [[ "$(echo "$output" | tr -s ' \n' ' ')" == *'xl administer the guests'* ]]
}

@test "a program that went from Xen has no command any more" {
  cp -r "$PROJECT" newer
  cd newer
  for release in 4.17 4.18 4.19; do
    sed -i "s/^xen-version:.*/xen-version: \"$release\"/" stacks/test.yaml
    ZANTE_DEFAULTS=$PWD/defaults.yaml "$ZANTE" --adopt build
    (cd "dist$root/usr" && find bin share/man -name xencons -o -name xentrace_format -o -name xencons.8) |
      sort | xargs echo "$release:" >>commands
  done
  diff commands - <<'END'
4.17: bin/xencons bin/xentrace_format share/man/man8/xencons.8
4.18: bin/xentrace_format
4.19:
END
}

@test "no place was left to fill in" {
  run grep -rnE '@[a-z]+@' "$root/usr" "$root/etc"
  [ "$status" -eq 1 ]
}

@test "systemd accepts every unit" {
  needs systemd-analyze
  units=$root/usr/lib/systemd/system
  [ "$(find "$units" -type f | wc -l)" -eq 10 ]
  for unit in "$units"/*; do
    SYSTEMD_UNIT_PATH=$units: run systemd-analyze verify --man=no "$unit"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "$output" != *"$units"* ]]
  done
}

# A field of the LSB header (Linux Standard Base Core 5.0, 22.3), continuation lines included.
lsb_field() { # SCRIPT FIELD
  sed -n '/^### BEGIN INIT INFO$/,/^### END INIT INFO$/p' "$1" | sed -n "s/^# $2: *//p"
}

@test "init scripts have complete LSB headers" {
  for script in "$root"/etc/init.d/*; do
    echo "$script"
    [ "$(grep -c '^### BEGIN INIT INFO$' "$script")" -eq 1 ]
    [ "$(grep -c '^### END INIT INFO$' "$script")" -eq 1 ]
    [ "$(lsb_field "$script" Provides)" = "${script##*/}" ]
    for field in Required-Start Required-Stop Should-Start Should-Stop Short-Description Description; do
      [ -n "$(lsb_field "$script" "$field")" ] || { echo "no $field"; false; }
    done
    [ "$(lsb_field "$script" Default-Start)" = '2 3 4 5' ]
    [ "$(lsb_field "$script" Default-Stop)" = '0 1 6' ]
    # Nothing else but the fields of the standard, X- ones, and their continuation lines.
    run sed -n '/^### BEGIN INIT INFO$/,/^### END INIT INFO$/{/^###/d;/^# \(Provides\|Required-St[ao][rp]t\{0,1\}\|Should-St[ao][rp]t\{0,1\}\|Default-St[ao][rp]t\{0,1\}\|Short-Description\|Description\|X-[A-Za-z-]*\):/d;/^#  /d;p}' "$script"
    [ -z "$output" ]
    # What has to run before is provided by one of ours, or by the system.
    for name in $(lsb_field "$script" Required-Start); do
      case $name in '$remote_fs' | '$network' | '$local_fs') ;; *) [ -e "$root/etc/init.d/$name" ] ;; esac
    done
  done
}

@test "init scripts know every action of the standard, and refuse others" {
  needs dash busybox
  shells | while read -r shell; do
    for script in "$root"/etc/init.d/*; do
      for action in start stop restart try-restart force-reload; do
        run $shell "$script" $action
        echo "$shell $script $action: $status $output"
        [ "$status" -eq 0 ]
      done
      run $shell "$script" status
      [ "$status" -eq 3 ]
      run $shell "$script" nonsense
      [ "$status" -eq 2 ]
      [[ "$output" == usage:*status* ]]
    done
  done
}

# What is more than POSIX in them, and why, shellcheck knows: tests/lint runs it.
@test "scripts are what dash and busybox take, short, and kill nothing" {
  needs dash busybox
  for script in "$root"/etc/init.d/* "$common"/*; do
    dash -n "$script"
    busybox sh -n "$script"
    [ "$(wc -l <"$script")" -lt 250 ]
    run grep -nE 'kill +-(9|KILL)|SIGKILL' "$script"
    [ "$status" -eq 1 ]
  done
}

# Made-up daemons: each notes how it was called and goes to the background, or stays as it was asked.
fake_daemons() {
  local bin=$root/usr/lib/xen-4.17/bin
  cat >"$bin/xenstored" <<END
#!/bin/sh
stay=no; case " \$* " in *' --no-fork '* | *' -i '*) stay=yes ;; esac
for argument; do
  case \$argument in --pid-file=*) pidfile=\${argument#*=} ;; esac
  if [ "\${previous-}" = --pid-file ] || [ "\${previous-}" = -pidfile ]; then pidfile=\$argument; fi
  previous=\$argument
done
[ "\${1-}" = child ] && shift || echo "\${0##*/} \$*" >>"$root/state/calls"
if [ \$stay = no ]; then
  "\$0" child --no-fork --pid-file "\${pidfile-$root/state/pid}" >/dev/null 2>&1 </dev/null &
  while [ ! -e "\${pidfile-$root/state/pid}" ]; do sleep 0.1; done
  exit
fi
trap 'echo "\${0##*/} USR1" >>"$root/state/calls"; exit' USR1
case \$0 in *xenstored) python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$root/run/xenstored/socket" ;; esac
# No child, which would bear the daemon's name until it becomes another program.
mkfifo "$root/state/silence.\$\$"
exec 3<>"$root/state/silence.\$\$"
echo \$\$ >"\${pidfile-$root/state/pid}"
while :; do read -r nothing <&3; done
END
  chmod 755 "$bin/xenstored"
  for name in oxenstored xenconsoled xenwatchdogd qemu-system-i386; do cp "$bin/xenstored" "$bin/$name"; done
  printf '#!/bin/sh\necho "xen-init-dom0 $*" >>"%s/state/calls"; touch "%s/state/dom0"\n' "$root" "$root" >"$bin/xen-init-dom0"
  printf '#!/bin/sh\n[ -e "%s/state/dom0" ]\n' "$root" >"$bin/xenstore-exists"
  chmod 755 "$bin/xen-init-dom0" "$bin/xenstore-exists"
  mkdir -p "$root/proc/xen"
  echo control_d >"$root/proc/xen/capabilities"
}

# Commands in a process namespace of their own: nothing outlives them.
domain0() {
  run bwrap --dev-bind / / --unshare-pid --proc /proc --die-with-parent sh -eu -c "
    xen() { $shell $root/etc/init.d/xen \"\$@\"; }
    watchdog() { $shell $root/etc/init.d/xen-watchdog \"\$@\"; }
    calls() { cat $root/state/calls; : >$root/state/calls; }
    cd $root
    $1"
  echo "$output"
}

xen_story() {
  fake_daemons
  domain0 '
    xen start >/dev/null 2>&1; calls
    xen start >/dev/null 2>&1; calls
    store=$(cat run/xen/xenstored.pid) console=$(cat run/xen/xenconsoled.pid)
    xen status >/dev/null
    xen restart >/dev/null; calls
    [ "$(cat run/xen/xenstored.pid)" = "$store" ]
    [ "$(cat run/xen/xenconsoled.pid)" != "$console" ]
    xen stop >/dev/null; calls
    kill -0 "$store"
    ! kill -0 "$(cat run/xen/xenconsoled.pid 2>/dev/null || echo 999999)" 2>/dev/null
    xen status >/dev/null || echo "status $?"
    xen start >/dev/null 2>&1; calls
    kill "$(cat run/xen/xenconsoled.pid)"; sleep 0.2
    xen status >/dev/null || echo "status $?"'
  [ "$status" -eq 0 ]
  options='-xen-domid 0 -xen-attach -name dom0 -nographic -M xenpv -monitor /dev/null -serial /dev/null -parallel /dev/null -nodefaults -no-user-config'
  console="xenconsoled --pid-file=$root/run/xen/xenconsoled.pid --log=none --log-dir=$root/var/log/xen/console"
  qemu="qemu-system-i386 $options -pidfile $root/run/xen/qemu-dom0.pid -daemonize"
  [ "$output" = "oxenstored --pid-file $root/run/xen/xenstored.pid
xen-init-dom0 
$console
$qemu
$console
status 3
$console
$qemu
status 1" ]
}

@test "xen starts what is missing, restarts the consoles only, and never stops the xenstore" {
  needs_sandbox
  needs dash busybox
  for shell in dash 'busybox sh'; do
    setup
    xen_story
  done
}

@test "a xenstore that another package started is left alone" {
  needs_sandbox
  fake_daemons
  shell=dash
  domain0 '
    mkdir -p run/xenstored
    usr/lib/xen-4.17/bin/oxenstored --pid-file $PWD/state/elsewhere >/dev/null
    touch state/dom0; : >state/calls
    xen start >/dev/null 2>&1; calls | sed "s/ .*//"
    usr/lib/xen-common/bin/launch-xenstore --foreground | sed "s/[0-9][0-9]*/N/"; calls'
  [ "$status" -eq 0 ]
  [ "$output" = 'xenconsoled
qemu-system-i386
xenstored runs already (process N)' ]
}

@test "the configuration chooses the xenstore and what the daemons are told" {
  needs_sandbox
  fake_daemons
  shell=dash
  cp "$root/etc/default/xencommons" kept
  printf '%s\n' XENSTORED=xenstored 'XENSTORED_ARGS="--verbose -x"' XENSTORED_MAX_OPEN_FDS=100 XENCONSOLED_TRACE=all \
    XENSTORED_OOM_MEM_THRESHOLD=10 XEN_DOM0_UUID=0-1 >"$root/etc/default/xencommons"
  domain0 '
    xen start >/dev/null 2>&1; calls | sed "/^qemu/d"
    sed -n "s/^Max open files  *\([0-9]*\).*/\1/p" "/proc/$(cat run/xen/xenstored.pid)/limits"'
  cp kept "$root/etc/default/xencommons"
  [ "$status" -eq 0 ]
  [ "$output" = "xenstored --pid-file $root/run/xen/xenstored.pid --verbose -x
xen-init-dom0 0-1
xenconsoled --pid-file=$root/run/xen/xenconsoled.pid --log=all --log-dir=$root/var/log/xen/console
100" ]
}

@test "under systemd the xenstore stays in the foreground" {
  needs_sandbox
  fake_daemons
  shell=dash
  domain0 '
    usr/lib/xen-common/bin/launch-xenstore --foreground 2>/dev/null &
    usr/lib/xen-common/bin/launch-xenstore --wait
    calls
    [ "$(cat run/xen/xenstored.pid)" = $! ]'
  [ "$status" -eq 0 ]
  [ "$output" = "oxenstored --pid-file $root/run/xen/xenstored.pid --no-fork" ]
}

@test "the watchdog is disarmed when it is stopped" {
  needs_sandbox
  fake_daemons
  shell=dash
  domain0 '
    watchdog start >/dev/null; watchdog start >/dev/null; watchdog status >/dev/null
    watchdog stop >/dev/null; calls
    watchdog status >/dev/null || echo "status $?"'
  [ "$status" -eq 0 ]
  [ "$output" = 'xenwatchdogd 30 15
xenwatchdogd USR1
status 3' ]
}

# An xl whose guests are files: state/guests/NUMBER holds the name.
fake_xl() {
  mkdir -p "$root/proc/xen" "$root/state/guests"
  echo control_d >"$root/proc/xen/capabilities"
  cat >"$root/usr/lib/xen-4.17/bin/xl" <<END
#!/bin/sh
cd "$root/state/guests" || exit
find_name() { grep -lxF -e "\$1" -- * 2>/dev/null; }
case \$* in *--dryrun*) ;; *) case \$1 in list | domid | domname) ;; *) echo "\$*" >>../calls ;; esac ;; esac
command=\$1
shift
case \$command in
  list)
    echo 'Name                                        ID   Mem VCPUs	State	Time(s)'
    echo 'Domain-0                                     0   512     1     r-----      10.1'
    for id in *; do
      [ -e "\$id" ] && printf '%-40s %5d   128     1     -b----       0.3\n' "\$(cat "\$id")" "\$id"
    done
    exit 0
    ;;
  domid) find_name "\$1" ;;
  domname) cat "\$1" 2>/dev/null ;;
  create)
    dry=no
    for file; do [ "\$file" = --dryrun ] && dry=yes; done
    name=\$(sed -n 's/^name="\(.*\)"/\1/p' "\$file")
    if [ \$dry = yes ]; then
      [ -z "\$name" ] || printf '{\n    "c_info": {\n        "type": "pv",\n        "name": "%s",\n        "uuid": "0"\n' "\$name"
    else
      n=\$((\$(ls | wc -l) + 1)); echo "\$name" >\$n
    fi
    ;;
  save) case \$(cat "\$1") in unsaveable) exit 1 ;; esac; { echo 'Xen saved domain'; cat "\$1"; } >"\$2"; rm "\$1" ;;
  restore) case \$1 in *broken) exit 1 ;; esac; sed 1d "\$1" >7 ;;
  shutdown) case \$1 in --all) rm -f -- * ;; -F) case \$(cat "\$2") in deaf) ;; *) rm "\$2" ;; esac ;; esac ;;
  migrate) rm "\$1" ;;
esac
END
  printf '#!/bin/sh\nexit 1\n' >"$root/usr/lib/xen-4.17/bin/xenstore-read"
  chmod 755 "$root/usr/lib/xen-4.17/bin/xl" "$root/usr/lib/xen-4.17/bin/xenstore-read"
  cp "$root/etc/default/xendomains" kept
  echo XENDOMAINS_CREATE_USLEEP=0 >>"$root/etc/default/xendomains"
}

xendomains() { run $shell "$root/etc/init.d/xendomains" "$@"; echo "$output"; }

guests_story() {
  fake_xl
  printf '%s\n' 'name="one"' >"$root/etc/xen/auto/1-one"
  printf '%s\n' 'name="two words"' >"$root/etc/xen/auto/2-two"
  printf '%s\n' 'name="broken"' >"$root/etc/xen/auto/3-broken"
  mkdir "$root/var/lib/xen/save"
  echo 'Xen saved domain' >"$root/var/lib/xen/save/broken"
  echo 'no guest' >"$root/var/lib/xen/save/README"
  echo one >"$root/state/guests/5"
  xendomains start
  [ "$status" -eq 1 ]
  [ "$output" = "broken could not be restored from $root/var/lib/xen/save/broken
one runs already
started two words
broken was not started: there is a saved state, $root/var/lib/xen/save/broken" ]
  xendomains status
  [ "$status" -eq 3 ]
  rm "$root/var/lib/xen/save/broken" "$root/etc/xen/auto/3-broken"
  xendomains status
  [ "$status" -eq 0 ]
  echo unsaveable >"$root/state/guests/9"
  xendomains stop
  [ "$status" -eq 1 ]
  [ "$output" = "saved two words
saved one
unsaveable could not be saved
shutting down unsaveable" ]
  [ -z "$(ls "$root/state/guests")" ]
  [ "$(ls -A "$root/var/lib/xen/save")" = "README
one
two words" ]
  [ "$(stat -c %a "$root/var/lib/xen/save")" = 755 ]
  cp kept "$root/etc/default/xendomains"
}

@test "guests are started, saved and restored; what cannot be restored is not started afresh" {
  needs dash busybox
  for shell in dash 'busybox sh'; do
    setup
    guests_story
  done
}

@test "only the guests that start by themselves are saved where that is asked for" {
  shell=dash
  fake_xl
  printf '%s\n' XENDOMAINS_AUTO_ONLY=true XENDOMAINS_SHUTDOWN_ALL= >>"$root/etc/default/xendomains"
  printf '%s\n' 'name="one"' >"$root/etc/xen/auto/one"
  echo one >"$root/state/guests/1"
  echo other >"$root/state/guests/2"
  xendomains stop
  [ "$status" -eq 0 ]
  [ "$output" = 'saved one' ]
  [ "$(ls "$root/state/guests")" = 2 ]
  cp kept "$root/etc/default/xendomains"
}

@test "guests are migrated, or shut down with patience" {
  shell=dash
  fake_xl
  printf '%s\n' XENDOMAINS_MIGRATE='"--live there"' >>"$root/etc/default/xendomains"
  echo one >"$root/state/guests/1"
  xendomains stop
  [ "$status" -eq 0 ]
  [ "$output" = 'migrated one' ]
  [ "$(cat "$root/state/calls")" = 'migrate 1 --live there' ]
  cp kept "$root/etc/default/xendomains"
  printf '%s\n' XENDOMAINS_SAVE= XENDOMAINS_STOP_MAXWAIT=1 >>"$root/etc/default/xendomains"
  : >"$root/state/calls"
  echo deaf >"$root/state/guests/3"
  echo good >"$root/state/guests/4"
  xendomains stop
  [ "$status" -eq 1 ]
  [ "$output" = 'shutting down deaf
shutting down good
guest 3 still runs' ]
  [ "$(cat "$root/state/calls")" = 'shutdown -F 3
shutdown -F 4
shutdown --all --wait' ]
  cp kept "$root/etc/default/xendomains"
}
