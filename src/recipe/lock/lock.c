/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "recipe/parts.h"

#define FILE_AT(member) offsetof (ZanteLockFile, member)
#define ENTRY(member) offsetof (ZanteLockEntry, member)

enum { LOCK_FORMAT = 1 };

static const ZanteField file_fields[] = {
    {"path", ZANTE_FIELD_LINE, FILE_AT (path), ZANTE_FIELD_REQUIRED,
     .help = "its path below a mirror's root"},
    {"size", ZANTE_FIELD_UINT, FILE_AT (size), ZANTE_FIELD_REQUIRED, .help = "its bytes"},
    {"sha256", ZANTE_FIELD_LINE, FILE_AT (sha256), ZANTE_FIELD_REQUIRED, .help = "its SHA-256"},
    {NULL},
};
static const ZanteFieldTable file_table = {"file", sizeof (ZanteLockFile), file_fields};

static const ZanteField entry_fields[] = {
    {"kind", ZANTE_FIELD_LINE, ENTRY (kind), ZANTE_FIELD_REQUIRED,
     .help = "debian, git or archive"},
    {"package", ZANTE_FIELD_LINE, ENTRY (package), .help = "debian: the source package"},
    {"version", ZANTE_FIELD_LINE, ENTRY (version), .help = "debian: its version"},
    {"suite", ZANTE_FIELD_LINE, ENTRY (suite), .help = "debian: the release it was looked up in"},
    {"url", ZANTE_FIELD_LINE, ENTRY (url), .help = "git, archive: where it comes from"},
    {"ref", ZANTE_FIELD_LINE, ENTRY (ref), .help = "git: the ref that was looked up"},
    {"commit", ZANTE_FIELD_LINE, ENTRY (commit), .help = "git: the commit it was"},
    {"date", ZANTE_FIELD_UINT, ENTRY (date),
     .help = "git: when that was committed, in seconds since the epoch"},
    {"size", ZANTE_FIELD_UINT, ENTRY (size), .help = "archive: its bytes"},
    {"sha256", ZANTE_FIELD_LINE, ENTRY (sha256), .help = "archive: its SHA-256"},
    {"files", ZANTE_FIELD_STRUCTS, ENTRY (files), .table = &file_table,
     .help = "debian: the files of the source package; archive: its signature"},
    {NULL},
};
static const ZanteFieldTable entry_table = {"locked source", sizeof (ZanteLockEntry), entry_fields};

static const ZanteField lock_fields[] = {
    {"lock", ZANTE_FIELD_UINT, offsetof (ZanteLock, format), ZANTE_FIELD_REQUIRED,
     .help = "the format of this file: 1"},
    {"sources", ZANTE_FIELD_STRUCT_MAP, offsetof (ZanteLock, sources), .table = &entry_table,
     .help = "name: what the source was when it was locked"},
    {NULL},
};
const ZanteFieldTable zante_lock_table = {"lock", sizeof (ZanteLock), lock_fields};

ZanteLock *
zante_lock_new (void)
{
  ZanteLock *lock = g_new0 (ZanteLock, 1);
  lock->format = LOCK_FORMAT;
  lock->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return lock;
}

void
zante_lock_free (ZanteLock *lock)
{
  zante_yaml_free (&zante_lock_table, lock);
}

gboolean
zante_lock_save (const ZanteLock *lock, const char *path, GError **error)
{
  g_autofree char *body = zante_yaml_format (&zante_lock_table, lock);
  g_autofree char *text = g_strconcat ("# Written by zante lock.\n", body, NULL);
  return zante_fs_write (path, text, -1, error);
}

ZanteLock *
zante_lock_load (const char *path, GError **error)
{
  g_autoptr (ZanteLock) lock = zante_yaml_load (path, &zante_lock_table, error);
  if (lock == NULL || !zante_lock_validate (lock, path, error))
    return NULL;
  if (lock->sources == NULL)
    lock->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return g_steal_pointer (&lock);
}

/* NAME.yaml → NAME.lock */
static char *
shipped_path (const char *stack_file)
{
  gsize length = strlen (stack_file);
  if (g_str_has_suffix (stack_file, ".yaml"))
    length -= strlen (".yaml");
  g_autofree char *base = g_strndup (stack_file, length);
  return g_strconcat (base, ".lock", NULL);
}

gboolean
zante_lock_find (ZanteRecipe *recipe, const ZanteRecipeInput *input, GError **error)
{
  g_autofree char *own = g_build_filename (input->project, "zante.lock", NULL);
  g_autofree char *shipped = shipped_path (recipe->stack_file);
  g_ptr_array_add (recipe->inputs, g_strdup (own));
  if (!g_file_test (own, G_FILE_TEST_EXISTS))
    {
      g_ptr_array_add (recipe->inputs, g_strdup (shipped));
      if (!g_file_test (shipped, G_FILE_TEST_EXISTS))
        {
          recipe->lock_file = g_steal_pointer (&own);
          recipe->lock = zante_lock_new ();
          return TRUE;
        }
      recipe->lock_file = g_steal_pointer (&shipped);
    }
  else
    recipe->lock_file = g_steal_pointer (&own);
  recipe->lock = zante_lock_load (recipe->lock_file, error);
  return recipe->lock != NULL;
}
