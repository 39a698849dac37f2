/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"
#include "stage/stage.h"
#include "stage/tree.h"

void
zante_stage_difference_free (ZanteStageDifference *difference)
{
  if (difference == NULL)
    return;
  g_free (difference->path);
  g_free (difference->what);
  g_free (difference);
}

static void
add (GPtrArray *differences, const char *path, char *what)
{
  ZanteStageDifference *difference = g_new0 (ZanteStageDifference, 1);
  difference->path = g_strdup (path);
  difference->what = what;
  g_ptr_array_add (differences, difference);
}

/* How ENTRY, which is there, differs from SAVED of a component's output; NULL: not at all. Of
 * folders only the type is compared: every component that has one may ask for another mode. */
static const char *
difference (const ZanteTreeEntry *entry, const ZanteTreeEntry *saved)
{
  if ((entry->mode & S_IFMT) != (saved->mode & S_IFMT))
    return "is of another type";
  if (S_ISLNK (saved->mode))
    return g_strcmp0 (entry->target, saved->target) == 0 ? NULL : "leads elsewhere";
  if (!S_ISREG (saved->mode))
    return NULL;
  if (strcmp (entry->digest, saved->digest) != 0)
    return "has another content";
  return entry->mode == saved->mode ? NULL : "has another mode";
}

/* The component of ENTRY: its line in LABEL, which has "COMPONENT OUTPUT" in each. */
static char *
owner_of (char **label, const ZanteTreeEntry *entry)
{
  const char *line = entry->owner < g_strv_length (label) ? label[entry->owner] : "";
  return g_strndup (line, strcspn (line, " "));
}

static void
compare (GPtrArray *found, GPtrArray *saved, const char *label, GPtrArray *differences)
{
  g_auto (GStrv) lines = g_strsplit (label, "\n", -1);
  for (guint i = 0; i < found->len; i++)
    {
      const ZanteTreeEntry *entry = found->pdata[i];
      const ZanteTreeEntry *its = zante_tree_find (saved, entry->path);
      const char *what = its == NULL ? NULL : difference (entry, its);
      g_autofree char *owner = its == NULL ? NULL : owner_of (lines, its);
      if (its == NULL)
        add (differences, entry->path, g_strdup ("is of no component"));
      else if (what != NULL)
        add (differences, entry->path,
             g_strdup_printf ("%s than in the output of '%s'", what, owner));
    }
  for (guint i = 0; i < saved->len; i++)
    {
      const ZanteTreeEntry *entry = saved->pdata[i];
      const ZanteTreeEntry *last = i > 0 ? saved->pdata[i - 1] : NULL;
      g_autofree char *owner = owner_of (lines, entry);
      if (last != NULL && strcmp (last->path, entry->path) == 0)
        continue; /* a folder of several */
      if (zante_tree_find (found, entry->path) == NULL)
        add (differences, entry->path,
             g_strdup_printf ("is missing, and in the output of '%s'", owner));
    }
}

/* The digests -------------------------------------------------------------------------------- */

static gboolean
lacks_digests (GPtrArray *saved, guint owner)
{
  for (guint i = 0; i < saved->len; i++)
    {
      const ZanteTreeEntry *entry = saved->pdata[i];
      if (entry->owner == owner && S_ISREG (entry->mode) && entry->digest[0] == '\0')
        return TRUE;
    }
  return FALSE;
}

static void
take_digests (GPtrArray *saved, guint owner, GPtrArray *output)
{
  for (guint i = 0; i < saved->len; i++)
    {
      ZanteTreeEntry *entry = saved->pdata[i];
      const ZanteTreeEntry *its
          = entry->owner == owner ? zante_tree_find (output, entry->path) : NULL;
      if (its != NULL)
        memcpy (entry->digest, its->digest, sizeof entry->digest);
    }
}

/* An object of the store is named by its digest, which is verified before anything is taken out. */
static gboolean
read_object (const ZanteWorkspace *workspace, const char *line, guint owner, const char *scratch,
             GPtrArray *saved, GError **error)
{
  const char *output = strchr (line, ' ');
  if (output == NULL || !lacks_digests (saved, owner))
    return TRUE;
  g_autofree char *dest = g_strdup_printf ("%s/%u", scratch, owner);
  g_autoptr (GPtrArray) tree = zante_store_unpack (workspace, output + 1, dest, error)
                                   ? zante_tree_scan (dest, NULL, error)
                                   : NULL;
  if (tree == NULL)
    {
      g_prefix_error (error, "component '%.*s': ", (int)(output - line), line);
      return FALSE;
    }
  take_digests (saved, owner, tree);
  return zante_fs_remove_tree (dest, error);
}

/* The index of a union has the digests of adopted stages only: making a union needs no others. */
static gboolean
complete_digests (const ZanteWorkspace *workspace, const char *label, GPtrArray *saved,
                  GError **error)
{
  g_autofree char *scratch = g_build_filename (workspace->state, "verify-XXXXXX", NULL);
  g_auto (GStrv) lines = g_strsplit (label, "\n", -1);
  if (g_mkdtemp (scratch) == NULL)
    return zante_error_errno (error, errno, "cannot make a folder in '%s'", workspace->state);
  gboolean done = TRUE;
  for (guint i = 0; done && lines[i] != NULL; i++)
    done = read_object (workspace, lines[i], i, scratch, saved, error);
  zante_fs_remove_tree (scratch, NULL);
  return done;
}

GPtrArray *
zante_stage_dist_differences (const ZanteWorkspace *workspace, GError **error)
{
  g_autofree char *index = g_build_filename (workspace->state, "dist.index", NULL);
  g_autofree char *label = NULL;
  g_autoptr (GPtrArray) saved = zante_tree_load (index, NULL, &label);
  if (saved == NULL)
    return zante_error_null (error, ZANTE_ERROR_INPUT,
                             "nothing tells what '%s' was made of (run 'zante build' first)",
                             workspace->dist);
  if (!complete_digests (workspace, label, saved, error))
    return NULL;
  g_autoptr (GPtrArray) found = zante_tree_scan (workspace->dist, NULL, error);
  if (found == NULL)
    return NULL;
  GPtrArray *differences
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_stage_difference_free);
  compare (found, saved, label, differences);
  zante_strings_sort_by (differences, ZanteStageDifference, path);
  return differences;
}
