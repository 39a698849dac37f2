/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The patches of a queue one on the other, as quilt(1) has it. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/show.h"
#include "cli/queue/verbs.h"
#include "cli/xsa/releases.h"

static gboolean
input_error (GError **error, const char *text)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "queue: %s", text);
  return FALSE;
}

/* The commit that a queue without a base is to be made on. */
static gboolean
choose_base (ZanteQueueOptions *o, ZanteQueue *queue, GError **error)
{
  if (queue->base != NULL && o->base != NULL)
    return input_error (error, "it has a base already ('rebase --onto' moves it)");
  if (queue->base != NULL)
    return TRUE;
  const char *name = o->base;
  if (name == NULL)
    {
      const ZanteRecipe *recipe = zante_raise_recipe (o->session->raise, error);
      if (recipe == NULL)
        {
          g_prefix_error (error, "a new queue needs --base, or a stack that pins Xen: ");
          return FALSE;
        }
      name = recipe->stack;
    }
  g_autoptr (ZanteXsaRelease) release
      = zante_xsa_find_release (o->session, o->repository, name, error);
  if (release == NULL)
    return FALSE;
  queue->base = g_strdup (release->commit);
  return TRUE;
}

gboolean
zante_queue_import_all (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error)
{
  guint n = 0;
  if (!choose_base (o, queue, error))
    return FALSE;
  for (char **word = words; *word != NULL; word++)
    {
      g_autoptr (ZanteMailbox) mailbox = zante_mailbox_load (o->repository, *word, error);
      guint added = mailbox == NULL ? 0 : zante_queue_import (queue, mailbox, *word, error);
      if (added == 0)
        return FALSE;
      n += added;
    }
  if (!zante_queue_save (queue, error))
    return FALSE;
  for (guint i = queue->patches->len - n; i < queue->patches->len; i++)
    printf ("%s\n", ((const ZanteQueuePatch *)queue->patches->pdata[i])->name);
  return TRUE;
}

/* Series ------------------------------------------------------------------------------------- */

static void
print_json (const ZanteQueue *queue)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_object (json);
  zante_json_add_text (json, "base", queue->base);
  json_builder_set_member_name (json, "patches");
  json_builder_begin_array (json);
  for (guint i = 0; i < queue->patches->len; i++)
    {
      const ZanteQueuePatch *patch = queue->patches->pdata[i];
      json_builder_begin_object (json);
      zante_json_add_text (json, "name", patch->name);
      zante_json_add_text (json, "subject", patch->patch->subject.title);
      zante_json_add_bool (json, "applied", i < queue->applied);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, TRUE);
  puts (text);
}

gboolean
zante_queue_tell_series (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error)
{
  if (g_strcmp0 (o->format, "json") == 0)
    {
      print_json (queue);
      return TRUE;
    }
  printf ("over %s\n", queue->base == NULL ? "nothing yet" : queue->base);
  for (guint i = 0; i < queue->patches->len; i++)
    {
      const ZanteQueuePatch *patch = queue->patches->pdata[i];
      g_autofree char *title = zante_show_name (patch->patch->subject.title);
      printf ("%c %s%s%s\n", i < queue->applied ? '+' : ' ', patch->name,
              *title == '\0' ? "" : "  ", title);
    }
  return TRUE;
}

/* Push and pop ------------------------------------------------------------------------------- */

gboolean
zante_queue_push (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error)
{
  if (queue->applied == queue->patches->len)
    return input_error (error, "all patches are pushed");
  g_auto (ZanteQueueTree) tree = {0};
  if (!zante_queue_tree_push (&tree, o->repository, queue, queue->applied, error))
    return FALSE;
  guint before = queue->applied;
  gboolean pushed = TRUE;
  g_autoptr (GError) reason = NULL;
  do
    {
      const ZanteQueuePatch *patch = queue->patches->pdata[queue->applied];
      pushed = zante_queue_tree_apply (&tree, patch, NULL, &reason);
      queue->applied += pushed;
      if (pushed)
        printf ("%s\n", patch->name);
  } while (pushed && o->all && queue->applied < queue->patches->len);
  if (queue->applied > before && !zante_queue_save_applied (queue, error))
    return FALSE;
  if (!pushed)
    g_propagate_error (error, g_steal_pointer (&reason));
  return pushed;
}

gboolean
zante_queue_pop (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error)
{
  if (queue->applied == 0)
    return input_error (error, "no patch is pushed");
  queue->applied = o->all ? 0 : queue->applied - 1;
  if (!zante_queue_save_applied (queue, error))
    return FALSE;
  if (queue->applied > 0)
    printf ("%s\n", ((const ZanteQueuePatch *)queue->patches->pdata[queue->applied - 1])->name);
  return TRUE;
}

/* What the patch on top is: its own change at its very places, or what leads from beneath it to
 * COMMIT. */
static char *
new_diff (ZanteQueueOptions *o, const ZanteQueue *queue, const char *commit, GError **error)
{
  g_auto (ZanteQueueTree) tree = {0};
  char *diff = NULL;
  if (!zante_queue_tree_push (&tree, o->repository, queue, queue->applied - 1, error))
    return NULL;
  if (commit == NULL)
    return zante_queue_tree_apply (&tree, queue->patches->pdata[queue->applied - 1], &diff, error)
               ? diff
               : NULL;
  g_autofree char *revision = g_strconcat (commit, "^{tree}", NULL);
  const char *const arguments[]
      = {"rev-parse", "--verify", "--quiet", "--end-of-options", revision, NULL};
  g_autofree char *id = zante_git_output (o->repository, arguments, NULL, NULL);
  if (id != NULL)
    return zante_queue_tree_diff (&tree, g_strchomp (id), error);
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "'%s' is no commit of the repository",
               commit);
  return NULL;
}

gboolean
zante_queue_refresh (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error)
{
  if (queue->applied == 0)
    return input_error (error, "no patch is pushed ('push' does it)");
  g_autofree char *diff = new_diff (o, queue, words[0], error);
  if (diff == NULL)
    return FALSE;
  ZanteQueuePatch *top = queue->patches->pdata[queue->applied - 1];
  ZanteQueuePatch *made
      = *diff == '\0'
            ? NULL
            : zante_queue_patch_new (top->name, zante_queue_patch_text (top, diff), error);
  if (*diff == '\0')
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "patch '%s' would change nothing ('%s' is what is beneath it)", top->name,
                 words[0]);
  if (made == NULL)
    return FALSE;
  queue->patches->pdata[queue->applied - 1] = made;
  gboolean saved = zante_queue_save (queue, error);
  if (saved)
    printf ("%s\n", made->name);
  zante_queue_patch_free (top);
  return saved;
}
