/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/package.h"

#include <curl/curl.h>
#include <string.h>

#include "base/version.h"

char *
zante_changelog_file (const ZanteChangelogKind *kind, const ZanteSourcePackage *source)
{
  return kind->file != NULL ? g_strdup (kind->file) : g_strconcat (source->name, ".spec", NULL);
}

static const char *
changelog_in (const ZanteChangelogKind *kind, const char *text)
{
  if (kind->mark == NULL)
    return text;
  const char *mark = g_strrstr (text, kind->mark);
  return mark == NULL ? NULL : mark + strlen (kind->mark);
}

/* Where the entry behind the one at TEXT begins; its end when there is none. */
static const char *
next_entry (const ZanteChangelogKind *kind, const char *text)
{
  for (const char *line = strchr (text, '\n'); line != NULL; line = strchr (line, '\n'))
    {
      line++;
      gboolean begins = kind->head != NULL
                            ? g_str_has_prefix (line, kind->head)
                            : *line != '\0' && *line != '\n' && !g_ascii_isspace (*line);
      if (begins)
        return line;
    }
  return text + strlen (text);
}

/* What the first line of an entry says of its version, "(4.20.0-1)" or "- 4.20.0-1". */
static char *
version_of (const ZanteChangelogKind *kind, const char *entry)
{
  g_autofree char *line = g_strndup (entry, strcspn (entry, "\n"));
  char *open = kind->head == NULL ? strchr (line, '(') : g_strrstr (line, " - ");
  char *close = open == NULL         ? NULL
                : kind->head == NULL ? strchr (open, ')')
                                     : line + strlen (line);
  gsize skip = kind->head == NULL ? 1 : 3;
  return close == NULL ? g_strdup ("") : g_strndup (open + skip, (gsize)(close - open) - skip);
}

char *
zante_changelog_beside (const char *folder, const char *name)
{
  g_autofree char *parent = g_path_get_dirname (folder), *own = g_path_get_basename (folder);
  g_autofree char *prefix = g_strconcat (name, "-", NULL), *best = NULL;
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  for (const char *entry = NULL; dir != NULL && (entry = g_dir_read_name (dir)) != NULL;)
    {
      const char *version = entry + strlen (prefix);
      g_autofree char *path = g_build_filename (parent, entry, NULL);
      if (!g_str_has_prefix (entry, prefix) || !g_ascii_isdigit (*version)
          || strcmp (entry, own) == 0 || !g_file_test (path, G_FILE_TEST_IS_DIR)
          || (best != NULL && zante_version_compare_deb (best + strlen (prefix), version) >= 0))
        continue;
      g_free (best);
      best = g_strdup (entry);
    }
  return best == NULL ? NULL : g_build_filename (parent, best, NULL);
}

/* The changelog of the recipe in FOLDER; NULL when there is none. Owned by the caller. */
static char *
read_changelog (const ZanteChangelogKind *kind, const char *folder, const char *file)
{
  g_autofree char *path = folder == NULL ? NULL : g_build_filename (folder, file, NULL);
  g_autofree char *text = NULL;
  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL)
      || !g_utf8_validate (text, -1, NULL))
    return NULL;
  return g_strdup (changelog_in (kind, text));
}

char *
zante_changelog_first (const ZanteChangelogKind *kind, const ZanteSourcePackage *source,
                       const char *folder)
{
  g_autofree char *name = zante_changelog_file (kind, source);
  g_autofree char *text = read_changelog (kind, folder, name);
  return text == NULL ? NULL : g_strndup (text, (gsize)(next_entry (kind, text) - text));
}

const char *
zante_changelog_of (const ZanteChangelogKind *kind, const GPtrArray *emission,
                    const ZanteSourcePackage *source)
{
  g_autofree char *name = zante_changelog_file (kind, source);
  for (guint i = 0; i < emission->len; i++)
    {
      const ZanteEmitted *file = emission->pdata[i];
      if (strcmp (file->path, name) == 0)
        return changelog_in (kind, file->data);
    }
  return NULL;
}

/* " -- Name <mail>  Sat, 22 Nov 2025 00:40:00 +0000" ends an entry of Debian's; one of an .spec
 * begins with "* Sat Nov 22 2025 Name". */
gint64
zante_changelog_date (const ZanteChangelogKind *kind, const char *entry)
{
  const char *line = kind->head == NULL                     ? g_strrstr (entry, "\n -- ")
                     : g_str_has_prefix (entry, kind->head) ? entry
                                                            : NULL;
  const char *words = line == NULL         ? NULL
                      : kind->head == NULL ? strstr (line + 1, ">  ")
                                           : line + strlen (kind->head);
  if (words == NULL)
    return -1;
  words += kind->head == NULL ? strlen (">  ") : strspn (words, " ");
  gsize length = kind->head == NULL ? strcspn (words, "\n") : MIN (strlen (words), 15);
  g_autofree char *text = g_strndup (words, length);
  return curl_getdate (text, NULL);
}

/* FRESH, one entry, before those of OLD. Owned by the caller. */
static char *
merge (const ZanteChangelogKind *kind, const char *fresh, const char *old)
{
  g_autofree char *version = version_of (kind, fresh);
  const char *second = next_entry (kind, old);
  const char *rest = old;
  for (const char *entry = old; *entry != '\0'; entry = next_entry (kind, entry))
    {
      g_autofree char *other = version_of (kind, entry);
      if (strcmp (other, version) != 0)
        continue;
      if (entry != old)
        return g_strdup (old);
      rest = second;
    }
  return *rest == '\0'
             ? g_strdup (fresh)
             : g_strconcat (fresh, g_str_has_suffix (fresh, "\n\n") ? "" : "\n", rest, NULL);
}

void
zante_changelog_keep (const ZanteChangelogKind *kind, GPtrArray *emission,
                      const ZanteSourcePackage *source, const char *folder)
{
  g_autofree char *name = zante_changelog_file (kind, source);
  g_autofree char *beside = zante_changelog_beside (folder, source->name);
  g_autofree char *old = read_changelog (kind, folder, name);
  if (old == NULL)
    old = read_changelog (kind, beside, name);
  for (guint i = 0; old != NULL && i < emission->len; i++)
    {
      ZanteEmitted *file = emission->pdata[i];
      const char *fresh = strcmp (file->path, name) == 0 ? changelog_in (kind, file->data) : NULL;
      if (fresh == NULL)
        continue;
      g_autofree char *merged = merge (kind, fresh, old);
      g_autofree char *before = g_strndup (file->data, (gsize)(fresh - file->data));
      g_free (file->data);
      file->data = g_strconcat (before, merged, NULL);
      file->size = strlen (file->data);
    }
}
