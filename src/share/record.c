/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "share/record.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/yaml/yaml.h"

enum { MAX_SIGNATURES = 8 };

typedef struct {
  char *name;
  guint8 bytes[ED25519_SIGNATURE_SIZE];
} Signature;

static void
signature_free (Signature *signature)
{
  g_free (signature->name);
  g_free (signature);
}

void
zante_share_record_free (ZanteShareRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->key);
  g_free (record->component);
  g_free (record->object);
  g_clear_pointer (&record->signatures, g_ptr_array_unref);
  g_free (record);
}

/* Reading ------------------------------------------------------------------------------------ */

typedef struct {
  const char *at, *end;
  guint line; /* the last one that was read */
} Reader;

/* The value of the next line, which must be of NAME; owned by the caller. NULL: it is not. */
static char *
value_of (Reader *reader, const char *name)
{
  gsize left = (gsize)(reader->end - reader->at), length = strlen (name);
  const char *newline = memchr (reader->at, '\n', left);
  reader->line++;
  if (newline == NULL || left <= length || memcmp (reader->at, name, length) != 0
      || reader->at[length] != ' ')
    return NULL;
  const char *value = reader->at + length + 1;
  if (value >= newline)
    return NULL;
  for (const char *c = value; c < newline; c++)
    if (!g_ascii_isgraph (*c) && *c != ' ')
      return NULL;
  reader->at = newline + 1;
  return g_strndup (value, (gsize)(newline - value));
}

static char *
digest_of (Reader *reader, const char *name)
{
  g_autofree char *value = value_of (reader, name);
  return zante_hash_is_valid (value) ? g_steal_pointer (&value) : NULL;
}

/* One way to write each number: no sign, no zero before it. */
static gboolean
number_of (Reader *reader, const char *name, guint64 *number)
{
  g_autofree char *value = value_of (reader, name);
  if (value == NULL || !g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, number, NULL))
    return FALSE;
  g_autofree char *again = g_strdup_printf ("%" G_GUINT64_FORMAT, *number);
  return strcmp (value, again) == 0;
}

static gboolean
is_value (Reader *reader, const char *name, const char *expected)
{
  g_autofree char *value = value_of (reader, name);
  return g_strcmp0 (value, expected) == 0;
}

static gboolean
read_component (Reader *reader, ZanteShareRecord *record)
{
  record->component = value_of (reader, "component");
  return record->component != NULL && zante_yaml_is_name (record->component);
}

static gboolean
read_sandbox (Reader *reader, ZanteShareRecord *record)
{
  g_autofree char *value = value_of (reader, "sandbox");
  record->plain = g_strcmp0 (value, "plain") == 0;
  return record->plain || g_strcmp0 (value, "bwrap") == 0;
}

static gboolean
read_body (Reader *reader, ZanteShareRecord *record)
{
  return is_value (reader, "zante-record", "1") && (record->key = digest_of (reader, "key")) != NULL
         && read_component (reader, record)
         && (record->object = digest_of (reader, "object")) != NULL
         && number_of (reader, "size", &record->size) && read_sandbox (reader, record)
         && number_of (reader, "milliseconds", &record->milliseconds);
}

static gboolean
read_signature (Reader *reader, ZanteShareRecord *record)
{
  g_autofree char *value = value_of (reader, "signature");
  char *blank = value == NULL ? NULL : strchr (value, ' ');
  if (blank == NULL || record->signatures->len == MAX_SIGNATURES)
    return FALSE;
  *blank = '\0';
  Signature *signature = g_new0 (Signature, 1);
  signature->name = g_strdup (value);
  g_ptr_array_add (record->signatures, signature);
  return zante_yaml_is_name (value)
         && zante_share_decode (blank + 1, signature->bytes, sizeof signature->bytes);
}

ZanteShareRecord *
zante_share_record_parse (const char *data, gsize size, GError **error)
{
  Reader reader = {.at = data, .end = data + size};
  g_autoptr (ZanteShareRecord) record = g_new0 (ZanteShareRecord, 1);
  record->signatures = g_ptr_array_new_with_free_func ((GDestroyNotify)signature_free);
  gboolean good = size <= ZANTE_SHARE_RECORD_MAX && read_body (&reader, record);
  record->body = (gsize)(reader.at - data);
  while (good && reader.at < reader.end)
    good = read_signature (&reader, record);
  if (good)
    return g_steal_pointer (&record);
  if (size > ZANTE_SHARE_RECORD_MAX)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE, "it has more than %d bytes",
                 ZANTE_SHARE_RECORD_MAX);
  else
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE, "it is no record (line %u)", reader.line);
  return NULL;
}

/* Writing ------------------------------------------------------------------------------------ */

char *
zante_share_record_body (const ZanteShareRecord *record)
{
  return g_strdup_printf ("zante-record 1\nkey %s\ncomponent %s\nobject %s\nsize %" G_GUINT64_FORMAT
                          "\nsandbox %s\n"
                          "milliseconds %" G_GUINT64_FORMAT "\n",
                          record->key, record->component, record->object, record->size,
                          record->plain ? "plain" : "bwrap", record->milliseconds);
}

char *
zante_share_record_sign (const ZanteShareRecord *record, const ZanteShareSecret *secret)
{
  g_autofree char *body = zante_share_record_body (record);
  g_autofree char *signature = zante_share_sign (secret, body, strlen (body));
  return g_strdup_printf ("%ssignature %s %s\n", body, secret->name, signature);
}

/* Names are no secret, and two keys may have the same: only the signature counts. */
const ZanteShareKey *
zante_share_record_signer (const ZanteShareRecord *record, const char *data, GPtrArray *trusted)
{
  for (guint i = 0; i < record->signatures->len; i++)
    for (guint k = 0; k < trusted->len; k++)
      {
        const Signature *signature = record->signatures->pdata[i];
        const ZanteShareKey *key = trusted->pdata[k];
        if (strcmp (signature->name, key->name) == 0
            && zante_share_signed (key, data, record->body, signature->bytes))
          return key;
      }
  return NULL;
}
