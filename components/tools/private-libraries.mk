# SPDX-License-Identifier: GPL-2.0-or-later
#
# Read by every make of the build, through the MAKEFILES variable, before the
# makefile itself: it moves the unstable libraries, and only these, to
# $private_libdir.  "override" beats the assignment in config/Paths.mk, so the
# .so, .a and .pc files, the path inside the .pc and libfsimage's compiled-in
# plugin directory all follow.
#
# A library with a numeric MAJOR of its own promises a stable ABI; without one,
# libs.mk takes Xen's version, which changes with every release.

ifneq ($(filter %/tools/libs/$(notdir $(CURDIR)),$(CURDIR)),)
ifeq ($(shell grep -Es '^MAJOR[[:space:]]*[:?]?=[[:space:]]*[0-9]' $(CURDIR)/Makefile),)
override libdir := $(private_libdir)
endif
endif

ifneq ($(findstring /tools/libfsimage/,$(CURDIR)/),)
override libdir := $(private_libdir)
endif

# A generated interface names its generator's arguments in a comment, and the
# compiled one counts the bytes: with a relative path it is the same everywhere.
_libxl_types.ml.in _libxl_types.mli.in _libxl_types.inc: override XEN_ROOT := ../../../..
