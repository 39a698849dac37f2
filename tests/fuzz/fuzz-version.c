/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Three versions, one a line: both orders are orders, and what a tag or an archive's name becomes
 * is a version. (tests/unit/test-version.c compares the orders with dpkg's and rpm's own.) */
#include <string.h>

#include "base/version.h"
#include "recipe/recipe.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef int (*Compare) (const char *a, const char *b);

static int
sign (int order)
{
  return (order > 0) - (order < 0);
}

static void
check_order (Compare compare, const char *a, const char *b, const char *c)
{
  g_assert_cmpint (compare (a, a), ==, 0);
  g_assert_cmpint (sign (compare (a, b)), ==, -sign (compare (b, a)));
  if (compare (a, b) <= 0 && compare (b, c) <= 0)
    g_assert_cmpint (compare (a, c), <=, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  g_autofree char *of_tag = zante_version_of_tag (text), *of_url = zante_version_of_url (text);
  g_assert_true (of_tag == NULL || g_ascii_isdigit (*of_tag));
  g_assert_true (of_url == NULL || g_ascii_isdigit (*of_url));
  if (g_strv_length (lines) < 3)
    return 0;
  check_order (zante_version_compare_deb, lines[0], lines[1], lines[2]);
  /* For rpm a version without a release is equal to every release of it: no order of all. */
  if (strchr (text, '-') == NULL)
    check_order (zante_version_compare_rpm, lines[0], lines[1], lines[2]);
  return 0;
}
