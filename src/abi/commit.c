/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Libraries as a commit of Xen says that they will be. Three layouts are known: from 4.15 on those
 * below tools/libs have their rule in libs.mk (a library without MAJOR has Xen's version, and,
 * until 4.16, a map file in its folder or none; from 4.17 on "version-script" names it); older
 * ones, and libxenfsimage, are linked by makefiles of their own. */
#include <string.h>

#include "abi/abi.h"
#include "abi/library.h"
#include "abi/makefile.h"
#include "abi/map.h"
#include "base/error.h"
#include "base/git/batch.h"
#include "base/strings.h"

#define LIBS "tools/libs/"
#define NAMES "tools/libs/uselibs.mk"
#define XEN_MAKEFILE "xen/Makefile"
#define MAKEFILE "/Makefile"

typedef struct {
  GHashTable *files; /* path → text, both owned */
  char *xen_version; /* X.Y */
  GPtrArray *libraries;
} Release;

static void
release_clear (Release *release)
{
  g_clear_pointer (&release->files, g_hash_table_unref);
  g_clear_pointer (&release->libraries, g_ptr_array_unref);
  g_free (release->xen_version);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Release, release_clear)

G_GNUC_PRINTF (2, 3)
static gboolean
fail (GError **error, const char *format, ...)
{
  va_list list;
  va_start (list, format);
  g_autofree char *text = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error_literal (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, text);
  return FALSE;
}

/* Files -------------------------------------------------------------------------------------- */

static gboolean
is_read (const char *path)
{
  return g_str_has_suffix (path, MAKEFILE) || g_str_has_suffix (path, ".map")
         || strcmp (path, NAMES) == 0;
}

/* The paths that are read, or NULL. */
static GPtrArray *
list_paths (const ZanteGit *git, const char *commit, GError **error)
{
  const char *const arguments[] = {"ls-tree", "-r", "-z",    "--full-tree", "--name-only",
                                   commit,    "--", "tools", XEN_MAKEFILE,  NULL};
  gsize size;
  g_autofree char *output = zante_git_output (git, arguments, &size, error);
  if (output == NULL)
    return NULL;
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  for (const char *at = output; at < output + size; at += strlen (at) + 1)
    if (is_read (at))
      g_ptr_array_add (paths, g_strdup (at));
  return paths;
}

static gboolean
read_files (Release *release, const ZanteGit *git, const char *commit, GError **error)
{
  g_autoptr (GPtrArray) paths = list_paths (git, commit, error);
  if (paths == NULL)
    return FALSE;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (names, g_strdup_printf ("%s:%s", commit, (const char *)paths->pdata[i]));
  g_autoptr (ZanteGitBatch) batch = zante_git_batch_read (git, names, TRUE, error);
  if (batch == NULL)
    return FALSE;
  release->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < paths->len; i++)
    {
      const ZanteGitObject *object = batch->objects->pdata[i];
      if (g_strcmp0 (object->type, "blob") == 0)
        g_hash_table_insert (release->files, g_strdup (paths->pdata[i]),
                             g_strndup (object->data, object->size));
    }
  return TRUE;
}

static gboolean
read_version (Release *release, GError **error)
{
  const char *text = g_hash_table_lookup (release->files, XEN_MAKEFILE);
  g_autofree char *major = text == NULL ? NULL : zante_abi_make_value (text, "XEN_VERSION");
  g_autofree char *minor = text == NULL ? NULL : zante_abi_make_value (text, "XEN_SUBVERSION");
  if (major == NULL || minor == NULL)
    return fail (error, "it is none of Xen: its " XEN_MAKEFILE " tells no version");
  release->xen_version = g_strdup_printf ("%s.%s", major, minor);
  return TRUE;
}

/* Libraries ---------------------------------------------------------------------------------- */

/* The number that the makefile PATH gives to NAME; Xen's version where it asks version.sh for it,
 * or where it gives none and INITIAL is NULL. NULL and ERROR where only make can tell. */
static char *
number_of (const Release *release, const char *path, const char *name, const char *initial,
           GError **error)
{
  g_autofree char *value = zante_abi_make_value (g_hash_table_lookup (release->files, path), name);
  if (value == NULL)
    return g_strdup (initial != NULL ? initial : release->xen_version);
  if (strstr (value, "version.sh") != NULL)
    return g_strdup (release->xen_version);
  if (*value != '\0' && value[strspn (value, "0123456789.")] == '\0')
    return g_steal_pointer (&value);
  fail (error, "%s: %s is '%s', which only make can read (compare built trees instead)", path, name,
        value);
  return NULL;
}

/* The version script of the library in FOLDER, or NULL where there is none. */
static char *
script_of (const Release *release, const char *folder, const char *name, GError **error)
{
  g_autofree char *makefile = g_strconcat (folder, MAKEFILE, NULL);
  g_autofree char *named
      = zante_abi_make_value (g_hash_table_lookup (release->files, makefile), "version-script");
  g_autofree char *path = named != NULL ? g_build_filename (folder, named, NULL)
                                        : g_strdup_printf ("%s/libxen%s.map", folder, name);
  if (g_hash_table_contains (release->files, path))
    return g_steal_pointer (&path);
  if (named != NULL)
    fail (error, "%s: the version script '%s' is not there", makefile, named);
  return NULL;
}

static gboolean
read_symbols (const Release *release, ZanteAbiLibrary *library, const char *script, GError **error)
{
  const char *text = g_hash_table_lookup (release->files, script);
  gboolean all = FALSE;
  library->symbols = zante_abi_map_parse (text, strlen (text), script, &all, error);
  if (library->symbols != NULL && all)
    g_clear_pointer (&library->symbols, g_hash_table_unref);
  return all || library->symbols != NULL;
}

/* The library FULL_NAME of the makefile PATH; SCRIPT may be NULL. */
static gboolean
add_library (Release *release, const char *path, const char *full_name, const char *major,
             const char *minor, const char *script, GError **error)
{
  g_autoptr (ZanteAbiLibrary) library = g_new0 (ZanteAbiLibrary, 1);
  library->name = g_strdup (full_name);
  library->soname = g_strdup_printf ("%s.so.%s", full_name, major);
  library->version = g_strdup_printf ("%s.%s", major, minor);
  library->place = g_strdup (path);
  library->stable = script != NULL || strcmp (major, release->xen_version) != 0;
  if (script != NULL && !read_symbols (release, library, script, error))
    return FALSE;
  g_ptr_array_add (release->libraries, g_steal_pointer (&library));
  return TRUE;
}

/* That of tools/libs/NAME, whose makefile PATH includes libs.mk. */
static gboolean
add_of_folder (Release *release, const char *path, const char *name, GError **error)
{
  const char *names = g_hash_table_lookup (release->files, NAMES);
  g_autofree char *variable = g_strconcat ("FILENAME_", name, NULL);
  g_autofree char *given = names == NULL ? NULL : zante_abi_make_value (names, variable);
  g_autofree char *full_name
      = given != NULL ? g_strconcat ("lib", given, NULL) : g_strconcat ("libxen", name, NULL);
  g_autofree char *folder = g_strconcat (LIBS, name, NULL);
  g_autofree char *major = number_of (release, path, "MAJOR", NULL, error);
  g_autofree char *minor = major == NULL ? NULL : number_of (release, path, "MINOR", "0", error);
  g_autoptr (GError) local = NULL;
  g_autofree char *script = minor == NULL ? NULL : script_of (release, folder, name, &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (minor != NULL)
    return add_library (release, path, full_name, major, minor, script, error);
  return FALSE;
}

/* Those that the makefile PATH links itself. */
static gboolean
add_of_rules (Release *release, const char *path, const char *text, GError **error)
{
  g_autoptr (GArray) rules = zante_abi_make_rules (text);
  for (guint i = 0; i < rules->len; i++)
    {
      const ZanteAbiMakeRule *rule = &g_array_index (rules, ZanteAbiMakeRule, i);
      g_autofree char *prefix = g_strndup (rule->major, strlen (rule->major) - strlen ("MAJOR"));
      g_autofree char *other = g_strconcat (prefix, "MINOR", NULL);
      g_autofree char *major = number_of (release, path, rule->major, NULL, error);
      g_autofree char *minor = major == NULL ? NULL : number_of (release, path, other, "0", error);
      if (minor == NULL || !add_library (release, path, rule->library, major, minor, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* NAME of "tools/libs/NAME/Makefile", or NULL. */
static char *
folder_of (const char *path)
{
  if (!g_str_has_prefix (path, LIBS))
    return NULL;
  const char *name = path + strlen (LIBS), *slash = strchr (name, '/');
  return slash == NULL || strcmp (slash, MAKEFILE) != 0 ? NULL
                                                        : g_strndup (name, (gsize)(slash - name));
}

static gboolean
add_of_makefile (Release *release, const char *path, GError **error)
{
  const char *text = g_hash_table_lookup (release->files, path);
  g_autofree char *name = folder_of (path);
  if (name != NULL && strstr (text, "libs.mk") != NULL)
    return add_of_folder (release, path, name, error);
  return add_of_rules (release, path, text, error);
}

static gboolean
add_all (Release *release, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer path;
  g_hash_table_iter_init (&iter, release->files);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (g_str_has_suffix (path, MAKEFILE))
      g_ptr_array_add (paths, path);
  g_ptr_array_sort (paths, zante_strings_compare);
  for (guint i = 0; i < paths->len; i++)
    if (!add_of_makefile (release, paths->pdata[i], error))
      return FALSE;
  return TRUE;
}

GPtrArray *
zante_abi_of_commit (const ZanteGit *git, const char *commit, GError **error)
{
  g_auto (Release) release = {.libraries = zante_abi_libraries_new ()};
  if (!read_files (&release, git, commit, error) || !read_version (&release, error)
      || !add_all (&release, error))
    {
      g_prefix_error (error, "commit %.12s: ", commit);
      return NULL;
    }
  if (release.libraries->len == 0)
    {
      fail (error, "commit %.12s has no library below tools/", commit);
      return NULL;
    }
  zante_strings_sort_by (release.libraries, ZanteAbiLibrary, name);
  return g_steal_pointer (&release.libraries);
}
