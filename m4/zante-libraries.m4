# ZANTE_LIBRARIES: the libraries zante is built on, each the version in Debian 12 or older.
AC_DEFUN([ZANTE_LIBRARIES], [
  PKG_CHECK_MODULES([DEPS], [
    gio-2.0 >= 2.74
    gio-unix-2.0 >= 2.74
    yaml-0.1 >= 0.2.5
    json-glib-1.0 >= 1.6
    libcurl >= 7.88
    libarchive >= 3.6
    libelf >= 0.186
    nettle >= 3.6
  ])
  PKG_CHECK_MODULES([SECCOMP], [libseccomp >= 2.5])
  AC_DEFINE([GLIB_VERSION_MIN_REQUIRED], [GLIB_VERSION_2_74], [Warn about what GLib 2.74 deprecates])
  AC_DEFINE([GLIB_VERSION_MAX_ALLOWED], [GLIB_VERSION_2_74], [Warn about what is newer than GLib 2.74])
])
