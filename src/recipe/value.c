/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recipe/parts.h"

/* These values become arguments of git, apt and curl: none may pass for an option, or hide
 * something behind a control character or a blank. */
static const char *
check_argument (const char *value)
{
  if (*value == '\0')
    return "is empty";
  if (*value == '-')
    return "begins with '-' and would be taken for an option";
  for (const char *c = value; *c != '\0'; c++)
    if ((guchar)*c <= ' ' || *c == 0x7f)
      return "has blanks or control characters";
  return NULL;
}

/* The rest of VALUE behind one of SCHEMES, or NULL. */
static const char *
after_scheme (const char *value, const char *const *schemes)
{
  for (; *schemes != NULL; schemes++)
    if (g_str_has_prefix (value, *schemes))
      return value + strlen (*schemes);
  return NULL;
}

/* "ssh://-oProxyCommand=…" and the like: no part of the authority may begin with '-'. */
static const char *
check_authority (const char *rest)
{
  g_autofree char *authority = g_strndup (rest, strcspn (rest, "/?#"));
  const char *host = strrchr (authority, '@');
  if (*authority == '\0')
    return "has no host";
  if (*authority == '-' || (host != NULL && (host[1] == '-' || host[1] == '\0')))
    return "has a host or user that begins with '-'";
  return NULL;
}

static const char *
check_url (const char *value, const char *const *schemes, const char *message)
{
  const char *wrong = check_argument (value);
  const char *rest = after_scheme (value, schemes);
  if (wrong != NULL)
    return wrong;
  if (rest == NULL)
    return message;
  if (g_str_has_prefix (value, "file://"))
    return *rest == '/' ? NULL : "must be file:/// and an absolute path";
  return check_authority (rest);
}

const char *
zante_check_git_url (const char *value)
{
  static const char *const schemes[] = {"https://", "http://", "git://", "ssh://", "file://", NULL};
  if (*value == '/')
    return check_argument (value);
  return check_url (value, schemes,
                    "must be https://, http://, git://, ssh://, file:// or an absolute path");
}

const char *
zante_check_archive_url (const char *value)
{
  static const char *const schemes[] = {"https://", "http://", "ftp://", "file://", NULL};
  return check_url (value, schemes, "must be https://, http://, ftp:// or file://");
}

/* git-check-ref-format(1), for one tag or branch without "refs/…/". */
const char *
zante_check_git_ref (const char *value)
{
  const char *wrong = check_argument (value);
  if (wrong != NULL)
    return wrong;
  if (strpbrk (value, "~^:?*[\\") != NULL || strstr (value, "..") != NULL
      || strstr (value, "@{") != NULL || strstr (value, "//") != NULL
      || strstr (value, "/.") != NULL || *value == '/' || *value == '.'
      || g_str_has_suffix (value, "/") || g_str_has_suffix (value, ".")
      || g_str_has_suffix (value, ".lock") || strcmp (value, "@") == 0 || strlen (value) > 255)
    return "is no name of a tag or branch (see git-check-ref-format(1))";
  return NULL;
}

const char *
zante_check_commit (const char *value)
{
  gsize length = strspn (value, "0123456789abcdef");
  if (value[length] == '\0' && (length == 40 || length == 64))
    return NULL;
  return "is no full commit id (40 or 64 lower-case hexadecimal digits)";
}

/* Debian Policy 5.6.1. */
const char *
zante_check_debian_package (const char *value)
{
  if (strlen (value) >= 2 && zante_yaml_is_name (value))
    return NULL;
  return "is no name of a source package";
}

/* Debian Policy 5.6.12. */
const char *
zante_check_debian_version (const char *value)
{
  return zante_check_package_version ("debian", value) == NULL
             ? NULL
             : "is no version of a Debian package";
}

/* It names a folder of ours and a line of apt's sources: no '/' (a flat repository), no blank. */
const char *
zante_check_debian_suite (const char *value)
{
  return zante_yaml_is_name (value) ? NULL : "is no name of a release, as trixie is";
}

/* A path below the root of a mirror, whose last part becomes a file name of ours. */
const char *
zante_check_pool_path (const char *value)
{
  const char *wrong = check_argument (value);
  if (wrong != NULL)
    return wrong;
  g_auto (GStrv) parts = g_strsplit (value, "/", -1);
  for (char **part = parts; *part != NULL; part++)
    if (**part == '\0' || **part == '-' || strcmp (*part, ".") == 0 || strcmp (*part, "..") == 0)
      return "is no relative path of plain names";
  return strlen (value) > 1024 ? "is too long" : NULL;
}
