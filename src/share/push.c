/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "share/remote.h"

/* The file of an object, once it is known to be what its name says. */
static int
open_object (const ZanteShare *share, const ZanteRecord *record, char **why)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = zante_store_object_path (share->input.workspace, record->output);
  g_autofree char *digest = zante_hash_file (path, &error);
  if (g_strcmp0 (digest, record->output) == 0)
    return open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  *why = g_strdup (digest == NULL ? error->message
                                  : "the object in the local store is damaged: build it again");
  return -1;
}

static ZanteAnswer
put_object (ZanteShare *share, const ZanteRecord *record, char **why)
{
  g_autofree char *name = zante_share_object_name (record->output);
  ZanteAnswer answer = share->remote->transport->find (share->remote, name, why);
  if (answer != ZANTE_ANSWER_MISSING)
    return answer;
  g_auto (ZanteFd) fd = open_object (share, record, why);
  if (fd < 0)
    return ZANTE_ANSWER_BAD;
  answer = share->remote->transport->put (share->remote, name, fd, record->size, why);
  return answer == ZANTE_ANSWER_THERE ? ZANTE_ANSWER_DONE : answer;
}

static char *
sign (const ZanteShare *share, const char *key, const ZanteRecord *record)
{
  g_autoptr (ZanteShareRecord) shared = g_new0 (ZanteShareRecord, 1);
  shared->key = g_strdup (key);
  shared->component = g_strdup (record->component);
  shared->object = g_strdup (record->output);
  shared->size = record->size;
  shared->plain = record->plain;
  shared->milliseconds = (guint64)(record->seconds * 1000);
  return zante_share_record_sign (shared, share->secret);
}

static ZanteAnswer
put_record (ZanteShare *share, const char *key, const ZanteRecord *record, char **why)
{
  g_autofree char *name = zante_share_record_name (key, record->plain);
  g_autofree char *text = sign (share, key, record);
  g_auto (ZanteFd) fd = memfd_create ("record", MFD_CLOEXEC);
  gsize size = strlen (text);
  if (fd < 0 || write (fd, text, size) != (ssize_t)size)
    {
      *why = g_strdup ("there is no memory for a record");
      return ZANTE_ANSWER_LOCAL;
    }
  return share->remote->transport->put (share->remote, name, fd, size, why);
}

/* The object first: a record promises it. */
static ZanteAnswer
put (ZanteShare *share, const char *key, const ZanteRecord *record, char **why)
{
  g_autofree char *name = zante_share_record_name (key, record->plain);
  ZanteAnswer answer = share->remote->transport->find (share->remote, name, why);
  if (answer == ZANTE_ANSWER_DONE)
    return ZANTE_ANSWER_THERE;
  if (answer == ZANTE_ANSWER_MISSING)
    answer = put_object (share, record, why);
  return answer == ZANTE_ANSWER_DONE ? put_record (share, key, record, why) : answer;
}

static void
tell (ZanteShare *share, const ZanteRecord *record)
{
  g_autofree char *size = g_format_size (record->size);
  ZanteEvent event
      = ZANTE_EVENT (.event = "store-push", .component = record->component, .status = "pushed",
                     .message = size, .total = (gint64)record->size);
  zante_log_emit (share->input.log, &event);
}

static ZanteSharePush
conclude (ZanteShare *share, const char *key, const ZanteRecord *record, ZanteAnswer answer,
          const char *why)
{
  if (answer == ZANTE_ANSWER_DONE || answer == ZANTE_ANSWER_THERE)
    {
      zante_notes_add (share->pushed, key);
      zante_notes_drop (share->missed, key);
      if (answer == ZANTE_ANSWER_DONE)
        tell (share, record);
      return answer == ZANTE_ANSWER_DONE ? ZANTE_SHARE_PUSHED : ZANTE_SHARE_THERE;
    }
  if (answer == ZANTE_ANSWER_BAD)
    zante_share_refuse (share, record->component, why);
  else
    zante_share_give_up (share, answer == ZANTE_ANSWER_MISSING ? "it takes no files (HTTP status "
                                                                 "404)"
                                                               : why);
  return ZANTE_SHARE_FAILED;
}

ZanteSharePush
zante_share_push (ZanteShare *share, const char *key)
{
  g_autofree char *why = NULL;
  g_autoptr (ZanteRecord) record = zante_store_lookup (share->input.workspace, key);
  if (record != NULL && record->signer != NULL)
    return ZANTE_SHARE_FOREIGN;
  if (record == NULL || share->secret == NULL || !zante_share_is_on (share))
    return ZANTE_SHARE_FAILED;
  ZanteAnswer answer = put (share, key, record, &why);
  return conclude (share, key, record, answer, why);
}

gboolean
zante_share_was_pushed (ZanteShare *share, const char *key)
{
  return zante_notes_have (share->pushed, key);
}
