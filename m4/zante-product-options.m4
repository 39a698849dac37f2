# ZANTE_PRODUCT_OPTIONS: what configure says about the stack that zante builds. It becomes
# defaults.yaml, which has the fields of zante.yaml (zante.yaml(5)) and lies under it: --with-stack,
# --with-layout, who provides a component, and the directories that were given (--prefix and the
# like; those left alone come from the layout).
#
# Shell variables: zante_providers and zante_system_paths are lines of YAML.

# ZANTE_COMPONENT_OPTION(NAME): --disable-NAME leaves it out, --enable-NAME builds it.
AC_DEFUN([ZANTE_COMPONENT_OPTION], [
  AC_ARG_ENABLE([$1], [AS_HELP_STRING([--disable-$1], [leave $1 out of the stack])],
    [AS_CASE([$enableval],
      [no], [zante_provider="off"],
      [yes], [zante_provider=build],
      [AC_MSG_ERROR([--enable-$1=$enableval: yes or no is expected])])],
    [zante_provider=])
])

# ZANTE_SYSTEM_OPTION(NAME): the same, and --with-system-NAME takes the distribution's, or PATH.
AC_DEFUN([ZANTE_SYSTEM_OPTION], [
  ZANTE_COMPONENT_OPTION([$1])
  AC_ARG_WITH([system-$1],
    [AS_HELP_STRING([--with-system-$1@<:@=PATH@:>@], [use the distribution's $1 (at PATH)])],
    [AS_CASE([$zante_provider:$withval],
      [*:no], [AS_IF([test -z "$zante_provider"], [zante_provider=build])],
      [off:*|build:*], [AC_MSG_ERROR([--with-system-$1 contradicts --enable-$1 or --disable-$1])],
      [*:yes], [zante_provider=system],
      [*:/*], [zante_provider=system; ZANTE_YAML_LINE([zante_system_paths], [$1], [$withval])],
      [AC_MSG_ERROR([--with-system-$1=$withval: an absolute path is expected])])])
  ZANTE_RECORD_PROVIDER([$1])
])

# ZANTE_BUILT_OPTION(NAME): a component that only zante provides.
AC_DEFUN([ZANTE_BUILT_OPTION], [
  ZANTE_COMPONENT_OPTION([$1])
  ZANTE_RECORD_PROVIDER([$1])
])

AC_DEFUN([ZANTE_RECORD_PROVIDER], [
  AS_IF([test -n "$zante_provider"], [ZANTE_YAML_LINE([zante_providers], [$1], [$zante_provider])])
])

# ZANTE_YAML_LINE(VARIABLE, KEY, VALUE): append "  KEY: 'VALUE'" to the shell variable.
AC_DEFUN([ZANTE_YAML_LINE], [
  AS_CASE([$3], [*\'*|*"$as_nl"*], [AC_MSG_ERROR([$2: no quotes or newlines are allowed in '$3'])])
  $1="$$1$as_nl  $2: '$3'"
])

# ZANTE_DIRECTORY(NAME, UNSET): record the directory NAME when the user gave it.
AC_DEFUN([ZANTE_DIRECTORY], [
  AS_IF([test "x$$1" != 'x$2'], [
    zante_expanded=$$1
    while :; do
      AS_CASE([$zante_expanded], [*'$'*], [], [break])
      eval "zante_expanded=\"$zante_expanded\""
    done
    ZANTE_YAML_LINE([zante_directories], [$1], [$zante_expanded])])
])

AC_DEFUN([ZANTE_PRODUCT_OPTIONS], [
  zante_providers= zante_system_paths= zante_directories=
  AC_ARG_WITH([stack],
    [AS_HELP_STRING([--with-stack=NAME], [which stack to build: a name in stacks/, or a file
      @<:@debian-12, and without apt xen-4.22@:>@])],
    [AS_CASE([$withval],
      [yes|no|''], [AC_MSG_ERROR([--with-stack needs the name of a stack])],
      [*/*], [AS_IF([test ! -r "$withval"], [AC_MSG_ERROR([--with-stack: no file '$withval'])])
        withval=$(cd "$(dirname "$withval")" && pwd)/$(basename "$withval")],
      [AS_IF([test ! -r "$srcdir/stacks/$withval.yaml"],
        [AC_MSG_ERROR([--with-stack: there is no stacks/$withval.yaml])])])
     zante_stack=$withval],
    [AS_IF([type apt-get >/dev/null 2>&1], [zante_stack=debian-12], [zante_stack=xen-4.22])])
  zante_defaults="${as_nl}stack: '$zante_stack'"
  AC_ARG_WITH([layout],
    [AS_HELP_STRING([--with-layout=NAME], [install as debian, fedora or upstream do])],
    [AS_CASE([$withval], [debian|fedora|upstream], [],
      [AC_MSG_ERROR([--with-layout=$withval: debian, fedora or upstream is expected])])
     zante_defaults="$zante_defaults${as_nl}layout: $withval"])

  m4_foreach_w([zante_name], [seabios ovmf ipxe qemu pvgrub],
    [ZANTE_SYSTEM_OPTION(m4_defn([zante_name]))])
  m4_foreach_w([zante_name], [pv-shim docs tools hypervisor],
    [ZANTE_BUILT_OPTION(m4_defn([zante_name]))])

  zante_prefix_given=$prefix
  AS_IF([test "x$prefix" != xNONE], [ZANTE_YAML_LINE([zante_directories], [prefix], [$prefix])])
  AS_IF([test "x$prefix" = xNONE], [prefix=$ac_default_prefix])
  AS_IF([test "x$exec_prefix" = xNONE], [exec_prefix='${prefix}'; zante_exec_given=no])
  ZANTE_DIRECTORY([bindir], [${exec_prefix}/bin])
  ZANTE_DIRECTORY([sbindir], [${exec_prefix}/sbin])
  ZANTE_DIRECTORY([libdir], [${exec_prefix}/lib])
  ZANTE_DIRECTORY([libexecdir], [${exec_prefix}/libexec])
  ZANTE_DIRECTORY([includedir], [${prefix}/include])
  ZANTE_DIRECTORY([sysconfdir], [${prefix}/etc])
  ZANTE_DIRECTORY([localstatedir], [${prefix}/var])
  prefix=$zante_prefix_given
  AS_IF([test "x$zante_exec_given" = xno], [exec_prefix=NONE])

  AS_IF([test -n "$zante_providers"], [zante_defaults="$zante_defaults${as_nl}components:$zante_providers"])
  AS_IF([test -n "$zante_system_paths"],
    [zante_defaults="$zante_defaults${as_nl}system-paths:$zante_system_paths"])
  ZANTE_DEFAULTS=$zante_defaults
  ZANTE_DIRECTORIES=
  AS_IF([test -n "$zante_directories"], [ZANTE_DIRECTORIES="${as_nl}directories:$zante_directories"])
  AC_SUBST([ZANTE_DEFAULTS])
  AC_SUBST([ZANTE_DIRECTORIES])
  AM_SUBST_NOTMAKE([ZANTE_DEFAULTS])
  AM_SUBST_NOTMAKE([ZANTE_DIRECTORIES])
  AC_CONFIG_FILES([defaults.yaml])
])
