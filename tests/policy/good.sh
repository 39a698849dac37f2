# shellcheck shell=sh disable=SC2016,SC2154
# The tree that breaks no rule, small but with one of everything that a Xen stack installs, and the
# system it will be installed on. Run in an empty folder; makes tree/ and system/.
# Nothing is linked against the C library, so the host's own libraries play no part.

# The system: merged /usr as in file-hierarchy(7).
mkdir -p system/etc/ld.so.conf.d system/usr/bin "system/$lib/pkgconfig" \
  system/usr/lib/other system/usr/include
ln -s usr/bin system/bin
ln -s usr/lib system/lib
ln -s usr/lib system/lib64
echo 'include ld.so.conf.d/*.conf' > system/etc/ld.so.conf
echo '/lib/other # more' > system/etc/ld.so.conf.d/other.conf
link_library system/usr/lib/ld-test.so.1 -Wl,-soname,ld-test.so.1
link_library system/usr/lib/other/libsystem.so.2 -Wl,-soname,libsystem.so.2
for program in sh python3 env; do
  echo > "system/usr/bin/$program"
done
echo 'Name: zlib' > "system/$lib/pkgconfig/zlib.pc"

# The stable library and the unstable ones.
mkdir -p "tree/$lib/pkgconfig" "tree/$private/bin" "tree/$private/boot" "tree/$private/lib/pkgconfig" \
  "tree/$private/lib/fsimage/ext2" tree/usr/include tree/etc/xen/auto tree/var/lib/xen tree/usr/bin
cd tree || exit 1
link_library "$lib/libxencall.so.1.3" -Wl,-soname,libxencall.so.1
ln -s libxencall.so.1.3 "$lib/libxencall.so.1"
ln -s libxencall.so.1 "$lib/libxencall.so"
link_library "$private/lib/libxenctrl.so.4.17.0" "-L$lib" -lxencall
ln -s libxenctrl.so.4.17.0 "$private/lib/libxenctrl.so.4.17"
ln -s libxenctrl.so.4.17 "$private/lib/libxenctrl.so"
link_library "$private/lib/libxenlight.so.4.17.0" "-L$private/lib" -l:libxenctrl.so.4.17 \
  "-Wl,--enable-new-dtags,-rpath,/$private/lib"
ln -s libxenlight.so.4.17.0 "$private/lib/libxenlight.so.4.17"
link_library "$private/lib/fsimage/ext2/fsimage.so" "-L$private/lib" -l:libxenctrl.so.4.17 \
  -Wl,--enable-new-dtags,-rpath,'$ORIGIN/../..'

# Programs: of a private library, of a stable one, of none; an ELF file of another class; objects.
link_program "$private/bin/xl" "-L$private/lib" "-L$lib" -l:libxenlight.so.4.17 -lxencall \
  -L../system/usr/lib/other -l:libsystem.so.2 "-Wl,--enable-new-dtags,-rpath,/$private/lib" \
  "-Wl,--allow-shlib-undefined,-rpath-link,$private/lib"
echo 'int f (void); void _start (void) { f (); }' |
  "$CC" -g0 -nostdlib -pie -fPIE -x c - -x none -o "$private/bin/xen-detect" "-L$lib" -lxencall \
    -Wl,--dynamic-linker=/lib64/ld-test.so.1
echo 'void _start (void) {}' | "$CC" -g0 -nostdlib -static -x c - -o "$private/boot/xen-shim"
echo 'void _start (void) {}' | "$CC" -g0 -nostdlib -static-pie -fPIE -x c - -o "$private/boot/static-pie"
# An ELF32 header alone.
printf '\177ELF\1\1\1%-9s\2\0\3\0\1\0\0\0%-16s\64\0\40\0\0\0\50\0\0\0\0\0' '' '' | tr ' ' '\0' \
  > "$private/boot/hvmloader"
echo 'int f (void) { return 1; }' | "$CC" -g0 -c -x c - -o member.o
ar crD "$lib/libxencall.a" member.o
mv member.o "$private/lib/plain.o"

# Text.
printf '#!/bin/sh -e\necho "$@"\n' > "$private/bin/script"
printf '#! /usr/bin/env python3\n' > "$private/bin/pygrub"
printf '#!/usr/lib/xen-4.17/bin/script\n' > "$private/bin/by-script"
chmod 755 "$private"/bin/*
cat > "$lib/pkgconfig/xencall.pc" << EOF
prefix=/usr
libdir=\${prefix}/lib/test-linux-gnu

Name: Xencall
Version: 1.3
Requires.private: zlib >= 1.2
Cflags: -I\${prefix}/include
Libs: -L\${libdir} -lxencall
EOF
cat > "$private/lib/pkgconfig/xencontrol.pc" << EOF
libdir=/$private/lib

Name: Xencontrol
Version: 4.17.0
Requires.private: xencall,zlib
Libs: -L\${libdir} -l:libxenctrl.so.4.17 -Wl,-rpath,\${libdir}
EOF
echo '# tools/build/src is no build path, nor is buildhost77 a host' > etc/xen/xl.conf
ln -s ../lib/xen-4.17/bin/xl usr/bin/xl
ln -s /usr/bin/xl usr/bin/xm
ln -s /bin/python3 usr/bin/python
chmod 700 var/lib/xen
