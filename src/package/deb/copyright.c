/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/show.h"
#include "base/strings.h"
#include "package/deb/deb.h"

/* SPDX's names, those of the machine-readable debian/copyright (7.2), and the file below
 * /usr/share/common-licenses; what Debian does not install is in packaging/licences. */
static const struct {
  const char *spdx, *name, *common;
  const char *grant; /* what a reader may do, or NULL: the whole text follows */
} licences[] = {
    {"Apache-2.0", "Apache-2.0", "Apache-2.0", "under the Apache License, version 2.0"},
    {"BSD-2-Clause-Patent", "BSD-2-Clause-Patent", NULL, NULL},
    {"BSD-2-Clause", "BSD-2-clause", NULL, NULL},
    {"BSD-3-Clause", "BSD-3-clause", NULL, NULL},
    {"CC-BY-4.0", "CC-BY-4.0", NULL, NULL},
    {"GPL-1.0-or-later", "GPL-1+", "GPL-1",
     "under the GNU General Public License, version 1 or any later version"},
    {"GPL-2.0-only", "GPL-2", "GPL-2", "under the GNU General Public License, version 2"},
    {"GPL-2.0-or-later", "GPL-2+", "GPL-2",
     "under the GNU General Public License, version 2 or any later version"},
    {"GPL-3.0-only", "GPL-3", "GPL-3", "under the GNU General Public License, version 3"},
    {"GPL-3.0-or-later", "GPL-3+", "GPL-3",
     "under the GNU General Public License, version 3 or any later version"},
    {"LGPL-2.0-or-later", "LGPL-2+", "LGPL-2",
     "under the GNU Library General Public License, version 2 or any later version"},
    {"LGPL-2.1-only", "LGPL-2.1", "LGPL-2.1",
     "under the GNU Lesser General Public License, version 2.1"},
    {"LGPL-2.1-or-later", "LGPL-2.1+", "LGPL-2.1",
     "under the GNU Lesser General Public License, version 2.1 or any later version"},
    {"LGPL-3.0-only", "LGPL-3", "LGPL-3", "under the GNU Lesser General Public License, version 3"},
    {"LGPL-3.0-or-later", "LGPL-3+", "LGPL-3",
     "under the GNU Lesser General Public License, version 3 or any later version"},
    {"MIT", "Expat", NULL, NULL},
};

/* What zante itself adds to debian/. */
static const char own_licence[] = "GPL-2.0-or-later";

static gssize
find_licence (const char *spdx)
{
  for (gsize i = 0; i < G_N_ELEMENTS (licences); i++)
    if (strcmp (licences[i].spdx, spdx) == 0)
      return (gssize)i;
  return -1;
}

static const char *
short_name (const char *spdx)
{
  gssize i = find_licence (spdx);
  return i < 0 ? spdx : licences[i].name;
}

/* Holders ------------------------------------------------------------------------------------ */

static void
append_holders (const ZanteDeb *deb, GString *text)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      for (char **line = component->copyright; line != NULL && *line != NULL; line++)
        if (!zante_strings_has (seen, *line))
          g_ptr_array_add (seen, *line);
    }
  g_string_append (text, "Copyright:");
  for (guint i = 0; i < seen->len; i++)
    g_string_append_printf (text, "%s %s\n", i == 0 ? "" : "          ", (char *)seen->pdata[i]);
  if (seen->len == 0)
    g_string_append_printf (text, " the authors of %s\n", deb->source->name);
}

static char *
own_holders (const ZanteDeb *deb)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (deb->input->date);
  return g_strdup_printf ("%d %s", g_date_time_get_year (time), deb->maintainer);
}

/* Licences ----------------------------------------------------------------------------------- */

static char *
joined_names (char **spdx)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (char **name = spdx; *name != NULL; name++)
    g_string_append_printf (text, "%s%s", name == spdx ? "" : " and ", short_name (*name));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_indented (GString *text, const char *body)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  for (char **line = lines; *line != NULL && (**line != '\0' || line[1] != NULL); line++)
    g_string_append_printf (text, " %s\n", *g_strchomp (*line) == '\0' ? "." : *line);
}

static gboolean
append_whole (const ZanteDeb *deb, GString *text, const char *spdx, GError **error)
{
  g_autofree char *path = g_strconcat (deb->input->packaging, "/licences/", spdx, ".txt", NULL);
  g_autofree char *body = NULL;
  if (!g_file_get_contents (path, &body, NULL, NULL))
    {
      const ZanteComponent *component = deb->source->components->pdata[0];
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "debian/copyright: the text of the licence '%s' (component '%s' or another of "
                   "its source) is not known: use a name of SPDX, or add packaging/licences/%s.txt",
                   spdx, component->name, spdx);
      return FALSE;
    }
  append_indented (text, body);
  return TRUE;
}

static gboolean
append_licence (const ZanteDeb *deb, GString *text, const char *spdx, GError **error)
{
  gssize i = find_licence (spdx);
  g_string_append_printf (text, "\nLicense: %s\n", short_name (spdx));
  if (i < 0 || licences[i].grant == NULL)
    return append_whole (deb, text, spdx, error);
  g_string_append_printf (text,
                          " It may be used, copied, changed and passed on\n"
                          " %s.\n"
                          " .\n"
                          " On Debian systems the text of this licence is in\n"
                          " /usr/share/common-licenses/%s.\n",
                          licences[i].grant, licences[i].common);
  return TRUE;
}

static gboolean
append_licences (const ZanteDeb *deb, GString *text, char **spdx, GError **error)
{
  gboolean own = FALSE;
  for (char **name = spdx; *name != NULL; name++)
    {
      own = own || strcmp (*name, own_licence) == 0;
      if (!append_licence (deb, text, *name, error))
        return FALSE;
    }
  return own || append_licence (deb, text, own_licence, error);
}

/* Where upstream publishes it, without what lets in there. */
static char *
find_origin (const ZanteDeb *deb)
{
  const ZanteLockEntry *entry = deb->source->entry;
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      if (component->homepage != NULL && (entry == NULL || entry->url == NULL))
        return g_strdup (component->homepage);
    }
  return entry != NULL ? zante_show_redact (entry->url) : NULL;
}

gboolean
zante_deb_copyright (ZanteDeb *deb, GError **error)
{
  g_auto (GStrv) spdx = zante_package_licences (deb->source);
  g_autofree char *names = joined_names (spdx);
  g_autofree char *holders = own_holders (deb);
  g_autofree char *origin = find_origin (deb);
  g_autoptr (GString) text = g_string_new (
      "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n");
  g_string_append_printf (text, "Upstream-Name: %s\n", deb->source->name);
  if (origin != NULL)
    g_string_append_printf (text, "Source: %s\n", origin);
  g_string_append (text, "\nFiles: *\n");
  append_holders (deb, text);
  g_string_append_printf (text, "License: %s\n\nFiles: debian/*\nCopyright: %s\nLicense: %s\n",
                          *names != '\0' ? names : "unknown", holders, short_name (own_licence));
  if (!append_licences (deb, text, spdx, error))
    return FALSE;
  zante_emission_add (deb->emission, "debian/copyright",
                      g_string_free (g_steal_pointer (&text), FALSE), FALSE);
  return TRUE;
}
