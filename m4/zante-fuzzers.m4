# ZANTE_FUZZERS: --enable-fuzzers links the fuzz entry points with libFuzzer (clang only);
# without it they are linked with a replay runner over the corpus in the tree.
AC_DEFUN([ZANTE_FUZZERS], [
  AC_ARG_ENABLE([fuzzers],
    [AS_HELP_STRING([--enable-fuzzers], [link the fuzz targets with libFuzzer (needs CC=clang)])],
    [], [enable_fuzzers=no])
  AM_CONDITIONAL([LIBFUZZER], [test "x$enable_fuzzers" = xyes])
  AS_IF([test "x$enable_fuzzers" = xyes], [SAN_CFLAGS="$SAN_CFLAGS -fsanitize=fuzzer-no-link"])
])
