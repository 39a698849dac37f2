/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dpkg's status file, mapped: one pass notes where each package's paragraph lies, and a paragraph
 * is read when its package is asked for. */
#include <string.h>

#include "base/control/field.h"
#include "base/error.h"
#include "base/version.h"
#include "plan/toolchain.h"

#define STATUS_FILE "/var/lib/dpkg/status"

typedef struct _Paragraph Paragraph;
struct _Paragraph {
  const char *start;
  const char *end;
  Paragraph *next; /* of the same package, for another architecture */
};

typedef struct {
  GBytes *status;
  GHashTable *paragraphs; /* package → Paragraph* */
  char *architecture;     /* this machine's, as dpkg's own package says; or NULL */
} Database;

static void
paragraph_free (Paragraph *paragraph)
{
  while (paragraph != NULL)
    {
      Paragraph *next = paragraph->next;
      g_free (paragraph);
      paragraph = next;
    }
}

static gboolean
is_installed (const Paragraph *paragraph)
{
  ZanteSlice status = zante_control_field (paragraph->start, paragraph->end, "Status");
  const char tail[] = " ok installed";
  return status.start != NULL && status.size > strlen (tail)
         && memcmp (status.start + status.size - strlen (tail), tail, strlen (tail)) == 0;
}

static void
add_paragraph (Database *database, const char *start, const char *end)
{
  ZanteSlice name = zante_control_field (start, end, "Package");
  if (name.start == NULL || name.size == 0 || memchr (name.start, '\0', name.size) != NULL)
    return;
  Paragraph *paragraph = g_new (Paragraph, 1);
  g_autofree char *key = g_strndup (name.start, name.size);
  Paragraph *first = g_hash_table_lookup (database->paragraphs, key);
  *paragraph = (Paragraph){start, end, NULL};
  if (first == NULL)
    {
      g_hash_table_insert (database->paragraphs, g_steal_pointer (&key), paragraph);
      return;
    }
  paragraph->next = first->next;
  first->next = paragraph;
}

/* Of the installed paragraphs of PACKAGE the one for ARCHITECTURE, or if that is NULL the one that
 * this machine runs, or any. */
static const Paragraph *
choose (const Database *database, const char *package, const char *architecture)
{
  const char *wanted = architecture == NULL ? database->architecture : architecture;
  const Paragraph *any = NULL;
  for (const Paragraph *paragraph = g_hash_table_lookup (database->paragraphs, package);
       paragraph != NULL; paragraph = paragraph->next)
    {
      if (!is_installed (paragraph))
        continue;
      ZanteSlice has = zante_control_field (paragraph->start, paragraph->end, "Architecture");
      if (wanted != NULL && zante_slice_equals (has, wanted))
        return paragraph;
      if (any == NULL && (architecture == NULL || zante_slice_equals (has, "all")))
        any = paragraph;
    }
  return any;
}

gpointer
zante_dpkg_parse (GBytes *status)
{
  gsize size;
  const char *start = g_bytes_get_data (status, &size);
  const char *end = size == 0 ? start : start + size;
  Database *database = g_new0 (Database, 1);
  database->status = g_bytes_ref (status);
  database->paragraphs
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)paragraph_free);
  while (start < end)
    {
      const char *next, *stop = zante_control_end (start, end, &next);
      add_paragraph (database, start, stop);
      start = next;
    }
  const Paragraph *dpkg = choose (database, "dpkg", NULL);
  ZanteSlice architecture = dpkg == NULL
                                ? (ZanteSlice){NULL, 0}
                                : zante_control_field (dpkg->start, dpkg->end, "Architecture");
  if (architecture.start != NULL)
    database->architecture = g_strndup (architecture.start, architecture.size);
  return database;
}

static gpointer
dpkg_open (const char *state_dir, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (STATUS_FILE, FALSE, &local);
  if (mapped == NULL)
    return zante_error_null (error, ZANTE_ERROR_HOST,
                             "cannot tell which packages are installed: %s", local->message);
  g_autoptr (GBytes) status = g_mapped_file_get_bytes (mapped);
  return zante_dpkg_parse (status);
}

static void
dpkg_close (gpointer data)
{
  Database *database = data;
  g_hash_table_unref (database->paragraphs);
  g_bytes_unref (database->status);
  g_free (database->architecture);
  g_free (database);
}

/* Relations ---------------------------------------------------------------------------------- */

static gboolean
is_name_character (char character)
{
  return g_ascii_isalnum (character) || strchr ("+-._", character) != NULL;
}

static gsize
span_name (const char *start, const char *end)
{
  const char *at = start;
  while (at < end && *at != '\0' && is_name_character (*at))
    at++;
  return (gsize)(at - start);
}

char *
zante_dpkg_name (const char *text, gsize size)
{
  ZanteSlice slice = size == 0 ? (ZanteSlice){"", 0} : zante_slice_trim (text, text + size);
  const char *end = slice.start + slice.size;
  gsize name = span_name (slice.start, end);
  const char *colon = slice.start + name;
  if (name == 0)
    return NULL;
  if (colon == end || *colon != ':')
    return g_strndup (slice.start, name);
  ZanteSlice architecture = {colon + 1, span_name (colon + 1, end)};
  if (zante_slice_equals (architecture, "any") || zante_slice_equals (architecture, "native")
      || architecture.size == 0)
    return g_strndup (slice.start, name);
  return g_strndup (slice.start, name + 1 + architecture.size);
}

/* The paragraph of the first package of "a | b" that is installed; its name in NAME. */
static const Paragraph *
choose_alternative (const Database *database, const char *start, const char *end, char **name)
{
  while (start < end)
    {
      const char *bar = memchr (start, '|', (gsize)(end - start));
      const char *stop = bar == NULL ? end : bar;
      g_autofree char *candidate = zante_dpkg_name (start, (gsize)(stop - start));
      const Paragraph *paragraph = candidate == NULL ? NULL : choose (database, candidate, NULL);
      if (paragraph != NULL)
        {
          *name = g_steal_pointer (&candidate);
          return paragraph;
        }
      start = bar == NULL ? end : bar + 1;
    }
  return NULL;
}

/* A package follows from another one when it holds what the other only points to: gcc → gcc-12,
 * python3 → python3.11, and whatever serves development, as libc6-dev → linux-libc-dev. Libraries
 * that are needed at run time are bound to the same version by their -dev package. */
static gboolean
follows (const char *package, const char *name, const Paragraph *paragraph)
{
  ZanteSlice section = zante_control_field (paragraph->start, paragraph->end, "Section");
  const char *slash = section.start == NULL ? NULL : memrchr (section.start, '/', section.size);
  if (slash != NULL)
    section = zante_slice_trim (slash + 1, section.start + section.size);
  if (zante_slice_equals (section, "devel") || zante_slice_equals (section, "libdevel"))
    return TRUE;
  if (!g_str_has_prefix (name, package))
    return FALSE;
  const char *rest = name + strlen (package);
  return g_ascii_isdigit (*rest) || ((*rest == '-' || *rest == '.') && g_ascii_isdigit (rest[1]));
}

static void
add_follows (const Database *database, const char *package, ZanteSlice relations, GPtrArray *names)
{
  const char *start = relations.size == 0 ? "" : relations.start;
  const char *end = start + relations.size;
  while (start < end)
    {
      g_autofree char *name = NULL;
      const char *comma = memchr (start, ',', (gsize)(end - start));
      const char *stop = comma == NULL ? end : comma;
      const Paragraph *paragraph = choose_alternative (database, start, stop, &name);
      if (paragraph != NULL && follows (package, name, paragraph))
        g_ptr_array_add (names, g_steal_pointer (&name));
      start = comma == NULL ? end : comma + 1;
    }
}

/* The version in "NAME (= VERSION)", "" when there is none. Owned by the caller. */
static char *
version_provided (const char *item)
{
  const char *start = strstr (item, "(="), *end = start == NULL ? NULL : strchr (start, ')');
  return end == NULL ? g_strdup ("") : g_strstrip (g_strndup (start + 2, (gsize)(end - start - 2)));
}

/* The package that provides the virtual one NAME, the first by name; NULL when none does. OFFERED:
 * in which version, "" when it says none. */
static char *
provider_of (const Database *database, const char *name, char **offered)
{
  GHashTableIter iter;
  gpointer package, paragraph;
  const char *best = NULL;
  g_hash_table_iter_init (&iter, database->paragraphs);
  while (g_hash_table_iter_next (&iter, &package, &paragraph))
    {
      const Paragraph *one = paragraph;
      ZanteSlice provides = zante_control_field (one->start, one->end, "Provides");
      if (provides.start == NULL
          || memmem (provides.start, provides.size, name, strlen (name)) == NULL
          || choose (database, package, NULL) == NULL)
        continue;
      g_autofree char *text = g_strndup (provides.start, provides.size);
      g_auto (GStrv) items = g_strsplit (text, ",", -1);
      for (char **item = items; *item != NULL; item++)
        {
          g_autofree char *provided = zante_dpkg_name (*item, strlen (*item));
          if (g_strcmp0 (provided, name) != 0 || (best != NULL && strcmp (package, best) >= 0))
            continue;
          best = package;
          g_free (*offered);
          *offered = version_provided (*item);
        }
    }
  return g_strdup (best);
}

static ZantePackageState *
state_new (const Database *database, const char *package, const Paragraph *paragraph)
{
  ZanteSlice version = zante_control_field (paragraph->start, paragraph->end, "Version");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  ZantePackageState *state = g_new0 (ZantePackageState, 1);
  state->version = version.start == NULL ? g_strdup ("") : g_strndup (version.start, version.size);
  add_follows (database, package,
               zante_control_field (paragraph->start, paragraph->end, "Pre-Depends"), names);
  add_follows (database, package, zante_control_field (paragraph->start, paragraph->end, "Depends"),
               names);
  g_ptr_array_add (names, NULL);
  state->follows = (char **)g_ptr_array_steal (names, NULL);
  return state;
}

static ZantePackageState *
dpkg_find (gpointer data, const char *package)
{
  const Database *database = data;
  g_autofree char *name = zante_dpkg_name (package, strlen (package));
  if (name == NULL)
    return NULL;
  char *colon = strchr (name, ':');
  if (colon != NULL)
    *colon = '\0';
  const Paragraph *paragraph = choose (database, name, colon == NULL ? NULL : colon + 1);
  if (paragraph != NULL)
    return state_new (database, name, paragraph);
  g_autofree char *offered = NULL;
  g_autofree char *provider = colon == NULL ? provider_of (database, name, &offered) : NULL;
  if (provider == NULL)
    return NULL;
  ZantePackageState *state = state_new (database, provider, choose (database, provider, NULL));
  state->offered = g_steal_pointer (&offered);
  return state;
}

static const char *const base[] = {"binutils", "gcc", "libc6-dev", "make", NULL};
static const char *const files[] = {STATUS_FILE, NULL};
const ZantePackageDatabase zante_dpkg_database
    = {"debian", zante_version_compare_deb, base, files, dpkg_open, dpkg_find, dpkg_close};
