/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The patches on top of a release that say which advisory they are. */
#include <string.h>

#include "xsa/desk.h"
#include "xsa/mentions.h"
#include "xsa/numbers.h"

static void
own_free (ZanteXsaOwn *own)
{
  g_free (own->name);
  g_free (own->subject);
  g_ptr_array_unref (own->reverts);
  g_free (own);
}

ZanteXsaRelease *
zante_xsa_release_new (const char *name, const char *commit)
{
  ZanteXsaRelease *release = g_new0 (ZanteXsaRelease, 1);
  release->name = g_strdup (name);
  release->commit = g_strdup (commit);
  release->own = g_ptr_array_new_with_free_func ((GDestroyNotify)own_free);
  return release;
}

void
zante_xsa_release_free (ZanteXsaRelease *release)
{
  if (release == NULL)
    return;
  g_free (release->name);
  g_free (release->commit);
  g_ptr_array_unref (release->own);
  g_free (release);
}

/* Whether the name of a patch ends in a number of its own: xsa401-1.patch, xsa401-4.16-01.patch. */
static gboolean
is_numbered (const char *name)
{
  return g_regex_match_simple ("xsa-?[0-9]{1,4}(-[0-9]+\\.[0-9]+)?[-/][0-9]{1,4}(?![0-9]|\\.[0-9])",
                               name, G_REGEX_CASELESS | G_REGEX_RAW, 0);
}

/* What the message of PATCH says it is; TRUE in PART when it is a part. */
static guint
number_of (const ZanteMailedPatch *patch, gboolean *part)
{
  for (guint i = 0; i < patch->mail->lines->len; i++)
    {
      const char *line = g_array_index (patch->mail->lines, ZanteMailLine, i).text;
      g_autoptr (GArray) mentions = zante_xsa_mentions (line);
      for (guint j = 0; j < mentions->len; j++)
        if (g_array_index (mentions, ZanteXsaMention, j).stated)
          {
            *part = g_regex_match_simple ("\\bpart\\b", line, G_REGEX_CASELESS | G_REGEX_RAW, 0);
            return g_array_index (mentions, ZanteXsaMention, j).number;
          }
    }
  return 0;
}

/* The ids that the message of PATCH says it reverts. */
static GPtrArray *
reverts_of (const ZanteMailedPatch *patch)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < patch->mail->lines->len; i++)
    g_string_append_printf (text, "%s\n",
                            g_array_index (patch->mail->lines, ZanteMailLine, i).text);
  return zante_xsa_reverts (text->str);
}

/* Whether a patch takes something out, by its SUBJECT (see zante_xsa_subject), NAME or text. */
static gboolean
undoes (const char *subject, const char *name, const GPtrArray *reverts)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  return g_str_has_prefix (subject, "revert") || strstr (lower, "revert") != NULL
         || reverts->len > 0;
}

void
zante_xsa_own_read (GPtrArray *own, const char *name, const char *data, gsize size)
{
  g_autoptr (ZanteMailbox) mailbox = zante_mailbox_new (data, size);
  for (guint i = 0; i < mailbox->patches->len; i++)
    {
      const ZanteMailedPatch *patch = mailbox->patches->pdata[i];
      gboolean part = FALSE;
      guint said = patch->files->len == 0 ? 0 : number_of (patch, &part);
      g_autofree char *subject = zante_xsa_subject (patch->mail->subject);
      g_autoptr (GPtrArray) reverts = reverts_of (patch);
      gboolean undoing = undoes (subject, name, reverts);
      guint number = said > 0 || undoing ? said : zante_xsa_number_of_path (name);
      if (patch->files->len == 0 || (number == 0 && !undoing))
        continue;
      ZanteXsaOwn *one = g_new0 (ZanteXsaOwn, 1);
      gboolean series = patch->subject.total > 1;
      gboolean alone = !series && !part && !is_numbered (name) && mailbox->patches->len == 1;
      *one = (ZanteXsaOwn){g_strdup (name),
                           g_steal_pointer (&subject),
                           number,
                           series ? patch->subject.number : 1,
                           series  ? patch->subject.total
                           : alone ? 1
                                   : 0,
                           g_steal_pointer (&reverts)};
      g_ptr_array_add (own, one);
    }
}
