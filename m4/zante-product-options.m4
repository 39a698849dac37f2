# ZANTE_PRODUCT_OPTIONS: what configure says about the stack that zante builds.
AC_DEFUN([ZANTE_PRODUCT_OPTIONS], [])
