/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values that a project gives for the fields of debian/. */
#include <string.h>

#include "package/deb/deb.h"

const char *
zante_deb_check_suite (const char *value)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789+-./";
  return *value == '\0' || strspn (value, allowed) != strlen (value)
             ? "is no name of a suite, such as unstable or bookworm"
             : NULL;
}

const char *
zante_deb_check_urgency (const char *value)
{
  static const char *const known[] = {"low", "medium", "high", "emergency", "critical", NULL};
  return g_strv_contains (known, value) ? NULL
                                        : "is none of low, medium, high, emergency and critical";
}

const char *
zante_deb_check_epoch (const char *value)
{
  gsize length = strlen (value);
  return length == 0 || length > 9 || strspn (value, G_CSET_DIGITS) != length
             ? "is no number from 0 to 999999999"
             : NULL;
}

/* A comma that is no part of a name stands behind an address. */
char **
zante_deb_uploaders (const char *uploaders)
{
  g_auto (GStrv) parts = g_strsplit (uploaders, ">", -1);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (char **part = parts; *part != NULL; part++)
    {
      char *name = *part;
      if (part != parts && *name == ',')
        name++;
      name += strspn (name, " ");
      g_autofree char *whole = g_strconcat (name, part[1] != NULL ? ">" : "", NULL);
      if (*whole != '\0')
        g_strv_builder_add (names, whole);
    }
  return g_strv_builder_end (names);
}

const char *
zante_deb_check_uploaders (const char *value)
{
  g_auto (GStrv) names = zante_deb_uploaders (value);
  for (char **name = names; *name != NULL; name++)
    if (zante_deb_check_maintainer (*name) != NULL)
      return "is no list of Name <mail@host>, with commas between";
  return names[0] == NULL ? "is empty" : NULL;
}

const char *
zante_deb_check_url (const char *value)
{
  const char *colon = strstr (value, "://");
  gsize scheme = colon == NULL ? 0 : (gsize)(colon - value);
  if (scheme == 0 || strspn (value, "abcdefghijklmnopqrstuvwxyz+") != scheme
      || strchr ("/ ", colon[3]) != NULL)
    return "does not begin with an address such as https://example.org/xen.git";
  return NULL;
}

const char *
zante_deb_check_standards (const char *value)
{
  g_auto (GStrv) numbers = g_strsplit (value, ".", -1);
  guint n = g_strv_length (numbers);
  for (guint i = 0; i < n; i++)
    if (*numbers[i] == '\0' || strspn (numbers[i], G_CSET_DIGITS) != strlen (numbers[i]))
      n = 0;
  return n == 3 || n == 4 ? NULL : "is no version of Debian Policy, such as 4.6.2";
}
