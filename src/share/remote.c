/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "share/remote.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/show.h"

enum {
  MISS_LIFE_S = 10 * 60, /* how long a miss is believed */
  MAX_REFUSED = 3,       /* answers of no use, then it is not asked any more */
  PATIENCE_MS = 1000,    /* for one record; what is waited longer for all of them is at most … */
  MAX_WAITED_MS = 30 * 1000,
  URL_DIGITS = 12,
};

/* Making one --------------------------------------------------------------------------------- */

/* What is remembered of the store at URL, in a file of its own. */
static ZanteNotes *
open_notes (const ZanteShareInput *input, const char *kind, gint64 life)
{
  g_autofree char *digest = zante_hash_bytes (input->url, strlen (input->url));
  digest[URL_DIGITS] = '\0';
  g_autofree char *name = g_strdup_printf ("store-%s-%s", kind, digest);
  g_autofree char *path = g_build_filename (input->workspace->state, name, NULL);
  return zante_notes_new (path, life);
}

static gboolean
load_keys (ZanteShare *share, GError **error)
{
  const ZanteShareInput *input = &share->input;
  g_autoptr (GError) local = NULL;
  for (const char *const *text = input->keys; text != NULL && *text != NULL; text++)
    {
      ZanteShareKey *key = zante_share_key_parse (*text, error);
      if (key == NULL)
        return FALSE;
      g_ptr_array_add (share->trusted, key);
    }
  share->secret
      = input->key_file == NULL ? NULL : zante_share_secret_load (input->key_file, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (share->secret != NULL)
    g_ptr_array_add (share->trusted, zante_share_secret_key (share->secret));
  return TRUE;
}

static gboolean
check_keys (const ZanteShare *share, GError **error)
{
  const char *path = share->input.key_file != NULL ? share->input.key_file : "";
  if (share->trusted->len == 0)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "the store '%s' is of no use without a key that is trusted (put what 'zante store "
                 "key' prints where it is filled into 'store: {keys: [...]}' of zante.yaml)",
                 share->shown);
  else if (share->input.push && share->secret == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "nothing can be pushed to the store '%s': there is no key '%s' to sign with (make "
                 "one with 'zante store key NAME')",
                 share->shown, path);
  else
    return TRUE;
  return FALSE;
}

ZanteShare *
zante_share_new (const ZanteShareInput *input, GError **error)
{
  g_autoptr (ZanteShare) share = g_new0 (ZanteShare, 1);
  share->input = *input;
  share->shown = zante_show_redact (input->url);
  share->trusted = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_share_key_free);
  share->remote = zante_remote_new (input->url, input->cancellable, error);
  if (share->remote == NULL || !load_keys (share, error) || !check_keys (share, error))
    return NULL;
  share->remote->make = input->push;
  share->off = input->offline && share->remote->network;
  share->missed = open_notes (input, "missed", MISS_LIFE_S);
  share->pushed = open_notes (input, "pushed", 0);
  share->input.url = share->input.key_file = NULL;
  share->input.keys = NULL;
  return g_steal_pointer (&share);
}

void
zante_share_free (ZanteShare *share)
{
  if (share == NULL)
    return;
  zante_remote_free (share->remote);
  zante_share_secret_free (share->secret);
  g_ptr_array_unref (share->trusted);
  zante_notes_free (share->missed);
  zante_notes_free (share->pushed);
  g_free (share->shown);
  g_free (share);
}

/* Failures ----------------------------------------------------------------------------------- */

gboolean
zante_share_is_on (ZanteShare *share)
{
  return g_atomic_int_get (&share->off) == 0
         && !g_cancellable_is_cancelled (share->input.cancellable);
}

guint
zante_share_failures (ZanteShare *share)
{
  return (guint)g_atomic_int_get (&share->failures);
}

void
zante_share_give_up (ZanteShare *share, const char *why)
{
  g_atomic_int_inc (&share->failures);
  if (g_atomic_int_compare_and_exchange (&share->off, 0, 1)
      && !g_cancellable_is_cancelled (share->input.cancellable))
    zante_log_message (share->input.log, ZANTE_LOG_WARNING,
                       "store '%s': %s; it is left alone for the rest of this run", share->shown,
                       why);
}

void
zante_share_refuse (ZanteShare *share, const char *component, const char *why)
{
  g_atomic_int_inc (&share->failures);
  if (!zante_share_is_on (share))
    return;
  zante_log_message (share->input.log, ZANTE_LOG_WARNING, "store '%s': component '%s': %s",
                     share->shown, component, why);
  if (g_atomic_int_add (&share->refused, 1) + 1 == MAX_REFUSED)
    zante_share_give_up (share, "too much of it is of no use");
}

/* Reading a record --------------------------------------------------------------------------- */

char *
zante_share_record_name (const char *key, gboolean plain)
{
  return g_strconcat ("records/", key, plain ? ".plain" : NULL, NULL);
}

char *
zante_share_object_name (const char *object)
{
  return g_strdup_printf ("objects/%s.tar.zst", object);
}

/* One that is slow all the time must not cost more than is gained. */
static void
count_wait (ZanteShare *share, gint64 started)
{
  gint64 waited = (g_get_monotonic_time () - started) / 1000 - PATIENCE_MS;
  if (waited > 0
      && g_atomic_int_add (&share->waited_ms, (gint)MIN (waited, MAX_WAITED_MS)) + waited
             > MAX_WAITED_MS)
    zante_share_give_up (share, "it is too slow");
}

static char *
read_text (ZanteShare *share, const char *name, gsize *size, ZanteAnswer *answer, char **why)
{
  gint64 started = g_get_monotonic_time ();
  g_auto (ZanteFd) fd = memfd_create ("record", MFD_CLOEXEC);
  *answer
      = share->remote->transport->get (share->remote, name, ZANTE_SHARE_RECORD_MAX, TRUE, fd, why);
  count_wait (share, started);
  if (*answer != ZANTE_ANSWER_DONE)
    return NULL;
  char *text = zante_fs_read_fd (fd, size, NULL);
  if (text == NULL)
    *answer = ZANTE_ANSWER_LOCAL;
  return text;
}

static gboolean
is_about (const ZanteShareRecord *record, const char *component, const char *key, gboolean plain)
{
  return strcmp (record->key, key) == 0 && strcmp (record->component, component) == 0
         && record->plain == plain;
}

static ZanteAnswer
read_one (ZanteShare *share, const char *component, const char *key, gboolean plain,
          ZanteShareRecord **record, const ZanteShareKey **signer, char **why)
{
  g_autofree char *name = zante_share_record_name (key, plain);
  ZanteAnswer answer;
  gsize size = 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = read_text (share, name, &size, &answer, why);
  if (text == NULL)
    return answer;
  g_autoptr (ZanteShareRecord) found = zante_share_record_parse (text, size, &error);
  if (found == NULL)
    *why = g_strdup_printf ("its record cannot be used: %s", error->message);
  else if ((*signer = zante_share_record_signer (found, text, share->trusted)) == NULL)
    *why = g_strdup ("no key that is trusted signed its record as it is");
  else if (!is_about (found, component, key, plain))
    *why = g_strdup_printf ("its record is of something else ('%s')", found->component);
  else
    {
      *record = g_steal_pointer (&found);
      return ZANTE_ANSWER_DONE;
    }
  return ZANTE_ANSWER_BAD;
}

ZanteAnswer
zante_share_read (ZanteShare *share, const char *component, const char *key, gboolean plain,
                  ZanteShareRecord **record, const ZanteShareKey **signer, char **why)
{
  ZanteAnswer answer = read_one (share, component, key, FALSE, record, signer, why);
  return answer == ZANTE_ANSWER_MISSING && plain
             ? read_one (share, component, key, TRUE, record, signer, why)
             : answer;
}
