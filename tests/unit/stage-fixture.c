/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/hash.h"

void
stage_set_up (StageFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("zante stage'\"\n-XXXXXX", NULL);
  g_autofree char *project = g_build_filename (fixture->folder, "project", NULL);
  fixture->workspace = zante_workspace_new (project);
  g_assert_true (zante_workspace_make (fixture->workspace, NULL));
}

void
stage_tear_down (StageFixture *fixture, gconstpointer data)
{
  g_assert_true (zante_fs_remove_tree (fixture->folder, NULL));
  zante_workspace_free (fixture->workspace);
  g_free (fixture->folder);
}

void
stage_add (const char *path, void (*test) (StageFixture *, gconstpointer))
{
  g_test_add (path, StageFixture, NULL, stage_set_up, test, stage_tear_down);
}

char *
stage_path (const StageFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

void
stage_write (const char *root, const char *path, const char *content, guint mode)
{
  g_autofree char *file = g_build_filename (root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (file);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (file, content, -1, NULL));
  g_assert_cmpint (chmod (file, mode), ==, 0);
}

char *
stage_pack_one (StageFixture *fixture, const char *path, const char *content)
{
  g_autofree char *stage = stage_path (fixture, "one");
  g_autoptr (GError) error = NULL;
  stage_write (stage, path, content, 0644);
  char *digest = zante_store_pack (fixture->workspace, stage, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (zante_fs_remove_tree (stage, NULL));
  return digest;
}

/* A record of COMPONENT whose output is OUTPUT, SIZE bytes. */
static ZanteRecord *
new_record (const char *component, const char *output, guint64 size)
{
  ZanteRecord *record = g_new0 (ZanteRecord, 1);
  record->component = g_strdup (component);
  record->output = g_strdup (output);
  record->size = size;
  record->seconds = 1.5;
  record->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_key_input_free);
  g_ptr_array_add (record->inputs, zante_key_input_new ("phase build", "make \"all\"\n"));
  return record;
}

char *
stage_remember (StageFixture *fixture, const char *component, const char *key_seed, char **output)
{
  g_autofree char *stage = stage_path (fixture, "one");
  g_autoptr (GError) error = NULL;
  guint64 size = 0;
  stage_write (stage, "file", key_seed, 0644);
  *output = zante_store_pack (fixture->workspace, stage, &size, &error);
  g_assert_no_error (error);
  g_assert_true (zante_fs_remove_tree (stage, NULL));
  char *key = zante_hash_bytes (key_seed, strlen (key_seed));
  g_autoptr (ZanteRecord) record = new_record (component, *output, size);
  zante_store_remember (fixture->workspace, key, record, &error);
  g_assert_no_error (error);
  return key;
}

char *
stage_describe (const char *root)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = zante_fs_list (root, &error);
  g_assert_no_error (error);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < list->len; i++)
    {
      const ZanteFsEntry *entry = list->pdata[i];
      g_autofree char *path = g_build_filename (root, entry->path, NULL);
      g_autofree char *content = g_strdup (entry->target);
      if (S_ISREG (entry->st.st_mode))
        g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_string_append_printf (text, "%o %s %s\n", entry->st.st_mode, entry->path,
                              content != NULL ? content : "");
    }
  return g_string_free (text, FALSE);
}

void
stage_assert_content (const char *root, const char *path, const char *expected)
{
  g_autofree char *file = g_build_filename (root, path, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (file, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, expected);
}

gboolean
stage_exists (const char *root, const char *path)
{
  struct stat st;
  g_autofree char *file = g_build_filename (root, path, NULL);
  return lstat (file, &st) == 0;
}

void
stage_damage (const StageFixture *fixture, const char *digest)
{
  g_autofree char *name = g_strdup_printf ("objects/%s.tar.zst", digest);
  g_autofree char *path = g_build_filename (fixture->workspace->store, name, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  data[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, data, (gssize)size, NULL));
}
