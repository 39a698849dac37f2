/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/parts.h"

const ZantePackageFormat *const zante_package_formats[]
    = {&zante_deb_format, &zante_rpm_format, NULL};

const ZantePackageFormat *
zante_package_format (const char *name)
{
  for (const ZantePackageFormat *const *format = zante_package_formats; *format != NULL; format++)
    if (strcmp ((*format)->name, name) == 0)
      return *format;
  return NULL;
}
