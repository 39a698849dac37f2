/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "share/remote.h"

enum { PARALLEL = 8 };

#define MAX_OBJECT (G_GUINT64_CONSTANT (8) << 30)

/* Objects ------------------------------------------------------------------------------------ */

typedef struct {
  ZanteShare *share;
  const ZanteShareRecord *record;
  ZanteAnswer answer;
  char *why;
} Fetch;

static gboolean
fetch (int fd, gpointer user_data)
{
  Fetch *f = user_data;
  g_autofree char *name = zante_share_object_name (f->record->object);
  f->answer = f->share->remote->transport->get (f->share->remote, name, f->record->size, FALSE, fd,
                                                &f->why);
  return f->answer == ZANTE_ANSWER_DONE;
}

/* Bring the object of RECORD into the local store, unless it is there. */
static ZanteAnswer
take_object (ZanteShare *share, const ZanteShareRecord *record, char **why)
{
  Fetch f = {.share = share, .record = record, .answer = ZANTE_ANSWER_LOCAL};
  g_autoptr (GError) error = NULL;
  if (record->size > MAX_OBJECT)
    {
      *why = g_strdup ("its object is larger than 8 GiB");
      return ZANTE_ANSWER_BAD;
    }
  if (zante_store_receive (share->input.workspace, record->object, record->size, fetch, &f, &error))
    return ZANTE_ANSWER_DONE;
  *why = f.why != NULL ? f.why : g_strdup (error != NULL ? error->message : "is not there");
  if (f.answer == ZANTE_ANSWER_DONE) /* what came is something else, or cannot be kept */
    return g_error_matches (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE) ? ZANTE_ANSWER_BAD
                                                                    : ZANTE_ANSWER_LOCAL;
  if (f.answer != ZANTE_ANSWER_MISSING)
    return f.answer;
  g_free (*why);
  *why = g_strdup ("its object is missing");
  return ZANTE_ANSWER_BAD;
}

/* One component ------------------------------------------------------------------------------ */

/* Remember it as if it had been built here, but for who signed it. */
static gboolean
remember (ZanteShare *share, ZanteShareWant *want, const ZanteShareRecord *record,
          const ZanteShareKey *signer, GError **error)
{
  g_autoptr (ZanteRecord) known = g_new0 (ZanteRecord, 1);
  known->component = g_strdup (want->component);
  known->output = g_strdup (record->object);
  known->size = record->size;
  known->seconds = (double)record->milliseconds / 1000;
  known->plain = record->plain;
  known->signer = zante_share_key_text (signer);
  known->inputs = g_ptr_array_ref (want->inputs);
  if (!zante_store_remember (share->input.workspace, want->key, known, error))
    return FALSE;
  want->output = g_strdup (record->object);
  return TRUE;
}

static void
tell (ZanteShare *share, const ZanteShareWant *want, const ZanteShareRecord *record,
      const ZanteShareKey *signer)
{
  g_autofree char *size = g_format_size (record->size);
  g_autofree char *text = g_strdup_printf ("%s, signed by '%s'", size, signer->name);
  ZanteEvent event
      = ZANTE_EVENT (.event = "store-pull", .component = want->component, .status = "pulled",
                     .message = text, .total = (gint64)record->size);
  zante_log_emit (share->input.log, &event);
}

static void
take_answer (ZanteShare *share, const ZanteShareWant *want, ZanteAnswer answer, const char *why)
{
  switch (answer)
    {
    case ZANTE_ANSWER_DONE:
      break;
    case ZANTE_ANSWER_MISSING:
      zante_notes_add (share->missed, want->key);
      break;
    case ZANTE_ANSWER_BAD:
      zante_share_refuse (share, want->component, why);
      break;
    default:
      zante_share_give_up (share, why);
    }
}

static ZanteAnswer
take (ZanteShare *share, ZanteShareWant *want, char **why)
{
  const ZanteShareKey *signer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteShareRecord) record = NULL;
  ZanteAnswer answer = zante_share_read (share, want->component, want->key,
                                         share->input.takes_plain, &record, &signer, why);
  if (answer == ZANTE_ANSWER_DONE)
    answer = take_object (share, record, why);
  if (answer != ZANTE_ANSWER_DONE)
    return answer;
  if (!remember (share, want, record, signer, &error))
    {
      *why = g_strdup (error->message);
      return ZANTE_ANSWER_LOCAL;
    }
  tell (share, want, record, signer);
  return ZANTE_ANSWER_DONE;
}

static void
pull_one (gpointer data, gpointer user_data)
{
  ZanteShare *share = user_data;
  ZanteShareWant *want = data;
  g_autofree char *why = NULL;
  if (!zante_share_is_on (share)
      || (!share->input.afresh && zante_notes_have (share->missed, want->key)))
    return;
  ZanteAnswer answer = take (share, want, &why);
  take_answer (share, want, answer, why);
}

void
zante_share_pull (ZanteShare *share, ZanteShareWant *wants, gsize n)
{
  GThreadPool *pool = n > 1 ? g_thread_pool_new (pull_one, share, PARALLEL, FALSE, NULL) : NULL;
  for (gsize i = 0; i < n; i++)
    if (pool == NULL || !g_thread_pool_push (pool, &wants[i], NULL))
      pull_one (&wants[i], share);
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
}

/* A look ------------------------------------------------------------------------------------- */

void
zante_share_entry_clear (ZanteShareEntry *entry)
{
  g_free (entry->why);
  g_free (entry->signer);
}

/* Whether the object of RECORD is what it says: it goes into a file without a name. */
static ZanteAnswer
check_object (ZanteShare *share, const ZanteShareRecord *record, char **why)
{
  Fetch f = {.share = share, .record = record, .answer = ZANTE_ANSWER_LOCAL};
  g_autoptr (GError) error = NULL;
  if (zante_store_prove (share->input.workspace, record->object, record->size, fetch, &f, &error))
    return ZANTE_ANSWER_DONE;
  *why = f.why != NULL ? f.why
                       : g_strdup (f.answer == ZANTE_ANSWER_MISSING ? "its object is missing"
                                                                    : error->message);
  gboolean wrong = f.answer == ZANTE_ANSWER_MISSING
                   || g_error_matches (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
  return wrong ? ZANTE_ANSWER_BAD : (f.answer == ZANTE_ANSWER_DONE ? ZANTE_ANSWER_LOCAL : f.answer);
}

gboolean
zante_share_look (ZanteShare *share, const char *component, const char *key, gboolean whole,
                  ZanteShareEntry *entry)
{
  const ZanteShareKey *signer = NULL;
  g_autoptr (ZanteShareRecord) record = NULL;
  *entry = (ZanteShareEntry){.state = ZANTE_SHARE_BAD};
  if (!zante_share_is_on (share))
    return FALSE;
  ZanteAnswer answer
      = zante_share_read (share, component, key, TRUE, &record, &signer, &entry->why);
  if (answer == ZANTE_ANSWER_DONE && whole)
    answer = check_object (share, record, &entry->why);
  if (answer == ZANTE_ANSWER_DOWN || answer == ZANTE_ANSWER_LOCAL)
    zante_share_give_up (share, entry->why);
  if (answer == ZANTE_ANSWER_DONE)
    {
      entry->signer = g_strdup (signer->name);
      entry->size = record->size;
      entry->plain = record->plain;
    }
  entry->state = answer == ZANTE_ANSWER_DONE      ? ZANTE_SHARE_GOOD
                 : answer == ZANTE_ANSWER_MISSING ? ZANTE_SHARE_MISSING
                                                  : ZANTE_SHARE_BAD;
  return zante_share_is_on (share);
}
