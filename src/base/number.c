/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/number.h"

guint64
zante_number_le (const guint8 *data, gsize size, guint64 offset, guint n)
{
  guint64 value = 0;
  if (offset > size || n > size - offset)
    return 0;
  for (guint i = n; i-- > 0;)
    value = value << 8 | data[offset + i];
  return value;
}

guint64
zante_number_be (const guint8 *data, gsize size, guint64 offset, guint n)
{
  guint64 value = 0;
  if (offset > size || n > size - offset)
    return 0;
  for (guint i = 0; i < n; i++)
    value = value << 8 | data[offset + i];
  return value;
}
