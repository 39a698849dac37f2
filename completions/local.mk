# Completion for bash and zsh, where both look by themselves.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = completions/_zante
EXTRA_DIST += completions/zante.bash

install-data-local: install-bash-completion
uninstall-local: uninstall-bash-completion
.PHONY: install-bash-completion uninstall-bash-completion
# The file's name is the command's.
install-bash-completion:
	$(MKDIR_P) "$(DESTDIR)$(bashcompletiondir)"
	$(INSTALL_DATA) "$(srcdir)/completions/zante.bash" "$(DESTDIR)$(bashcompletiondir)/zante"
uninstall-bash-completion:
	rm -f "$(DESTDIR)$(bashcompletiondir)/zante"
