# The product from the autotools tree. PROJECT is where .zante/, dist/ and the tarballs go; what
# `make clean` removes is zante's own build, never these.
EXTRA_DIST += scripts/check-copyright scripts/debian-files scripts/dependencies \
	scripts/move-stacks scripts/quickstart
PROJECT = $(abs_top_builddir)
ZANTE_RUN = $(abs_top_builddir)/zante$(EXEEXT) -C "$(PROJECT)"

.PHONY: world tarballs verify boot deb rpm
world: zante$(EXEEXT)
	$(ZANTE_RUN) build $(ZANTE_FLAGS)
verify: world
	$(ZANTE_RUN) verify
boot: world
	$(ZANTE_RUN) boot $(BOOT_FLAGS)
tarballs: verify
	$(ZANTE_RUN) tarball --output "$(PROJECT)/tarballs"
deb: verify
	$(ZANTE_RUN) deb
# Laid out as on Fedora, so what is in dist/ says nothing of it.
rpm: zante$(EXEEXT)
	$(ZANTE_RUN) rpm
