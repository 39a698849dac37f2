# SPDX-License-Identifier: GPL-2.0-or-later
#
# Both images from one make, out of tree and side by side, so that they share
# the jobserver.  Run in GRUB's source directory.

component_dir ?= $(dir $(lastword $(MAKEFILE_LIST)))

platforms := x86_64-xen i386-xen_pvh
cpu      = $(firstword $(subst -, ,$*))
platform = $(lastword $(subst -, ,$*))

# Host tools and features of no use inside an image stay out: their libraries
# need not be installed to build it.  Everything is compiled once, so what
# depends on which header need not be known.
configure_flags = --disable-dependency-tracking --target=$(cpu) --with-platform=$(platform) --program-prefix= \
	--disable-werror --disable-nls --disable-grub-mkfont --disable-grub-mount \
	--disable-device-mapper --disable-liblzma --disable-grub-themes \
	TARGET_LDFLAGS=-no-pie TARGET_CPPFLAGS=-Wno-unused-but-set-variable

# Its scripts start thousands of programs; Debian's sh does so in half of bash's time.
export CONFIG_SHELL := /bin/sh

# GRUB makes its host tools in the folder of every platform; those of the first do for both.
host := build-x86_64-xen
guest := build-i386-xen_pvh

.PHONY: all configured
all: $(platforms:%=grub-%.bin)
configured: $(platforms:%=build-%/config.status)

$(host)/config.status: build-%/config.status: configure
	mkdir -p $(@D)
	cd $(@D) && ../configure --config-cache $(configure_flags)

# What the first configure found out about this machine spares the second its questions. Those about
# the target have names of GRUB's own (grub_cv_...) and are asked again.
machine.cache: $(host)/config.status
	grep -E '^(gl_cv|ac_cv_(func|have_decl|header|lib|member|type))_[^=]*=.*}$$' $(host)/config.cache >$@.tmp
	mv $@.tmp $@

$(guest)/config.status: build-%/config.status: machine.cache
	mkdir -p $(@D)
	cd $(@D) && ../configure --cache-file=../machine.cache $(configure_flags)

.PHONY: gnulib mkimage $(platforms:%=build-%/scripts) $(platforms:%=build-%/modules)
# Modules include its generated headers, which tell of this machine.
gnulib: configured
	$(MAKE) -C $(host)/grub-core/lib/gnulib
	(cd $(host)/grub-core/lib/gnulib && find . -name '*.h' -exec tar -cf - {} +) | \
		tar -C $(guest)/grub-core/lib/gnulib -xf -

# automake makes generated headers first for "all" alone, and nothing else says that the lexer of
# scripts needs two.
$(platforms:%=build-%/scripts): build-%/scripts: gnulib
	$(MAKE) -C build-$* grub_script.tab.h grub_script.yy.h

# Only what the images are made of: the program that joins modules, and those of each platform.
mkimage: $(host)/scripts
	$(MAKE) -C $(host) grub-mkimage

# Markers are what the lists of commands, file systems and the like are made from, by which GRUB finds
# modules on a disk. An image has all of its modules in it.
$(platforms:%=build-%/modules): build-%/modules: build-%/scripts
	$(MAKE) -C build-$*/grub-core MARKER_FILES=

memdisk.tar: $(component_dir)/grub.cfg
	tar --format=ustar --mtime="@$(SOURCE_DATE_EPOCH)" --owner=0 --group=0 --numeric-owner --mode=0644 \
		-cf $@ -C $(component_dir) grub.cfg

# grub-mkimage leaves an empty file where it fails.
grub-%.bin: mkimage build-%/modules memdisk.tar
	rm -f $@
	$(host)/grub-mkimage -O $* -d build-$*/grub-core -m memdisk.tar -c $(component_dir)/bootstrap.cfg \
		-o $@.tmp $$(cd build-$*/grub-core && ls *.mod | LC_ALL=C sort | sed 's/\.mod$$//')
	test -s $@.tmp
	mv $@.tmp $@
