/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/show.h"
#include "base/strings.h"
#include "package/deb/deb.h"
#include "package/parts.h"

/* What zante itself adds to debian/. */
static const char own_licence[] = "GPL-2+";

static const char *
short_name (const char *name)
{
  const ZanteLicence *licence = zante_package_licence (name);
  return licence == NULL ? name : licence->debian;
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
      return zante_error_set (
          error, ZANTE_ERROR_INPUT,
          "debian/copyright: the text of the licence '%s' (component '%s' or another of "
          "its source) is not known: use a name of SPDX, or add packaging/licences/%s.txt",
          spdx, component->name, spdx);
    }
  append_indented (text, body);
  return TRUE;
}

static gboolean
append_licence (const ZanteDeb *deb, GString *text, const char *name, GError **error)
{
  const ZanteLicence *licence = zante_package_licence (name);
  g_string_append_printf (text, "\nLicense: %s\n", short_name (name));
  if (licence == NULL || licence->grant == NULL)
    return append_whole (deb, text, licence == NULL ? name : licence->spdx, error);
  g_string_append_printf (text,
                          " It may be used, copied, changed and passed on\n"
                          " %s.\n"
                          " .\n"
                          " On Debian systems the text of this licence is in\n"
                          " /usr/share/common-licenses/%s.\n",
                          licence->grant, licence->common);
  return TRUE;
}

static gboolean
is_brought (const GPtrArray *stanzas, const char *name)
{
  for (guint i = 0; i < stanzas->len; i++)
    {
      const ZanteStanza *stanza = stanzas->pdata[i];
      if (!stanza->of_files && strcmp (stanza->licence, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The text of every licence of NAMES that STANZAS do not bring along. */
static gboolean
append_licences (const ZanteDeb *deb, GString *text, const GPtrArray *stanzas, GPtrArray *names,
                 GError **error)
{
  for (guint i = 0; i < stanzas->len; i++)
    {
      const ZanteStanza *stanza = stanzas->pdata[i];
      if (!stanza->of_files)
        g_string_append_printf (text, "\n%s", stanza->text);
    }
  for (guint i = 0; i < names->len; i++)
    if (!is_brought (stanzas, names->pdata[i])
        && !append_licence (deb, text, names->pdata[i], error))
      return FALSE;
  return TRUE;
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

/* Stanzas ------------------------------------------------------------------------------------ */

/* What is known of a source that nobody has written stanzas for. */
static void
append_whole_source (const ZanteDeb *deb, GString *text, GPtrArray *names)
{
  g_auto (GStrv) spdx = zante_package_licences (deb->source);
  g_autofree char *joined = joined_names (spdx);
  for (char **name = spdx; *name != NULL; name++)
    zante_strings_add (names, short_name (*name));
  g_string_append (text, "\nFiles: *\n");
  append_holders (deb, text);
  g_string_append_printf (text, "License: %s\n", *joined != '\0' ? joined : "unknown");
}

static void
append_stanzas (GString *text, const GPtrArray *stanzas, GPtrArray *names)
{
  for (guint i = 0; i < stanzas->len; i++)
    {
      const ZanteStanza *stanza = stanzas->pdata[i];
      if (!stanza->of_files)
        continue;
      g_auto (GStrv) licences = zante_stanza_names (stanza->licence);
      for (char **name = licences; *name != NULL; name++)
        zante_strings_add (names, *name);
      g_string_append_printf (text, "\n%s", stanza->text);
    }
}

/* The last stanza that matches a file counts: debian/ is no part of upstream's "*". */
static void
append_own (const ZanteDeb *deb, GString *text, GPtrArray *names)
{
  g_autofree char *holders = own_holders (deb);
  g_string_append_printf (text,
                          "\nFiles: debian/*\nCopyright: %s\n"
                          "           2026 the authors of zante\nLicense: %s\n",
                          holders, own_licence);
  zante_strings_add (names, own_licence);
}

gboolean
zante_deb_copyright (ZanteDeb *deb, GError **error)
{
  g_autofree char *origin = find_origin (deb);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) stanzas = zante_package_stanzas (deb->input->copyright, deb->source, error);
  g_autoptr (GString) text = g_string_new (
      "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n");
  if (stanzas == NULL)
    return FALSE;
  g_string_append_printf (text, "Upstream-Name: %s\n", deb->source->name);
  if (origin != NULL)
    g_string_append_printf (text, "Source: %s\n", origin);
  if (stanzas->len == 0)
    append_whole_source (deb, text, names);
  append_stanzas (text, stanzas, names);
  append_own (deb, text, names);
  g_ptr_array_sort (names, zante_strings_compare);
  if (!append_licences (deb, text, stanzas, names, error))
    return FALSE;
  zante_emission_add (deb->emission, "debian/copyright",
                      g_string_free (g_steal_pointer (&text), FALSE), FALSE);
  return TRUE;
}
