# SPDX-License-Identifier: GPL-2.0-or-later
#
# Both images from one make, out of tree and side by side, so that they share
# the jobserver.  Run in GRUB's source directory.

component_dir ?= $(dir $(lastword $(MAKEFILE_LIST)))

platforms := x86_64-xen i386-xen_pvh
cpu      = $(firstword $(subst -, ,$*))
platform = $(lastword $(subst -, ,$*))

# Host tools and features of no use inside an image stay out: their libraries
# need not be installed to build it.
configure_flags = --target=$(cpu) --with-platform=$(platform) --program-prefix= \
	--disable-werror --disable-nls --disable-grub-mkfont --disable-grub-mount \
	--disable-device-mapper --disable-liblzma --disable-grub-themes \
	TARGET_LDFLAGS=-no-pie TARGET_CPPFLAGS=-Wno-unused-but-set-variable

.PHONY: all configured
all: $(platforms:%=grub-%.bin)
configured: $(platforms:%=build-%/config.status)

build-%/config.status: configure
	mkdir -p build-$*
	cd build-$* && ../configure $(configure_flags)

# Only what the image is made of: the modules, and the program that joins them.
# automake makes generated headers first for "all" alone, and nothing else says
# that the lexer of scripts needs two.
.PHONY: $(platforms:%=build-%/modules)
$(platforms:%=build-%/modules): build-%/modules: build-%/config.status
	$(MAKE) -C build-$*/grub-core/lib/gnulib
	$(MAKE) -C build-$* grub_script.tab.h grub_script.yy.h
	$(MAKE) -C build-$* grub-mkimage
	$(MAKE) -C build-$*/grub-core

memdisk.tar: $(component_dir)/grub.cfg
	tar --format=ustar --mtime="@$(SOURCE_DATE_EPOCH)" --owner=0 --group=0 --numeric-owner --mode=0644 \
		-cf $@ -C $(component_dir) grub.cfg

# grub-mkimage leaves an empty file where it fails.
grub-%.bin: build-%/modules memdisk.tar
	rm -f $@
	build-$*/grub-mkimage -O $* -d build-$*/grub-core -m memdisk.tar -c $(component_dir)/bootstrap.cfg \
		-o $@.tmp $$(cd build-$*/grub-core && ls *.mod | LC_ALL=C sort | sed 's/\.mod$$//')
	test -s $@.tmp
	mv $@.tmp $@
