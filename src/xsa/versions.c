/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/versions.h"

#include <fnmatch.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"
#include "xsa/history.h"
#include "xsa/mentions.h"
#include "xsa/meta.h"
#include "xsa/numbers.h"

enum { MAX_FILE = 16 * 1024 * 1024 };

void
zante_xsa_version_free (ZanteXsaVersion *version)
{
  if (version == NULL)
    return;
  g_free (version->version);
  g_free (version->label);
  g_free (version->stable_ref);
  g_array_unref (version->prereqs);
  g_ptr_array_unref (version->patches);
  g_ptr_array_unref (version->subjects);
  g_ptr_array_unref (version->mails);
  g_free (version);
}

typedef struct {
  char *path; /* from the folder */
  char *key;  /* what those of one set have in common, or NULL: it is of a .meta file */
  guint number;
  ZanteMailbox *mail;
} File;

static void
file_free (File *file)
{
  g_free (file->path);
  g_free (file->key);
  zante_mailbox_free (file->mail);
  g_free (file);
}

/* Files -------------------------------------------------------------------------------------- */

static char *
read_file (const char *folder, const ZanteFsEntry *entry, gsize *size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, entry->path, NULL);
  g_autoptr (GError) reason = NULL;
  char *data = NULL;
  if (entry->st.st_size > MAX_FILE)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "'%s' is larger than a patch can be (16 MiB)", path);
  else if (!g_file_get_contents (path, &data, size, &reason))
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "cannot read '%s': %s", path,
                 reason->message);
  return data;
}

/* What PATTERN's brackets match in PATH, the last time; NULL: nothing. */
static char *
found_in (const char *path, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  char *found = NULL;
  g_regex_match (regex, path, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_free (found);
      found = g_match_info_fetch (match, 1);
    }
  return found;
}

static char *
version_of (const char *path)
{
  return found_in (path, "[-/_]([0-9]\\.[0-9]+|unstable|master)(?=[-./_]|\\.patch)");
}

static gboolean
is_of_other_tree (const char *path)
{
  g_autofree char *tree = found_in (
      path, "[-/_](qemu[a-z]*|trad|linux|xapi|mini-?os|grub|seabios|ovmf|edk2|win[a-z]*)"
            "(?=[-./_0-9])");
  return tree != NULL;
}

/* The advisory that the text of MAIL says it is: the lowest, if of several. */
static guint
number_of_mail (const ZanteMailbox *mail)
{
  for (guint i = 0; i < mail->patches->len; i++)
    {
      const ZanteMail *of = ((const ZanteMailedPatch *)mail->patches->pdata[i])->mail;
      for (guint j = 0; j < of->lines->len; j++)
        {
          g_autoptr (GArray) mentions
              = zante_xsa_mentions (g_array_index (of->lines, ZanteMailLine, j).text);
          for (guint k = 0; k < mentions->len; k++)
            if (g_array_index (mentions, ZanteXsaMention, k).stated)
              return g_array_index (mentions, ZanteXsaMention, k).number;
        }
    }
  return 0;
}

static void
add_file (GPtrArray *files, const char *path, const char *data, gsize size)
{
  if (is_of_other_tree (path))
    return;
  File *file = g_new0 (File, 1);
  file->path = g_strdup (path);
  file->mail = zante_mailbox_new (data, size);
  file->number = zante_xsa_number_of_path (path);
  if (file->number == 0)
    file->number = number_of_mail (file->mail);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *version = version_of (path);
  file->key = g_strdup_printf ("%04u %s %s", file->number, folder, version == NULL ? "" : version);
  if (file->number > 0)
    g_ptr_array_add (files, file);
  else
    file_free (file);
}

/* Sets --------------------------------------------------------------------------------------- */

static ZanteXsaVersion *
version_new (guint number, const char *name)
{
  ZanteXsaVersion *version = g_new0 (ZanteXsaVersion, 1);
  version->number = number;
  version->version = g_strdup (name);
  version->prereqs = g_array_new (FALSE, FALSE, sizeof (guint));
  version->patches = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_content_patch_free);
  version->subjects = g_ptr_array_new_with_free_func (g_free);
  version->mails = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_mailbox_free);
  return version;
}

/* Take over FILE's mail. */
static void
take_file (ZanteXsaVersion *version, ZanteLineBook *book, File *file)
{
  for (guint i = 0; i < file->mail->patches->len; i++)
    {
      const ZanteMailedPatch *patch = file->mail->patches->pdata[i];
      if (patch->files->len == 0)
        continue;
      g_ptr_array_add (version->patches, zante_content_patch_new (book, patch));
      g_ptr_array_add (version->subjects, zante_xsa_subject (patch->mail->subject));
      if (patch->subject.total > version->total)
        version->total = patch->subject.total;
    }
  if (version->label == NULL)
    version->label = g_strdup (file->path);
  g_ptr_array_add (version->mails, g_steal_pointer (&file->mail));
}

static void
add_version (GPtrArray *versions, ZanteXsaVersion *version)
{
  if (version->patches->len == 0)
    {
      zante_xsa_version_free (version);
      return;
    }
  if (version->mails->len > 1)
    {
      g_autofree char *first = version->label;
      version->label = g_strdup_printf ("%s and %u more", first, version->mails->len - 1);
    }
  g_ptr_array_add (versions, version);
}

static gint
compare_files (gconstpointer a, gconstpointer b)
{
  const File *one = *(File *const *)a, *other = *(File *const *)b;
  int order = strcmp (one->key, other->key);
  return order != 0 ? order : strcmp (one->path, other->path);
}

/* Those whose names say that they belong together. */
static void
group_files (GPtrArray *versions, ZanteLineBook *book, GPtrArray *files)
{
  g_ptr_array_sort (files, compare_files);
  for (guint i = 0, end; i < files->len; i = end)
    {
      const File *first = files->pdata[i];
      g_autofree char *name = version_of (first->path);
      ZanteXsaVersion *version = version_new (first->number, name);
      for (end = i; end < files->len && strcmp (((File *)files->pdata[end])->key, first->key) == 0;
           end++)
        take_file (version, book, files->pdata[end]);
      add_version (versions, version);
    }
}

/* Folders ------------------------------------------------------------------------------------ */

void
zante_xsa_patches_free (ZanteXsaPatches *patches)
{
  if (patches == NULL)
    return;
  g_ptr_array_unref (patches->versions);
  g_hash_table_unref (patches->elsewhere);
  g_free (patches);
}

typedef struct {
  ZanteLineBook *book;
  const char *folder;
  GPtrArray *entries; /* of ZanteFsEntry */
  ZanteXsaPatches *patches;
  GPtrArray *files; /* of File */
  GHashTable *done; /* the numbers that .meta files speak of */
} Loading;

static void
loading_clear (Loading *loading)
{
  g_clear_pointer (&loading->entries, g_ptr_array_unref);
  g_clear_pointer (&loading->patches, zante_xsa_patches_free);
  g_clear_pointer (&loading->files, g_ptr_array_unref);
  g_clear_pointer (&loading->done, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loading, loading_clear)

/* The files that PATTERN, a glob, means. */
static gboolean
take_pattern (const Loading *loading, ZanteXsaVersion *version, const char *pattern, GError **error)
{
  for (guint i = 0; i < loading->entries->len; i++)
    {
      const ZanteFsEntry *entry = loading->entries->pdata[i];
      if (!S_ISREG (entry->st.st_mode) || fnmatch (pattern, entry->path, FNM_PATHNAME) != 0)
        continue;
      gsize size;
      g_autofree char *data = read_file (loading->folder, entry, &size, error);
      if (data == NULL)
        return FALSE;
      File file = {entry->path, NULL, version->number, zante_mailbox_new (data, size)};
      take_file (version, loading->book, &file);
    }
  return TRUE;
}

/* What RECIPE of the .meta file PATH names. */
static gboolean
follow_recipe (const Loading *loading, const ZanteXsaRecipe *recipe, const char *path,
               GError **error)
{
  g_autofree char *below = g_path_get_dirname (path);
  const char *prefix = strcmp (below, ".") == 0 ? "" : below;
  ZanteXsaVersion *version = version_new (recipe->number, recipe->version);
  version->stable_ref = g_strdup (recipe->stable_ref);
  g_array_append_vals (version->prereqs, recipe->prereqs->data, recipe->prereqs->len);
  gboolean taken = TRUE;
  for (guint i = 0; taken && i < recipe->patterns->len; i++)
    {
      g_autofree char *pattern
          = g_strconcat (prefix, *prefix == '\0' ? "" : "/", recipe->patterns->pdata[i], NULL);
      taken = take_pattern (loading, version, pattern, error);
    }
  add_version (loading->patches->versions, version);
  return taken;
}

static gboolean
take_meta (const Loading *loading, const ZanteFsEntry *entry, GError **error)
{
  gsize size;
  g_autofree char *data = read_file (loading->folder, entry, &size, error);
  g_autofree char *label = g_build_filename (loading->folder, entry->path, NULL);
  g_autoptr (GPtrArray) recipes
      = data == NULL ? NULL : zante_xsa_meta_parse (data, size, label, error);
  gboolean ours = FALSE;
  for (guint i = 0; recipes != NULL && i < recipes->len; i++)
    {
      const ZanteXsaRecipe *recipe = recipes->pdata[i];
      g_hash_table_add (loading->done, GUINT_TO_POINTER (recipe->number));
      if (strcmp (recipe->tree, "xen") != 0)
        continue;
      ours = TRUE;
      if (!follow_recipe (loading, recipe, entry->path, error))
        return FALSE;
    }
  if (recipes != NULL && recipes->len > 0 && !ours)
    g_hash_table_add (loading->patches->elsewhere,
                      GUINT_TO_POINTER (((ZanteXsaRecipe *)recipes->pdata[0])->number));
  return recipes != NULL;
}

static gboolean
take_entry (const Loading *loading, const ZanteFsEntry *entry, GError **error)
{
  if (!S_ISREG (entry->st.st_mode))
    return TRUE;
  if (g_str_has_suffix (entry->path, ".meta"))
    return take_meta (loading, entry, error);
  if (!g_str_has_suffix (entry->path, ".patch") && !g_str_has_suffix (entry->path, ".diff"))
    return TRUE;
  gsize size;
  g_autofree char *data = read_file (loading->folder, entry, &size, error);
  if (data != NULL)
    add_file (loading->files, entry->path, data, size);
  return data != NULL;
}

static gboolean
load_folder (Loading *loading, GError **error)
{
  g_autoptr (GError) reason = NULL;
  loading->entries = zante_fs_list (loading->folder, &reason);
  if (loading->entries == NULL)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "cannot read the folder '%s' (--patches): %s", loading->folder, reason->message);
      return FALSE;
    }
  for (guint i = 0; i < loading->entries->len; i++)
    if (!take_entry (loading, loading->entries->pdata[i], error))
      return FALSE;
  for (guint i = loading->files->len; i > 0; i--)
    if (g_hash_table_contains (loading->done,
                               GUINT_TO_POINTER (((File *)loading->files->pdata[i - 1])->number)))
      g_ptr_array_remove_index (loading->files, i - 1);
  group_files (loading->patches->versions, loading->book, loading->files);
  return TRUE;
}

ZanteXsaPatches *
zante_xsa_patches_load (ZanteLineBook *book, const char *folder, GError **error)
{
  g_auto (Loading) loading = {.book = book, .folder = folder};
  loading.patches = g_new0 (ZanteXsaPatches, 1);
  loading.patches->versions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_xsa_version_free);
  loading.patches->elsewhere = g_hash_table_new (NULL, NULL);
  loading.files = g_ptr_array_new_with_free_func ((GDestroyNotify)file_free);
  loading.done = g_hash_table_new (NULL, NULL);
  if (folder != NULL && !load_folder (&loading, error))
    return NULL;
  return g_steal_pointer (&loading.patches);
}
