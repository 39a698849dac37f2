/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/refresh.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

static gboolean
is_same_place (const ZanteTreeEntry *entry, const ZanteTreeEntry *old)
{
  return entry->owner == old->owner && entry->mode == old->mode
         && g_str_equal (entry->path, old->path) && g_strcmp0 (entry->target, old->target) == 0;
}

/* Whether the folder or link of ENTRY is still there; files are looked at one by one later. */
static gboolean
is_there (const ZanteBefore *before, const ZanteTreeEntry *entry)
{
  struct stat st;
  g_autofree char *path = g_build_filename (before->root, entry->path, NULL);
  if (S_ISDIR (entry->mode))
    return lstat (path, &st) == 0 && S_ISDIR (st.st_mode);
  if (!S_ISLNK (entry->mode))
    return TRUE;
  g_autofree char *target = g_file_read_link (path, NULL);
  return g_strcmp0 (target, entry->target) == 0;
}

/* Whether the components are those of LABEL, whatever their outputs, and one is adopted. */
static gboolean
are_same_components (GPtrArray *parts, const char *label)
{
  g_auto (GStrv) lines = g_strsplit (label, "\n", -1);
  gboolean adopted = FALSE;
  if (g_strv_length (lines) != parts->len + 1)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const ZanteStaged *staged = ((const ZantePart *)parts->pdata[i])->staged;
      gsize length = strlen (staged->component);
      if (strncmp (lines[i], staged->component, length) != 0 || lines[i][length] != ' ')
        return FALSE;
      adopted = adopted || staged->folder != NULL;
    }
  return adopted;
}

gboolean
zante_refresh_is_possible (GPtrArray *parts, const ZanteBefore *before, const char *label)
{
  if (before->tree == NULL || !g_file_test (before->root, G_FILE_TEST_IS_DIR)
      || !are_same_components (parts, label))
    return FALSE;
  g_autoptr (GPtrArray) all = zante_union_all (parts);
  if (all->len != before->tree->len)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (!is_same_place (all->pdata[i], before->tree->pdata[i]) || !is_there (before, all->pdata[i]))
      return FALSE;
  return TRUE;
}

/* The one name that a file has in the scratch folder. */
static const char temporary[] = "file";

static gboolean
replace_file (ZantePlacing *placing, ZanteTreeEntry *entry, const ZantePart *part, GError **error)
{
  if (!zante_place_file (placing, entry, part, temporary, error))
    return FALSE;
  const char *name = zante_beneath_enter (&placing->old, entry->path);
  if (name == NULL || renameat (placing->to.folder, temporary, placing->old.folder, name) != 0)
    return zante_error_errno (error, errno, "cannot replace '%s/%s'", placing->before->root,
                              entry->path);
  return TRUE;
}

gboolean
zante_refresh (GPtrArray *united, GPtrArray *parts, const ZanteBefore *before, const char *scratch,
               GError **error)
{
  g_auto (ZantePlacing) placing;
  if (!zante_placing_init (&placing, before, scratch, error))
    return FALSE;
  for (guint i = 0; i < united->len; i++)
    {
      ZanteTreeEntry *entry = united->pdata[i];
      if (S_ISREG (entry->mode) && !zante_place_keep (entry, before)
          && !replace_file (&placing, entry, parts->pdata[entry->owner], error))
        return FALSE;
    }
  return TRUE;
}
