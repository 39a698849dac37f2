/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/rpm/rpm.h"
#include "package/wrap.h"

/* Descriptions ------------------------------------------------------------------------------- */

/* Of several packages that are one in rpm, the one that says what that is. */
static const ZanteBinary *
speaker (const ZanteRpmPackage *package)
{
  for (guint i = 0; i < package->binaries->len; i++)
    if (((ZanteBinary *)package->binaries->pdata[i])->fedora_summary != NULL)
      return package->binaries->pdata[i];
  return package->binaries->pdata[0];
}

/* Fedora's summaries begin with a capital letter. */
static char *
capitalize (const char *text)
{
  char *summary = zante_rpm_escape (text);
  *summary = g_ascii_toupper (*summary);
  return summary;
}

static char *
summary_of (const ZanteRpmPackage *package)
{
  const ZanteBinary *binary = speaker (package);
  return capitalize (binary->fedora_summary != NULL ? binary->fedora_summary : binary->summary);
}

static gboolean
is_name_character (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '+';
}

/* TEXT with NAME, where it is a word, as OTHER. */
static char *
rename_word (const char *text, const char *name, const char *other)
{
  GString *told = g_string_new (NULL);
  gsize length = strlen (name);
  for (const char *at = text; *at != '\0';)
    if (strncmp (at, name, length) == 0 && (at == text || !is_name_character (at[-1]))
        && !is_name_character (at[length]))
      {
        g_string_append (told, other);
        at += length;
      }
    else
      g_string_append_c (told, *at++);
  return g_string_free (told, FALSE);
}

/* Descriptions speak of our packages by Debian's names. */
static char *
with_names (const ZanteRpm *rpm, const char *text)
{
  char *told = g_strdup (text);
  for (guint i = 0; i < rpm->model->sources->len; i++)
    {
      const ZanteSourcePackage *source = rpm->model->sources->pdata[i];
      for (guint j = 0; j < source->binaries->len; j++)
        {
          const ZanteBinary *binary = source->binaries->pdata[j];
          char *before = told;
          if (strcmp (binary->name, binary->debian_name) == 0)
            continue;
          told = rename_word (before, binary->debian_name, binary->name);
          g_free (before);
        }
    }
  return told;
}

static void
append_paragraphs (ZanteRpm *rpm, const char *text)
{
  GString *spec = rpm->spec;
  g_autofree char *named = with_names (rpm, text);
  g_autofree char *escaped = zante_rpm_escape (named);
  g_auto (GStrv) paragraphs = zante_wrap_paragraphs (escaped);
  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
    {
      gboolean item = g_str_has_prefix (*paragraph, "- ");
      if (paragraph != paragraphs && !item)
        g_string_append_c (spec, '\n');
      zante_wrap_append (spec, *paragraph, "", item ? "  " : "");
    }
}

/* One description, or what each of the packages is that are one here. */
static void
append_description (ZanteRpm *rpm, const ZanteRpmPackage *package)
{
  const ZanteBinary *binary = speaker (package);
  g_autofree char *summary = summary_of (package);
  if (package->binaries->len == 1)
    {
      g_autofree char *sentence = g_strconcat (summary, ".", NULL);
      append_paragraphs (rpm, binary->description != NULL ? binary->description : sentence);
      return;
    }
  g_string_append_printf (rpm->spec, "%s:\n", summary);
  for (guint i = 0; i < package->binaries->len; i++)
    {
      g_autofree char *item
          = zante_rpm_escape (((ZanteBinary *)package->binaries->pdata[i])->summary);
      zante_wrap_append (rpm->spec, item, "- ", "  ");
    }
}

char *
zante_rpm_suffix (const ZanteRpm *rpm, const ZanteRpmPackage *package)
{
  g_autofree char *name = zante_rpm_name (rpm, package->name);
  gsize length = strlen (rpm->source->name);
  if (strcmp (package->name, rpm->source->name) == 0)
    return g_strdup ("");
  if (strncmp (name, rpm->source->name, length) == 0 && name[length] == '-')
    return g_strconcat (" ", name + length + 1, NULL);
  return g_strconcat (" -n ", name, NULL);
}

/* The source package ------------------------------------------------------------------------- */

/* Fedora Packaging Guidelines, "Systemd": whoever has a unit needs the macros. */
static gboolean
has_units (const ZanteRpm *rpm)
{
  for (guint i = 0; i < rpm->source->binaries->len; i++)
    {
      const ZanteBinary *binary = rpm->source->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        if (g_str_has_prefix (((const ZantePackageFile *)binary->files->pdata[j])->path,
                              "/usr/lib/systemd/system/"))
          return TRUE;
    }
  return FALSE;
}

static void
append_build_requires (ZanteRpm *rpm)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  zante_strings_add (names, "make");
  for (guint i = 0; i < rpm->source->components->len; i++)
    {
      const ZanteComponent *component = rpm->source->components->pdata[i];
      char **list = component->build_depends == NULL
                        ? NULL
                        : g_hash_table_lookup (component->build_depends, "fedora");
      for (; list != NULL && *list != NULL; list++)
        zante_strings_add (names, *list);
      if (component->libraries != NULL) /* private-libraries is a Python program */
        zante_strings_add (names, "python3");
    }
  if (has_units (rpm))
    zante_strings_add (names, "systemd-rpm-macros");
  g_ptr_array_sort (names, zante_strings_compare);
  for (guint i = 0; i < names->len; i++)
    zante_rpm_tag (rpm, "BuildRequires", names->pdata[i]);
}

/* The component that speaks for the source: the hypervisor, else the first that is built from it.
 */
static const ZanteComponent *
lead_component (const ZanteRpm *rpm)
{
  const ZanteComponent *lead = NULL;
  for (guint i = rpm->source->components->len; i-- > 0;)
    {
      const ZanteComponent *component = rpm->source->components->pdata[i];
      if (strcmp (component->name, "hypervisor") == 0)
        return component;
      if (lead == NULL || component->source != NULL)
        lead = component;
    }
  return lead;
}

/* Where the tarball ORIG of ours comes from, as Fedora's guidelines for Source have it for a file
 * that is called otherwise there ("URL#/NAME"), or ORIG where nobody can download it: it is packed
 * here, or the address has what is not for everybody. Owned by the caller. */
static char *
source_address (const ZanteRpm *rpm, const char *orig)
{
  const ZanteSourcePackage *source = rpm->source;
  const char *url = source->entry == NULL || source->source->archive == NULL
                            || zante_package_original_ending (source) == NULL
                        ? NULL
                        : source->entry->url;
  if (url == NULL || !g_str_has_prefix (url, "https://") || strpbrk (url, "?#@ \"'") != NULL)
    return g_strdup (orig);
  const char *slash = strrchr (url, '/');
  return strcmp (slash + 1, orig) == 0 ? g_strdup (url) : g_strconcat (url, "#/", orig, NULL);
}

static void
append_sources (ZanteRpm *rpm)
{
  g_autofree char *orig = zante_package_rpm_original (rpm->source);
  guint n = 0;
  if (orig != NULL)
    {
      g_autofree char *address = source_address (rpm, orig);
      g_autofree char *escaped = zante_rpm_escape (address);
      zante_rpm_tag (rpm, "Source0", escaped);
      n++;
    }
  g_autofree char *tag = g_strdup_printf ("Source%u", n);
  g_string_append (rpm->spec, "# How each component is configured, built and installed.\n");
  zante_rpm_tag (rpm, tag, "%{name}-recipe-%{version}.tar.gz");
  for (guint i = 0; i < rpm->patches->len; i++)
    {
      g_autofree char *patch = g_strdup_printf ("Patch%u", i + 1);
      g_autofree char *escaped = zante_rpm_escape (rpm->patches->pdata[i]);
      zante_rpm_tag (rpm, patch, escaped);
    }
}

/* The package of the source's own name, if there is one. */
static const ZanteRpmPackage *
main_package (const ZanteRpm *rpm)
{
  for (guint i = 0; i < rpm->packages->len; i++)
    {
      const ZanteRpmPackage *package = rpm->packages->pdata[i];
      if (strcmp (package->name, rpm->source->name) == 0)
        return package;
    }
  return NULL;
}

static gboolean
is_all_noarch (const ZanteRpm *rpm)
{
  for (guint i = 0; i < rpm->packages->len; i++)
    if (!((ZanteRpmPackage *)rpm->packages->pdata[i])->noarch)
      return FALSE;
  return TRUE;
}

static void
append_architecture (ZanteRpm *rpm)
{
  gboolean noarch = is_all_noarch (rpm);
  const char *tuple = g_hash_table_lookup (rpm->recipe->layout->dirs, "multiarch");
  g_autofree char *machine = g_strndup (tuple, strcspn (tuple, "-"));
  zante_rpm_tag (rpm, noarch ? "BuildArch" : "ExclusiveArch", noarch ? "noarch" : machine);
}

static void
append_tags (ZanteRpm *rpm, const char *summary)
{
  g_autofree char *licence = zante_rpm_licence (rpm, NULL);
  g_autofree char *release = g_strconcat (rpm->release, "%{?dist}", NULL);
  const char *homepage = lead_component (rpm)->homepage;
  zante_rpm_tag (rpm, "Name", rpm->source->name);
  zante_rpm_tag (rpm, "Version", rpm->version);
  zante_rpm_tag (rpm, "Release", release);
  zante_rpm_tag (rpm, "Summary", summary);
  zante_rpm_tag (rpm, "License", licence);
  if (homepage != NULL)
    {
      g_autofree char *url = zante_rpm_escape (homepage);
      zante_rpm_tag (rpm, "URL", url);
    }
  append_sources (rpm);
  g_string_append_c (rpm->spec, '\n');
  append_architecture (rpm);
  append_build_requires (rpm);
}

static void
append_own_description (ZanteRpm *rpm)
{
  const ZanteComponent *lead = lead_component (rpm);
  g_string_append (rpm->spec, "\n%description\n");
  append_paragraphs (rpm, lead->description != NULL ? lead->description
                          : lead->summary != NULL   ? lead->summary
                                                    : lead->name);
}

/* Before the rest, which it has to know. */
gboolean
zante_rpm_preamble (ZanteRpm *rpm, GError **error)
{
  g_autoptr (GString) rest = g_steal_pointer (&rpm->spec);
  const ZanteRpmPackage *own = main_package (rpm);
  const ZanteComponent *lead = lead_component (rpm);
  g_autofree char *summary = own != NULL
                                 ? summary_of (own)
                                 : capitalize (lead->summary != NULL ? lead->summary : lead->name);
  (void)error;
  rpm->spec = g_string_new (rest->str);
  g_string_truncate (rpm->spec, 0);
  append_tags (rpm, summary);
  if (own == NULL)
    append_own_description (rpm);
  else
    {
      zante_rpm_relations (rpm, own);
      g_string_append (rpm->spec, "\n%description\n");
      append_description (rpm, own);
    }
  g_string_append_printf (rpm->spec, "\n%s", rest->str);
  return TRUE;
}

gboolean
zante_rpm_subpackages (ZanteRpm *rpm, GError **error)
{
  g_autofree char *all = zante_rpm_licence (rpm, NULL);
  const ZanteRpmPackage *own = main_package (rpm);
  (void)error;
  for (guint i = 0; i < rpm->packages->len; i++)
    {
      const ZanteRpmPackage *package = rpm->packages->pdata[i];
      if (package == own)
        continue;
      g_autofree char *suffix = zante_rpm_suffix (rpm, package);
      g_autofree char *summary = summary_of (package);
      g_autofree char *licence = zante_rpm_licence (rpm, package);
      g_string_append_printf (rpm->spec, "%%package%s\n", suffix);
      zante_rpm_tag (rpm, "Summary", summary);
      if (*licence != '\0' && strcmp (licence, all) != 0)
        zante_rpm_tag (rpm, "License", licence);
      if (package->noarch && !is_all_noarch (rpm))
        zante_rpm_tag (rpm, "BuildArch", "noarch");
      zante_rpm_relations (rpm, package);
      g_string_append_printf (rpm->spec, "\n%%description%s\n", suffix);
      append_description (rpm, package);
      g_string_append_c (rpm->spec, '\n');
    }
  return TRUE;
}
