/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policy 7.6: a file that is in another package than in the distribution's needs a word about that
 * one, or dpkg refuses to overwrite it, and purging the other would take it away. What Debian's
 * packages have, suite by suite, is data: packaging/debian-files. */
#include <string.h>

#include "base/fs.h"
#include "base/outside.h"
#include "base/version.h"
#include "package/deb/deb.h"

/* One suite's list. */
typedef struct {
  char *version;     /* of its source package of Xen */
  GHashTable *files; /* path, as canonical() has it → GPtrArray of the packages (char*) with it */
} Suite;

static void
suite_free (gpointer data)
{
  Suite *suite = data;
  g_free (suite->version);
  g_hash_table_unref (suite->files);
  g_free (suite);
}

static void
move_free (gpointer data)
{
  ZanteDebMove *move = data;
  g_free (move->name);
  g_free (move->condition);
  g_free (move);
}

/* PATH as it is however it is packed: /lib is a link to /usr/lib on every system, and debhelper
 * compresses manuals. Owned by the caller. */
static char *
canonical (const char *path)
{
  static const char *const merged[] = {"/bin/", "/sbin/", "/lib/", "/lib64/"};
  gboolean above = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (merged); i++)
    above = above || g_str_has_prefix (path, merged[i]);
  gsize length = strlen (path);
  if (strstr (path, "/share/") != NULL && g_str_has_suffix (path, ".gz"))
    length -= strlen (".gz");
  g_autofree char *plain = g_strndup (path, length);
  return g_strconcat (above ? "/usr" : "", plain, NULL);
}

/* Reading ------------------------------------------------------------------------------------ */

static void
add_line (Suite *suite, const char *line)
{
  const char *blank = strchr (line, ' ');
  if (*line == '#' || blank == NULL)
    return;
  if (g_str_has_prefix (line, "version "))
    {
      g_free (suite->version);
      suite->version = g_strdup (blank + 1);
      return;
    }
  char *path = canonical (blank + 1);
  GPtrArray *packages = g_hash_table_lookup (suite->files, path);
  if (packages == NULL)
    {
      packages = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (suite->files, g_strdup (path), packages);
    }
  g_ptr_array_add (packages, g_strndup (line, (gsize)(blank - line)));
  g_free (path);
}

static Suite *
read_suite (const char *path, GError **error)
{
  g_autofree char *text = zante_outside_read (path, NULL, error);
  if (text == NULL)
    return NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Suite *suite = g_new0 (Suite, 1);
  suite->version = g_strdup ("0");
  suite->files
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (char **line = lines; *line != NULL; line++)
    add_line (suite, *line);
  return suite;
}

static GPtrArray *
read_suites (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, error);
  g_autoptr (GPtrArray) suites = g_ptr_array_new_with_free_func (suite_free);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *path = g_build_filename (folder, entry->path, NULL);
      if (!S_ISREG (entry->st.st_mode) || *entry->path == '.')
        continue;
      Suite *suite = read_suite (path, error);
      if (suite == NULL)
        return NULL;
      g_ptr_array_add (suites, suite);
    }
  return entries == NULL ? NULL : g_steal_pointer (&suites);
}

/* Saying ------------------------------------------------------------------------------------- */

static void
add_move (ZanteDeb *deb, const ZanteBinary *binary, ZanteRelationKind kind, const char *name,
          const char *condition)
{
  ZanteDebMove *move = g_new0 (ZanteDebMove, 1);
  move->binary = binary;
  move->kind = kind;
  move->name = g_strdup (name);
  move->condition = g_strdup (condition);
  g_ptr_array_add (deb->moves, move);
}

/* BINARY has a file that NAME of the distribution's VERSION has. Where that is one of ours, too,
 * versions do not tell whose it is: theirs before and after have the file perhaps, ours of any
 * version have not, and may be put back to an older one. So what is broken is the one that is known
 * to have the file, but for the version that is ours as well, and files are taken from all that
 * may. What is none of ours, and has the same file, cannot stay beside. */
static void
say (ZanteDeb *deb, const ZanteBinary *binary, const char *name, const char *version)
{
  int order = zante_version_compare_deb (version, deb->version);
  g_autofree char *that = g_strdup_printf ("(= %s)", version);
  if (zante_package_find (deb->model, name) == NULL)
    {
      add_move (deb, binary, ZANTE_RELATION_CONFLICTS, name, "");
      add_move (deb, binary, ZANTE_RELATION_REPLACES, name, "");
      return;
    }
  if (order != 0)
    add_move (deb, binary, ZANTE_RELATION_BREAKS, name, that);
  add_move (deb, binary, ZANTE_RELATION_REPLACES, name, order >= 0 ? "" : "(<< ${source:Version})");
}

static void
compare_file (ZanteDeb *deb, const ZanteBinary *binary, const char *path, const Suite *suite)
{
  g_autofree char *plain = canonical (path);
  const GPtrArray *packages = g_hash_table_lookup (suite->files, plain);
  for (guint i = 0; packages != NULL && i < packages->len; i++)
    if (strcmp (packages->pdata[i], binary->name) != 0)
      say (deb, binary, packages->pdata[i], suite->version);
}

gboolean
zante_deb_moved (ZanteDeb *deb, GError **error)
{
  g_autoptr (GPtrArray) suites = read_suites (deb->input->others, error);
  deb->moves = g_ptr_array_new_with_free_func (move_free);
  for (guint i = 0; suites != NULL && i < deb->source->binaries->len; i++)
    {
      const ZanteBinary *binary = deb->source->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        for (guint k = 0; k < suites->len; k++)
          compare_file (deb, binary, ((const ZantePackageFile *)binary->files->pdata[j])->path,
                        suites->pdata[k]);
    }
  return suites != NULL;
}
