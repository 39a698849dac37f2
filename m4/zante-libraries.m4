# ZANTE_LIBRARIES: the libraries zante is built on, each the version in Debian 12 or older.
AC_DEFUN([ZANTE_LIBRARIES], [
  PKG_CHECK_MODULES([DEPS], [
    gio-2.0 >= 2.74
    gio-unix-2.0 >= 2.74
    yaml-0.1 >= 0.2.5
    json-glib-1.0 >= 1.6
    libelf >= 0.186
    nettle >= 3.6
    hogweed >= 3.6
  ])
  PKG_CHECK_MODULES([ARCHIVE], [libarchive >= 3.6])
  PKG_CHECK_MODULES([CURL], [libcurl >= 7.88])
  ZANTE_SONAME([ARCHIVE], [libarchive])
  ZANTE_SONAME([CURL], [libcurl])
  AC_SEARCH_LIBS([dlopen], [dl])
  PKG_CHECK_MODULES([SECCOMP], [libseccomp >= 2.5])
  AC_DEFINE([GLIB_VERSION_MIN_REQUIRED], [GLIB_VERSION_2_74], [Warn about what GLib 2.74 deprecates])
  AC_DEFINE([GLIB_VERSION_MAX_ALLOWED], [GLIB_VERSION_2_74], [Warn about what is newer than GLib 2.74])
])

# ZANTE_SONAME(NAME, LIBRARY): define NAME_SONAME, by which the loader knows the library that programs
# become linked with by NAME_LIBS. It is loaded when it is first used, see src/base/late.
AC_DEFUN([ZANTE_SONAME], [
  AC_CACHE_CHECK([for the SONAME of $2], [zante_cv_soname_$2], [
    zante_saved_LIBS=$LIBS
    LIBS="-Wl,--no-as-needed $$1_LIBS $LIBS"
    AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
      [zante_cv_soname_$2=$($OBJDUMP -p conftest$EXEEXT | sed -n 's/^ *NEEDED  *\($2[[-.]].*\)$/\1/p')])
    LIBS=$zante_saved_LIBS])
  AS_IF([test -z "$zante_cv_soname_$2"],
    [AC_MSG_ERROR([$2 cannot be linked with as a shared library, or there is no objdump])])
  AC_DEFINE_UNQUOTED([$1_SONAME], ["$zante_cv_soname_$2"], [What the loader calls $2])
])
