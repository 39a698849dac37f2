/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/version.h"

#include <string.h>

static int
sign (int number)
{
  return (number > 0) - (number < 0);
}

/* Two runs of digits of any length as numbers; both pointers move behind theirs. */
static int
compare_digits (const char **a, const char **b)
{
  const char *left = *a + strspn (*a, "0"), *right = *b + strspn (*b, "0");
  gsize n = strspn (left, G_CSET_DIGITS), m = strspn (right, G_CSET_DIGITS);
  *a = left + n;
  *b = right + m;
  if (n != m)
    return n < m ? -1 : 1;
  return sign (strncmp (left, right, n));
}

/* Debian ------------------------------------------------------------------------------------- */

/* A tilde is before the end, the end before letters, and these before everything else. */
static int
weight (char character)
{
  if (character == '~')
    return -1;
  if (character == '\0' || g_ascii_isdigit (character))
    return 0;
  return g_ascii_isalpha (character) ? character : (guchar)character + 256;
}

static int
compare_part_deb (const char *a, const char *b)
{
  while (*a != '\0' || *b != '\0')
    {
      while ((*a != '\0' && !g_ascii_isdigit (*a)) || (*b != '\0' && !g_ascii_isdigit (*b)))
        {
          int difference = weight (*a) - weight (*b);
          if (difference != 0)
            return sign (difference);
          a++;
          b++;
        }
      int difference = compare_digits (&a, &b);
      if (difference != 0)
        return difference;
    }
  return 0;
}

/* A version in its parts; one that has no epoch has epoch 0. */
typedef struct {
  const char *epoch, *rest, *last; /* `last`: behind the dash, NULL when there is none */
  char *text;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_free (parts->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static Parts
split (const char *version)
{
  Parts parts = {.epoch = "0", .text = g_strdup (version)};
  char *colon = parts.text + strspn (parts.text, G_CSET_DIGITS);
  parts.rest = parts.text;
  if (*colon == ':')
    {
      *colon = '\0';
      parts.epoch = parts.text;
      parts.rest = colon + 1;
    }
  char *dash = strrchr (parts.rest, '-');
  if (dash != NULL)
    {
      *dash = '\0';
      parts.last = dash + 1;
    }
  return parts;
}

static int
compare_epochs (const Parts *a, const Parts *b)
{
  const char *left = a->epoch, *right = b->epoch;
  return compare_digits (&left, &right);
}

int
zante_version_compare_deb (const char *a, const char *b)
{
  g_auto (Parts) left = split (a);
  g_auto (Parts) right = split (b);
  int order = compare_epochs (&left, &right);
  if (order == 0)
    order = compare_part_deb (left.rest, right.rest);
  if (order == 0) /* none is the same as an empty one */
    order = compare_part_deb (left.last != NULL ? left.last : "",
                              right.last != NULL ? right.last : "");
  return order;
}

/* rpm ---------------------------------------------------------------------------------------- */

/* To the next character that counts: separators do not. */
static const char *
skip_separators (const char *text)
{
  while (*text != '\0' && !g_ascii_isalnum (*text) && *text != '~' && *text != '^')
    text++;
  return text;
}

/* A tilde is before everything, the end included; a caret behind the end and before the rest. Sets
 * ORDER and returns TRUE when that decides; both pointers move over a mark that both have. */
static gboolean
compare_marks (const char **a, const char **b, int *order)
{
  *order = 0;
  if (**a == '~' || **b == '~')
    *order = **a != '~' ? 1 : **b != '~' ? -1 : 0;
  else if (**a == '^' || **b == '^')
    {
      if (**a == '^' && **b == '^')
        *order = 0;
      else if (**a == '^')
        *order = **b == '\0' ? 1 : -1;
      else
        *order = **a == '\0' ? -1 : 1;
    }
  else
    return FALSE;
  if (*order == 0)
    {
      ++*a;
      ++*b;
    }
  return TRUE;
}

/* A segment of digits or of letters, the kind being that of A's; a number is newer than a word. */
static int
compare_segments (const char **a, const char **b)
{
  static const char letters[] = G_CSET_A_2_Z G_CSET_a_2_z;
  if (g_ascii_isdigit (**a))
    return g_ascii_isdigit (**b) ? compare_digits (a, b) : 1;
  gsize n = strspn (*a, letters), m = strspn (*b, letters);
  if (m == 0)
    return -1;
  int order = sign (strncmp (*a, *b, MIN (n, m)));
  if (order == 0 && n != m)
    order = n < m ? -1 : 1;
  *a += n;
  *b += m;
  return order;
}

static int
compare_part_rpm (const char *a, const char *b)
{
  int order = 0;
  for (;;)
    {
      a = skip_separators (a);
      b = skip_separators (b);
      if (compare_marks (&a, &b, &order))
        {
          if (order != 0)
            return order;
          continue;
        }
      if (*a == '\0' || *b == '\0')
        return (*a != '\0') - (*b != '\0');
      order = compare_segments (&a, &b);
      if (order != 0)
        return order;
    }
}

int
zante_version_compare_rpm (const char *a, const char *b)
{
  g_auto (Parts) left = split (a);
  g_auto (Parts) right = split (b);
  int order = compare_epochs (&left, &right);
  if (order == 0)
    order = compare_part_rpm (left.rest, right.rest);
  if (order == 0 && left.last != NULL && right.last != NULL)
    order = compare_part_rpm (left.last, right.last);
  return order;
}

gboolean
zante_version_is (int order, const char *comparison)
{
  if (comparison == NULL)
    return TRUE;
  if (order == 0)
    return strchr (comparison, '=') != NULL;
  return *comparison == (order < 0 ? '<' : '>');
}

/* Package files
 * ------------------------------------------------------------------------------------
 */

static gboolean
is_for_all (const char *arch)
{
  return strcmp (arch, "all") == 0 || strcmp (arch, "noarch") == 0;
}

gboolean
zante_revision_is_same_package (const ZanteRevision *one, const ZanteRevision *other)
{
  return one->compare == other->compare && strcmp (one->name, other->name) == 0
         && (one->arch == NULL || other->arch == NULL || strcmp (one->arch, other->arch) == 0
             || is_for_all (one->arch) || is_for_all (other->arch));
}

gboolean
zante_revision_is_newer (const ZanteRevision *one, const ZanteRevision *other)
{
  return zante_revision_is_same_package (one, other)
         && one->compare (one->version, other->version) > 0;
}
