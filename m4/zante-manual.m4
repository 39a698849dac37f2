# ZANTE_MANUAL: scdoc makes the manual pages; without it there are none.
AC_DEFUN([ZANTE_MANUAL], [
  AC_CHECK_PROG([SCDOC], [scdoc], [scdoc])
  AM_CONDITIONAL([HAVE_SCDOC], [test -n "$SCDOC"])
  AS_IF([test -z "$SCDOC"], [AC_MSG_WARN([no scdoc: the manual pages are not made])])
])
