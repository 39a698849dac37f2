/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/installed.h"

#include <string.h>

void
zante_candidate_free (ZanteCandidate *candidate)
{
  if (candidate == NULL)
    return;
  g_free (candidate->name);
  g_free (candidate->section);
  g_strfreev (candidate->needs);
  g_free (candidate);
}

ZanteCandidate *
zante_candidate_new (const char *name, const char *section, char **needs)
{
  ZanteCandidate *candidate = g_new0 (ZanteCandidate, 1);
  candidate->name = g_strdup (name);
  candidate->section = g_strdup (section);
  candidate->needs = needs;
  return candidate;
}

/* Those of languages hold what programs are compiled with. */
static gboolean
is_for_builders_and_readers (const char *section)
{
  static const char *const sections[]
      = {"debug", "devel", "doc", "golang", "haskell", "libdevel", "ocaml", "rust", NULL};
  const char *slash = section == NULL ? NULL : strrchr (section, '/');
  return section != NULL && g_strv_contains (sections, slash != NULL ? slash + 1 : section);
}

static void
install (GPtrArray *candidates, ZanteCandidate *candidate)
{
  if (candidate->installed)
    return;
  candidate->installed = TRUE;
  for (guint i = 0; candidate->needs != NULL && i < candidates->len; i++)
    {
      ZanteCandidate *other = candidates->pdata[i];
      if (g_strv_contains ((const char *const *)candidate->needs, other->name))
        install (candidates, other);
    }
}

void
zante_installed_choose (GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      ZanteCandidate *candidate = candidates->pdata[i];
      if (!is_for_builders_and_readers (candidate->section))
        install (candidates, candidate);
    }
}

char **
zante_installed_names (const char *relations)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit_set (relations == NULL ? "" : relations, ",|", -1);
  for (char **part = parts; *part != NULL; part++)
    {
      g_strstrip (*part);
      (*part)[strcspn (*part, " \t\n(:[<")] = '\0';
      if (**part != '\0')
        g_strv_builder_add (names, *part);
    }
  return g_strv_builder_end (names);
}
