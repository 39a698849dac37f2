/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rpm's answer to "which packages are installed", which takes it about a second and is therefore
 * kept, with the size and time of the database that it came from in its first line. */
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "base/strings.h"
#include "base/version.h"
#include "plan/toolchain.h"

enum { YOUNG_SECONDS = 2 };

/* Where rpm keeps its database: since Fedora 36, before, and with Berkeley DB. */
static const char *const files[] = {
    "/usr/lib/sysimage/rpm/rpmdb.sqlite",
    "/usr/lib/sysimage/rpm/rpmdb.sqlite-wal",
    "/var/lib/rpm/rpmdb.sqlite",
    "/var/lib/rpm/rpmdb.sqlite-wal",
    "/var/lib/rpm/Packages",
    NULL,
};

/* A line that changes with the database; NULL when the database is too young to trust, or none. */
static char *
stamp (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  for (const char *const *file = files; *file != NULL; file++)
    {
      struct stat st;
      if (stat (*file, &st) != 0)
        continue;
      if (st.st_mtim.tv_sec > now - YOUNG_SECONDS)
        return NULL;
      g_string_append_printf (line, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld;", *file,
                              (gint64)st.st_size, (gint64)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    }
  return line->len == 0 ? NULL : g_string_free (g_steal_pointer (&line), FALSE);
}

static char *
kept_list (const char *path, const char *line)
{
  g_autofree char *text = NULL;
  if (line == NULL || path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  gsize length = strlen (line);
  return g_str_has_prefix (text, line) && text[length] == '\n' ? g_strdup (text + length + 1)
                                                               : NULL;
}

static char *
ask_rpm (GError **error)
{
  const char *const argv[] = {"rpm", "-qa", "--queryformat",
                              "%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\n", NULL};
  return zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_HOST, NULL, error);
}

static gpointer
rpm_open (const char *state_dir, GError **error)
{
  g_autofree char *path
      = state_dir == NULL ? NULL : g_build_filename (state_dir, "rpm-packages", NULL);
  g_autofree char *line = stamp ();
  g_autofree char *list = kept_list (path, line);
  if (list == NULL)
    {
      list = ask_rpm (error);
      if (list == NULL)
        {
          g_prefix_error (error, "cannot tell which packages are installed: ");
          return NULL;
        }
      g_autofree char *text = g_strconcat (line == NULL ? "" : line, "\n", list, NULL);
      if (line != NULL && path != NULL)
        zante_fs_write (path, text, -1, NULL); /* only a cache */
    }
  return zante_rpm_parse (list, strlen (list));
}

/* A package may be installed in several versions or architectures: all count. */
gpointer
zante_rpm_parse (const char *list, gsize size)
{
  g_autofree char *text = g_strndup (list, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GHashTable *versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  qsort (lines, g_strv_length (lines), sizeof *lines, zante_strings_compare);
  for (char **line = lines; *line != NULL; line++)
    {
      char *space = strchr (*line, ' ');
      if (space == NULL)
        continue;
      *space = '\0';
      const char *before = g_hash_table_lookup (versions, *line);
      char *version
          = before == NULL ? g_strdup (space + 1) : g_strconcat (before, ", ", space + 1, NULL);
      g_hash_table_insert (versions, g_strdup (*line), version);
    }
  return versions;
}

/* "pkgconfig(libelf)" and "/usr/bin/python3" are no packages: rpm knows who has them. */
static char *
ask_provider (const char *capability)
{
  const char *const argv[]
      = {"rpm",      "-q", "--whatprovides", "--queryformat", "%{VERSION}-%{RELEASE}\\n", "--",
         capability, NULL};
  g_autofree char *text = zante_proc_output (argv, NULL, NULL, NULL, ZANTE_ERROR_HOST, NULL, NULL);
  return text == NULL || *text == '\0' ? NULL : g_strndup (text, strcspn (text, "\n"));
}

static ZantePackageState *
rpm_find (gpointer database, const char *package)
{
  g_autofree char *asked = strpbrk (package, "(/") == NULL ? NULL : ask_provider (package);
  const char *version = asked != NULL ? asked : g_hash_table_lookup (database, package);
  if (version == NULL)
    return NULL;
  ZantePackageState *state = g_new0 (ZantePackageState, 1);
  state->version = g_strdup (version);
  state->offered = asked == NULL ? NULL : g_strdup ("");
  return state;
}

static void
rpm_close (gpointer database)
{
  g_hash_table_unref (database);
}

static const char *const base[] = {"binutils", "gcc", "glibc-devel", "make", NULL};
const ZantePackageDatabase zante_rpm_database
    = {"fedora", zante_version_compare_rpm, base, files, rpm_open, rpm_find, rpm_close};
