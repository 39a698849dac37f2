/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches of a queue: files with a head for people and differences. */
#include <string.h>

#include "base/beneath.h"
#include "base/error.h"
#include "queue/folder.h"

void
zante_queue_patch_free (ZanteQueuePatch *patch)
{
  if (patch == NULL)
    return;
  g_free (patch->name);
  g_free (patch->text);
  zante_mailbox_free (patch->mail);
  g_free (patch);
}

/* A plain file name that a series file can hold. */
static gboolean
is_name (const char *name)
{
  return *name != '\0' && *name != '.' && *name != '-' && *name != '#' && strlen (name) < 200
         && zante_beneath_is_plain (name) && strpbrk (name, "/ \t\r\n") == NULL
         && strcmp (name, "series") != 0 && strcmp (name, "base") != 0
         && strcmp (name, "applied") != 0;
}

/* The one patch of PATCH's mail; what is wrong with it, or NULL. */
static const char *
find_patch (ZanteQueuePatch *patch)
{
  for (guint i = 0; i < patch->mail->patches->len; i++)
    {
      const ZanteMailedPatch *one = patch->mail->patches->pdata[i];
      if (one->files->len == 0)
        continue;
      if (patch->patch != NULL)
        return "it holds several (import it as a mailbox)";
      patch->patch = one;
      for (guint j = 0; j < one->files->len; j++)
        if (((const ZanteFileDiff *)one->files->pdata[j])->binary)
          return "it changes a binary file, which a queue cannot hold";
    }
  return patch->patch == NULL ? "it changes nothing" : NULL;
}

ZanteQueuePatch *
zante_queue_patch_new (const char *name, char *text, GError **error)
{
  ZanteQueuePatch *patch = g_new0 (ZanteQueuePatch, 1);
  *patch = (ZanteQueuePatch){g_strdup (name), text, zante_mailbox_new (text, strlen (text)), NULL};
  const char *wrong = is_name (name) ? find_patch (patch)
                                     : "that is no name for a patch (letters, digits, - and .)";
  if (wrong == NULL)
    return patch;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "patch '%s': %s", name, wrong);
  zante_queue_patch_free (patch);
  return NULL;
}

char *
zante_queue_patch_text (const ZanteQueuePatch *patch, const char *diff)
{
  guint line = ((const ZanteFileDiff *)patch->patch->files->pdata[0])->line;
  const char *at = patch->text;
  for (guint i = 1; i < line && *at != '\0'; i++)
    {
      const char *end = strchr (at, '\n');
      at = end == NULL ? at + strlen (at) : end + 1;
    }
  g_autofree char *head = g_strndup (patch->text, (gsize)(at - patch->text));
  return g_strconcat (head, diff, NULL);
}

/* Import ------------------------------------------------------------------------------------- */

/* "x86-mm-check-it.patch" of its subject. Owned by the caller. */
static char *
name_of_subject (const char *subject)
{
  g_autoptr (GString) name = g_string_new (NULL);
  for (const char *at = subject; *at != '\0' && name->len < 60; at++)
    if (g_ascii_isalnum (*at) || *at == '.' || *at == '_')
      g_string_append_c (name, *at);
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
  while (name->len > 0 && strchr ("-.", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
  while (name->len > 0 && strchr ("-.", name->str[0]) != NULL)
    g_string_erase (name, 0, 1);
  return g_strconcat (name->len == 0 ? "patch" : name->str, ".patch", NULL);
}

/* Fields of a head, each in one line. */
static void
add_field (GString *text, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_autofree char *line = g_strdelimit (g_strdup (value), "\r\n", ' ');
  g_string_append_printf (text, "%s: %s\n", name, line);
}

/* PATCH as a file, with a head as DEP-3 has it: who made it, what it does, and why. */
static char *
text_of (const ZanteMailedPatch *patch)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const ZanteMail *mail = patch->mail;
  add_field (text, "From", mail->from);
  add_field (text, "Subject", patch->subject.title);
  g_autoptr (GDateTime) date = mail->date > 0 ? g_date_time_new_from_unix_utc (mail->date) : NULL;
  g_autofree char *when = date == NULL ? NULL : g_date_time_format (date, "%Y-%m-%d");
  add_field (text, "Date", when);
  g_string_append_c (text, '\n');
  guint first = ((const ZanteFileDiff *)patch->files->pdata[0])->line;
  for (guint i = 0; i < mail->lines->len; i++)
    {
      const ZanteMailLine *line = &g_array_index (mail->lines, ZanteMailLine, i);
      if (line->number >= first)
        break;
      g_string_append_printf (text, "%s\n", line->text);
    }
  if (!g_str_has_suffix (text->str, "\n---\n") && strstr (text->str, "\n---\n") == NULL)
    g_string_append (text, "---\n");
  g_string_append (text, patch->text->str);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_name (const ZanteQueue *queue, const char *name)
{
  for (guint i = 0; i < queue->patches->len; i++)
    if (strcmp (((const ZanteQueuePatch *)queue->patches->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* NAME, or one that is not taken: "x-2.patch". LAST: name -> the number that was tried last. */
static char *
free_name (const ZanteQueue *queue, GHashTable *last, const char *name)
{
  guint from = GPOINTER_TO_UINT (g_hash_table_lookup (last, name));
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".patch"));
  char *tried = g_strdup (name);
  for (guint i = from < 2 ? 2 : from; has_name (queue, tried); i++)
    {
      g_free (tried);
      tried = g_strdup_printf ("%s-%u.patch", stem, i);
      g_hash_table_insert (last, g_strdup (name), GUINT_TO_POINTER (i));
    }
  return tried;
}

static gboolean
add_patch (ZanteQueue *queue, const char *name, char *text, GError **error)
{
  ZanteQueuePatch *patch = zante_queue_patch_new (name, text, error);
  if (patch != NULL && has_name (queue, name))
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "the queue has a patch '%s' already (rename the file)", name);
      g_clear_pointer (&patch, zante_queue_patch_free);
    }
  if (patch != NULL)
    g_ptr_array_add (queue->patches, patch);
  return patch != NULL;
}

guint
zante_queue_import (ZanteQueue *queue, const ZanteMailbox *mailbox, const char *path,
                    GError **error)
{
  g_autofree char *own = g_path_get_basename (path);
  gboolean is_patch = g_str_has_suffix (own, ".patch") || g_str_has_suffix (own, ".diff");
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0, of = 0;
  for (guint i = 0; i < mailbox->patches->len; i++)
    of += ((const ZanteMailedPatch *)mailbox->patches->pdata[i])->files->len > 0;
  for (guint i = 0; i < mailbox->series->len; i++)
    {
      const ZanteSeries *series = mailbox->series->pdata[i];
      for (guint j = 0; j < series->patches->len; j++)
        {
          const ZanteMailedPatch *patch = series->patches->pdata[j];
          if (patch->mail->cut)
            {
              g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                           "'%s', line %u: a patch with a NUL byte, which a queue cannot hold",
                           path, patch->mail->number);
              return 0;
            }
          g_autofree char *subject = name_of_subject (patch->subject.title);
          g_autofree char *name
              = is_patch && of == 1 ? g_strdup (own) : free_name (queue, last, subject);
          if (!add_patch (queue, name, text_of (patch), error))
            return 0;
          n++;
        }
    }
  if (n == 0)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "there is no patch in '%s'", path);
  return n;
}
