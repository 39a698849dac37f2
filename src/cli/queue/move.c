/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A queue on its way: to another base, and out of the project. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/show.h"
#include "cli/queue/verbs.h"
#include "cli/xsa/releases.h"
#include "xsa/xsa.h"

/* Rebase ------------------------------------------------------------------------------------- */

static void
print_step (const ZanteRebaseStep *step)
{
  g_autofree char *proof = step->proof == NULL ? NULL : zante_show_name (step->proof);
  printf ("%-8s%s%s%s", zante_rebase_kind_name (step->kind), step->patch->name,
          proof == NULL ? "" : ": ", proof == NULL ? "" : proof);
  if (step->commit != NULL)
    printf (" (%.12s)", step->commit);
  putchar ('\n');
}

static void
print_json (const ZanteRebase *rebase, gboolean done)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_object (json);
  zante_json_add_text (json, "onto", rebase->onto);
  zante_json_add_int (json, "open", rebase->open);
  zante_json_add_bool (json, "done", done);
  json_builder_set_member_name (json, "patches");
  json_builder_begin_array (json);
  for (guint i = 0; i < rebase->steps->len; i++)
    {
      const ZanteRebaseStep *step = rebase->steps->pdata[i];
      json_builder_begin_object (json);
      zante_json_add_text (json, "name", step->patch->name);
      zante_json_add_text (json, "what", zante_rebase_kind_name (step->kind));
      zante_json_add_text (json, "proof", step->proof);
      zante_json_add_text (json, "commit", step->commit);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, TRUE);
  puts (text);
}

static gboolean
check_names (const ZanteQueue *queue, char **names, GError **error)
{
  for (char **name = names; name != NULL && *name != NULL; name++)
    {
      gboolean found = FALSE;
      for (guint i = 0; i < queue->patches->len; i++)
        found |= strcmp (((const ZanteQueuePatch *)queue->patches->pdata[i])->name, *name) == 0;
      if (!found)
        {
          g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "the queue has no patch '%s'", *name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_queue (const ZanteQueue *queue, GError **error)
{
  if (queue->base != NULL)
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "queue: there is none in '%s' ('import')",
               queue->folder);
  return FALSE;
}

gboolean
zante_queue_rebase (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error)
{
  if (!check_queue (queue, error) || !check_names (queue, o->drop, error)
      || !check_names (queue, o->keep, error))
    return FALSE;
  g_autoptr (ZanteXsaRelease) release
      = zante_xsa_find_release (o->session, o->repository, o->onto, error);
  g_autoptr (ZanteRebase) rebase
      = release == NULL
            ? NULL
            : zante_rebase_plan (o->repository, queue, release->commit,
                                 (const char *const *)o->drop, (const char *const *)o->keep, error);
  if (rebase == NULL)
    return FALSE;
  gboolean done = o->yes && rebase->open == 0;
  if (g_strcmp0 (o->format, "json") == 0)
    print_json (rebase, done);
  for (guint i = 0; g_strcmp0 (o->format, "json") != 0 && i < rebase->steps->len; i++)
    print_step (rebase->steps->pdata[i]);
  if (o->yes && rebase->open > 0)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "nothing was changed: %u of the patches are to be decided (--drop, --keep) or "
                   "mended",
                   rebase->open);
      return FALSE;
    }
  if (!done)
    return TRUE;
  zante_rebase_apply (rebase, queue);
  return zante_queue_save (queue, error);
}

/* Export ------------------------------------------------------------------------------------- */

static gboolean
is_embargoed (GHashTable *facts, guint number)
{
  const ZanteXsaFact *fact = g_hash_table_lookup (facts, GUINT_TO_POINTER (number));
  return fact != NULL && fact->embargoed;
}

/* Whether TEXT has the CVE id of an advisory that FACTS have under embargo. */
static gboolean
names_secret (GHashTable *facts, const char *text)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  GHashTableIter iter;
  gpointer value;
  gboolean secret = FALSE;
  g_hash_table_iter_init (&iter, facts);
  while (!secret && g_hash_table_iter_next (&iter, NULL, &value))
    {
      const ZanteXsaFact *fact = value;
      for (guint i = 0; fact->embargoed && !secret && i < fact->cves->len; i++)
        {
          g_autofree char *cve = g_ascii_strup (fact->cves->pdata[i], -1);
          secret = *cve != '\0' && strstr (upper, cve) != NULL;
        }
    }
  return secret;
}

/* Whether PATCH, its name or its text, names no advisory that FACTS have under embargo. */
static gboolean
check_embargo (const ZanteQueuePatch *patch, GHashTable *facts, GError **error)
{
  g_autoptr (GArray) mentions = zante_xsa_mentions (patch->text);
  gboolean secret = is_embargoed (facts, zante_xsa_number_of_path (patch->name));
  for (guint i = 0; i < mentions->len; i++)
    secret |= is_embargoed (facts, g_array_index (mentions, ZanteXsaMention, i).number);
  secret |= names_secret (facts, patch->text) || names_secret (facts, patch->name);
  if (secret)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "nothing was written: patch '%s' names an advisory under embargo", patch->name);
  return !secret;
}

/* What goes into FOLDER: the patches, their series, and how a stack names them. */
static gboolean
write_export (const ZanteQueue *queue, const char *folder, GError **error)
{
  g_autoptr (GString) series = g_string_new (NULL);
  if (!zante_fs_make_dirs (folder, error))
    return FALSE;
  for (guint i = 0; i < queue->patches->len; i++)
    {
      const ZanteQueuePatch *patch = queue->patches->pdata[i];
      g_autofree char *path = g_build_filename (folder, patch->name, NULL);
      if (!zante_fs_write (path, patch->text, -1, error))
        return FALSE;
      g_string_append_printf (series, "%s\n", patch->name);
    }
  g_autofree char *path = g_build_filename (folder, "series", NULL);
  return zante_fs_write (path, series->str, -1, error);
}

gboolean
zante_queue_export (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GHashTable) facts
      = o->meta == NULL ? zante_xsa_facts_new () : zante_xsa_facts_load (o->meta, now, error);
  if (facts == NULL || !check_queue (queue, error))
    return FALSE;
  for (guint i = 0; i < queue->patches->len; i++)
    if (!check_embargo (queue->patches->pdata[i], facts, error))
      return FALSE;
  g_autofree char *folder = g_canonicalize_filename (words[0], NULL);
  if (!write_export (queue, folder, error))
    return FALSE;
  puts ("patches:");
  for (guint i = 0; i < queue->patches->len; i++)
    {
      g_autofree char *path = g_build_filename (
          words[0], ((const ZanteQueuePatch *)queue->patches->pdata[i])->name, NULL);
      g_autofree char *shown = zante_show_name (path);
      printf ("  - %s\n", shown);
    }
  return TRUE;
}
