# What zante reads at run time, installed as it lies in the tree: adding a component is adding a
# folder, so no file is listed here. tools/ is what the phases of components call.
EXTRA_DIST += defaults.yaml.in domains components stacks packaging/common packaging/copyright \
	packaging/deb packaging/debian-files packaging/licences packaging/own packaging/rpm examples

DATA_FROM_TREE = domains:domains components:components stacks:stacks packaging/common:tools \
	packaging/copyright:packaging/copyright packaging/deb:packaging/deb \
	packaging/debian-files:packaging/debian-files \
	packaging/licences:packaging/licences packaging/rpm:packaging/rpm

install-data-local: install-tree install-defaults
uninstall-local: uninstall-tree

.PHONY: install-tree install-defaults uninstall-tree
install-tree:
	@for pair in $(DATA_FROM_TREE); do \
	  from="$(srcdir)/$${pair%:*}" to="$(DESTDIR)$(pkgdatadir)/$${pair#*:}"; \
	  test -d "$$from" || continue; \
	  (cd "$$from" && find . -type f ! -name '*~' ! -name '.*' -print) | LC_ALL=C sort | \
	  while read -r file; do \
	    mode=644; if test -x "$$from/$$file"; then mode=755; fi; \
	    $(MKDIR_P) "$$to/$$(dirname "$$file")" && \
	    $(INSTALL) -m $$mode "$$from/$$file" "$$to/$$file" || exit 1; \
	  done || exit 1; \
	done

# The directories that configure was given are left out: they are where zante itself goes, and the
# product's own come from its layout.
install-defaults: defaults.yaml
	@$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)"
	$(AM_V_GEN)sed -e '/^directories:/,/^[^ ]/{/^directories:/d;/^ /d;}' \
	  -e "1,2c# What configure was told, under every project's zante.yaml: see zante.yaml(5)." \
	  -e "s|'$(abs_top_srcdir)/|'$(pkgdatadir)/|" defaults.yaml >defaults-installed.yaml && \
	$(INSTALL_DATA) defaults-installed.yaml "$(DESTDIR)$(pkgdatadir)/defaults.yaml"
CLEANFILES += defaults-installed.yaml

uninstall-tree:
	rm -f "$(DESTDIR)$(pkgdatadir)/defaults.yaml"
	for pair in $(DATA_FROM_TREE); do rm -rf "$(DESTDIR)$(pkgdatadir)/$${pair#*:}"; done
	-rmdir "$(DESTDIR)$(pkgdatadir)"

# The installed program with the installed data.
installcheck-local:
	test "`$(DESTDIR)$(bindir)/zante$(EXEEXT) --version`" = "zante $(VERSION)"
