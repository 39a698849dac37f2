#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion for bash, as the shell calls it: the words of the line, the last being completed.

setup () {
  cd "$TEST_DIR"
  PATH=$(dirname "$ZANTE"):$PATH
  source "$SRCDIR/completions/zante.bash"
}

# What completes the words "$@", in one line.
completes () {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  _zante
  echo "${COMPREPLY[*]}"
}

commands () { "$ZANTE" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'; }

@test "no word: every command of --help" {
  [ "$(commands | wc -l)" -ge 17 ]
  [ "$(completes zante '')" = "$(commands | xargs)" ]
}

@test "the beginning of a command" {
  [ "$(completes zante build)" = "builddep build" ]
}

@test "options: the global ones before the command, its own after it" {
  [ "$(completes zante --l)" = "--layout --local" ]
  [ "$(completes zante build --ke)" = "--keep-going" ]
  [ "$(completes zante build --lay)" = "" ]
}

@test "components where a command takes them" {
  [ "$(completes zante build se)" = "seabios" ]
  [ "$(completes zante -C . why hyper)" = "hypervisor" ]
  [ "$(completes zante build tools pv)" = "pv-shim pvgrub" ]
  [ "$(completes zante gc '')" = "" ]
  [ "$(completes zante store '')" = "key list pull push verify" ]
  [ "$(completes zante store pull hyper)" = "hypervisor" ]
}

@test "values of options, with and without =" {
  [ "$(completes zante --layout = de)" = "debian" ]
  [ "$(completes zante --layout up)" = "upstream" ]
  [ "$(completes zante build --sandbox =)" = "auto bwrap plain" ]
  [ "$(completes zante --stack = debian-12 build --force sea)" = "seabios" ]
  [ "$(completes zante tarball --format '')" = "zst xz gz" ]
  [ "$(completes zante verify --format = j)" = "json" ]
  [ "$(completes zante --provider qem)" = "qemu=build qemu=system qemu=off" ]
  [ "$(completes zante --provider qemu = s)" = "system" ]
  [ "$(completes zante --provider = qemu = s)" = "system" ]
  [ "$(completes zante --provider qemu =)" = "build system off" ]
}

@test "components of the project at hand" {
  mkdir -p 'my project/parts/own-thing'
  cat >'my project/zante.yaml' <<'YAML'
component-directories: [parts]
YAML
  cat >'my project/parts/own-thing/component.yaml' <<'YAML'
component: own-thing
phases: {build: make}
YAML
  [ "$(completes zante -C 'my project' build own)" = "own-thing" ]
}

@test "zsh: every option of a command becomes a spec, and the file is loaded" {
  command -v zsh >/dev/null || skip "no zsh here"
  run zsh -f -c '
    _arguments () { print -rl -- "$@"; return 0; }
    words=(zante ""); CURRENT=2
    source $SRCDIR/completions/_zante'
  [ "$status" -eq 0 ]
  [[ "$output" == *"--layout=[Install as debian, fedora or upstream do]:layout:(debian fedora upstream)"* ]]
  [[ "$output" == *"*--provider=["* ]]
  [[ "$output" == *"1:command:__zante_commands"* ]]
}
