# shellcheck shell=bash
# Bash completion for zante(1). What there is to complete is asked from zante itself, so it is never
# behind: commands and options from --help, components from `zante list`.

__zante () { "${COMP_WORDS[0]}" "$@" 2>/dev/null; }
# The long options of zante, or of the command $1, one a line; "=" follows those that take a value.
__zante_options () { __zante "$@" --help | sed -n 's/^ *\(-[A-Za-z], \)*\(--[a-z-]*=*\).*/\2/p'; }
__zante_commands () { __zante --help | awk '/^Commands:/ { on = 1; next } !NF { on = 0 } on { print $1 }'; }
__zante_components () { __zante "${globals[@]}" list --names; }

__zante_takes_value () { # OPTION OPTIONS
  case $1 in
    -C | -j) ;;
    --*) grep -qxe "$1=" <<<"$2" ;;
    *) false ;;
  esac
}

# The words before the current one, with --option = value put together again, into `words`; the
# global options among them into `globals`, the command into `command`.
__zante_parse () {
  local options word glue='' before=$((COMP_CWORD - 1))
  words=() globals=() command=''
  [ "$current" != '=' ] || { before=$COMP_CWORD current=''; }
  for word in "${COMP_WORDS[@]:1:before}"; do
    if [ "$word" = '=' ] || [ -n "$glue" ]; then words[-1]+=$word; else words+=("$word"); fi
    if [ "$word" = '=' ]; then glue=yes; else glue=''; fi
  done
  options=$(__zante_options) glue=''
  for word in "${words[@]}"; do
    if [ -z "$glue" ] && [ "${word#-}" = "$word" ]; then
      command=$word
      return
    fi
    globals+=("$word")
    if [ -z "$glue" ] && __zante_takes_value "$word" "$options"; then glue=yes; else glue=''; fi
  done
  # An option whose value is being typed is of no use yet.
  case ${globals[*]: -1} in
    [!-]*=) globals=("${globals[@]:0:${#globals[@]}-2}") ;;
    *=) unset 'globals[-1]' ;;
    *) [ -z "$glue" ] || unset 'globals[-1]' ;;
  esac
}

# What may follow the option $1.
__zante_values () {
  case $1:$command in
    --provider:*) __zante_components | sed 's/.*/&=build &=system &=off/' ;;
    --force:*) __zante_components ;;
    --store:*) echo none && compgen -d -- "$current" ;;
    --layout:*) echo debian fedora upstream ;;
    --sandbox:*) echo auto bwrap plain ;;
    --format:tarball) echo zst xz gz ;;
    --format:series) echo text json mail ;;
    --format:*) echo text json ;;
    --state:*) echo contained applies unknown ;;
    --level:series) echo error warning hint ;;
    --level:*) echo dom0 guest suite tools-tests xtf ;;
    --from:boot) echo dist packages && compgen -f -- "$current" ;;
    -C:* | --directory:* | --destdir:* | --from:* | --restore-from:* | --output:* | --diff:* | --git:* | --mails:* | --meta:* | --patches:* | --queue:*) compgen -d -- "$current" ;;
    -j:* | --jobs:* | --forget-after:* | --set:* | --local:* | --machines:* | --memory:* | --timeout:* | --guest:* | --xsa:* | --sign:* | --suite:* | --changelog:* | --ref:* | --base:* | --window:* | --onto:* | --drop:* | --keep:*) ;;
    *) compgen -f -- "$current" ;;
  esac
}

# What may follow the command, or stand in its place.
__zante_operands () {
  case $command in
    '') __zante_commands ;;
    build | builddep | clean | plan | why | shell | log) __zante_components ;;
    bundle) compgen -f -- "$current" ;;
    abi | repo | verify) compgen -d -- "$current" ;;
    xsa) [ "$last" != xsa ] || echo changelog status matrix prereqs ;;
    store) if [ "$last" = store ]; then echo key list pull push verify; else __zante_components; fi ;;
    queue) if [ "$last" = queue ]; then echo import series push pop refresh rebase export; else compgen -f -- "$current"; fi ;;
    series) if [ "$last" = series ]; then echo base check; else compgen -f -- "$current"; fi ;;
  esac
}

_zante () {
  local current=${COMP_WORDS[COMP_CWORD]} command last='' prefix='' options candidates
  local -a words globals
  __zante_parse
  [ "${#words[@]}" = 0 ] || last=${words[-1]}
  # Bash replaces only what follows the "=": of --provider=qemu=sys, and of --provider qemu=sys, the
  # "qemu=" is a prefix that candidates must have and lose.
  case $last in
    -*=*=) prefix=${last#*=} last=${last%%=*}= ;;
    [!-]*=) prefix=$last last=${words[-2]-}= ;;
  esac
  options=$(__zante_options ${command:+"$command"})
  if [ "${last%=}" != "$last" ] || __zante_takes_value "$last" "$options"; then
    candidates=$(__zante_values "${last%=}" | tr ' ' '\n' | sed -n "s/^$prefix//p")
  elif [ "${current#-}" != "$current" ]; then
    candidates=${options//=/}
  else
    candidates=$(__zante_operands)
  fi
  mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$current")
}

complete -F _zante zante
