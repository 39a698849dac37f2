/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/diff.h"
#include "base/error.h"
#include "base/outside.h"
#include "fetch/fetch.h"
#include "package/deb/deb.h"
#include "package/patch-header.h"

/* What DEP-3 wants to know and NAME tells. */
static char *
header (const char *name, const char *patch)
{
  guint64 number = zante_patch_advisory (name, patch);
  if (number == 0)
    return g_strdup_printf ("Description: %s\nForwarded: not-needed\n---\n", name);
  return g_strdup_printf (
      "Description: Xen security advisory %" G_GUINT64_FORMAT "\n"
      "Origin: upstream, https://xenbits.xen.org/xsa/advisory-%" G_GUINT64_FORMAT
      ".html\nForwarded: not-needed\n---\n",
      number, number);
}

/* dpkg-source applies patches so that files which they leave empty are removed (patch -E). */
static gboolean
check_empty (const char *name, const char *patch, gsize size, GError **error)
{
  g_autofree char *empty = zante_fetch_patch_empty (patch, size);
  if (empty == NULL)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "patch '%s' adds the empty file '%s', which a Debian source package cannot carry "
      "(give the file a line, such as a comment)",
      name, empty);
}

/* debian/ is what we emit; dpkg-source puts it in the place of upstream's before any patch. */
static gboolean
check_packaging (const char *name, const char *patch, gsize size, GError **error)
{
  g_autoptr (GPtrArray) paths = zante_fetch_patch_paths (patch, size);
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    if (g_str_has_prefix (paths->pdata[i], "debian/"))
      return zante_error_set (
          error, ZANTE_ERROR_INPUT,
          "patch '%s' changes '%s', which in a Debian source package is not upstream's "
          "(leave it out of the patch)",
          name, (const char *)paths->pdata[i]);
  return TRUE;
}

/* dpkg-source(1) refuses names that are quoted: those of its headers stand as they are, with a tab
 * behind them, which ends a name that has blanks. NULL: it cannot be so. */
static char *
plain_header (const char *line)
{
  g_autofree char *name = zante_diff_name (line + strlen ("--- "));
  for (const char *at = name; at != NULL && *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return NULL;
  return name == NULL || *name == '"' ? NULL : g_strdup_printf ("%.4s%s\t", line, name);
}

/* PATCH with plain names; NULL: it has one that cannot be plain. */
static char *
plain_names (const char *name, const char *patch, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (patch, "\n", -1);
  ZanteDiffHunk hunk = {0};
  for (char **line = lines; *line != NULL; line++)
    {
      if (zante_diff_hunk_is_open (&hunk) && zante_diff_hunk_take (&hunk, **line))
        continue;
      if (zante_diff_hunk_begin (&hunk, *line)
          || !(g_str_has_prefix (*line, "--- \"") || g_str_has_prefix (*line, "+++ \"")))
        continue;
      char *plain = plain_header (*line);
      if (plain == NULL)
        return zante_error_null (
            error, ZANTE_ERROR_INPUT,
            "patch '%s' changes the file %s, whose name a Debian source package cannot "
            "carry (change it by a phase)",
            name, *line + strlen ("--- "));
      g_free (*line);
      *line = plain;
    }
  return g_strjoinv ("\n", lines);
}

static gboolean
add_patch (ZanteDeb *deb, const char *file, GString *series, GError **error)
{
  gsize size = 0;
  g_autofree char *name = g_path_get_basename (file);
  g_autofree char *patch = zante_outside_read (file, &size, error);
  if (patch == NULL || !check_empty (name, patch, size, error)
      || !check_packaging (name, patch, size, error))
    return FALSE;
  g_autofree char *plain = plain_names (name, patch, error);
  if (plain == NULL)
    return FALSE;
  g_autofree char *path = g_strconcat ("debian/patches/", name, NULL);
  g_autofree char *before = zante_patch_has_header (patch) ? g_strdup ("") : header (name, patch);
  g_string_append_printf (series, "%s\n", name);
  zante_emission_add (deb->emission, path, g_strconcat (before, plain, NULL), FALSE);
  return TRUE;
}

gboolean
zante_deb_patches (ZanteDeb *deb, GError **error)
{
  char **files = deb->source->source != NULL ? deb->source->source->patches : NULL;
  g_autoptr (GString) series = g_string_new (NULL);
  for (; files != NULL && *files != NULL; files++)
    if (!add_patch (deb, *files, series, error))
      return FALSE;
  if (series->len > 0)
    zante_emission_add (deb->emission, "debian/patches/series", g_strdup (series->str), FALSE);
  return TRUE;
}
