/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante series base: the commits that mailed patches apply to. */
#include <string.h>

#include "base/error.h"
#include "cli/series/questions.h"
#include "cli/series/tell.h"

/* Every series of MAILBOX; UNKNOWN counts those without a base. */
static gboolean
tell_bases (const ZanteBaseInput *input, const ZanteMailbox *mailbox, JsonBuilder *json,
            guint *unknown, GError **error)
{
  for (guint i = 0; i < mailbox->series->len; i++)
    {
      const ZanteSeries *series = mailbox->series->pdata[i];
      g_autoptr (ZanteBase) base = zante_series_base (input, series, error);
      if (base == NULL)
        return FALSE;
      *unknown += base->matches->len == 0;
      if (json != NULL)
        zante_json_add_bases (json, series, base);
      else
        zante_print_bases (series, base);
    }
  return TRUE;
}

gboolean
zante_series_tell_base (const ZanteSeriesOptions *o, const ZanteGit *git, ZanteMailbox *mailbox,
                        const char *path G_GNUC_UNUSED, GError **error)
{
  g_auto (GStrv) refs = o->refs != NULL ? g_strdupv (o->refs) : zante_series_refs (git, error);
  if (refs == NULL)
    return FALSE;
  const ZanteBaseInput input = {git, (const char *const *)refs, (guint)o->window, o->others};
  g_autoptr (JsonBuilder) json = g_strcmp0 (o->format, "json") == 0 ? json_builder_new () : NULL;
  guint unknown = 0;
  if (json != NULL)
    json_builder_begin_array (json);
  if (!tell_bases (&input, mailbox, json, &unknown, error))
    return FALSE;
  if (json != NULL)
    {
      json_builder_end_array (json);
      zante_print_json (json);
    }
  if (unknown == 0)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_SOURCE,
      "%u of %u series apply to none of the commits looked at (--ref, --window and --mails "
      "look further)",
      unknown, mailbox->series->len);
}
