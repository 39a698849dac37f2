/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/deb/deb.h"
#include "package/library.h"
#include "package/wrap.h"

/* What every build has (Policy 4.2: build-essential and what is essential) is not asked for. */
static const char *const essential[]
    = {"bash", "binutils", "coreutils", "diffutils", "dpkg-dev", "findutils", "g++", "gcc",
       "grep", "gzip",     "libc6-dev", "make",      "patch",    "sed",       "tar", NULL};

static const char default_section[] = "admin";

/* The source package ------------------------------------------------------------------------- */

/* What other components of ours, from other sources, are built with. */
static void
add_needed (const ZanteDeb *deb, const ZanteComponent *component, GPtrArray *names)
{
  for (char **need = component->needs; need != NULL && *need != NULL; need++)
    for (guint i = 0; i < deb->model->sources->len; i++)
      {
        const ZanteSourcePackage *source = deb->model->sources->pdata[i];
        const ZanteComponent *other = zante_recipe_find (deb->recipe, *need, NULL);
        if (source == deb->source || !g_ptr_array_find (source->components, other, NULL))
          continue;
        for (guint j = 0; j < source->binaries->len; j++)
          {
            const ZanteBinary *binary = source->binaries->pdata[j];
            if (g_strcmp0 (binary->section, "libdevel") == 0)
              zante_strings_add (names, binary->name);
          }
      }
}

static GPtrArray *
build_depends (const ZanteDeb *deb)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const ZanteBinary *owner = NULL;
  g_autofree char *private_dir = zante_deb_private_dir (deb, &owner);
  g_autofree char *python = zante_deb_python_dir (deb);
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      char **list = component->build_depends == NULL
                        ? NULL
                        : g_hash_table_lookup (component->build_depends, "debian");
      for (; list != NULL && *list != NULL; list++)
        if (!g_strv_contains (essential, *list))
          zante_strings_add (names, *list);
      add_needed (deb, component, names);
    }
  if (python != NULL)
    zante_strings_add (names, "dh-sequence-python3");
  if (private_dir != NULL) /* debian/private-libraries is a Python program */
    zante_strings_add (names, "python3:any");
  g_ptr_array_sort (names, zante_strings_compare);
  return names;
}

static const char *
find_homepage (const ZanteDeb *deb)
{
  for (guint i = 0; i < deb->source->components->len; i++)
    {
      const ZanteComponent *component = deb->source->components->pdata[i];
      if (component->homepage != NULL)
        return component->homepage;
    }
  return NULL;
}

/* A mail address ends each; Policy 5.6.3. */
static void
append_uploaders (const char *uploaders, GString *text)
{
  g_auto (GStrv) names = zante_deb_uploaders (uploaders);
  for (char **name = names; *name != NULL; name++)
    g_string_append_printf (text, "%s%s", name == names ? "Uploaders: " : ",\n           ", *name);
  g_string_append_c (text, '\n');
}

static void
append_field_of (const char *name, const char *value, GString *text)
{
  if (value != NULL)
    g_string_append_printf (text, "%s: %s\n", name, value);
}

static void
append_source (const ZanteDeb *deb, GString *text)
{
  const ZantePackaging *packaging = deb->recipe->packaging;
  const char *standards
      = packaging->standards_version != NULL ? packaging->standards_version : "4.6.2";
  g_autoptr (GPtrArray) depends = build_depends (deb);
  const char *homepage = find_homepage (deb);
  g_string_append_printf (text, "Source: %s\nSection: %s\nPriority: optional\nMaintainer: %s\n",
                          deb->source->name, default_section, deb->maintainer);
  if (packaging->uploaders != NULL)
    append_uploaders (packaging->uploaders, text);
  g_string_append (text, "Build-Depends: debhelper-compat (= 13)");
  for (guint i = 0; i < depends->len; i++)
    g_string_append_printf (text, ",\n               %s", (char *)depends->pdata[i]);
  g_string_append_printf (text, "\nRules-Requires-Root: no\nStandards-Version: %s\n", standards);
  append_field_of ("Homepage", homepage, text);
  append_field_of ("Vcs-Browser", packaging->vcs_browser, text);
  append_field_of ("Vcs-Git", packaging->vcs_git, text);
}

/* Relations ---------------------------------------------------------------------------------- */

static const char *const field_names[]
    = {"Depends", "Recommends", "Suggests", "Provides", "Conflicts", "Replaces", "Breaks"};

static const char *const operators[] = {
    [ZANTE_COMPARE_LESS] = "<<",    [ZANTE_COMPARE_LESS_EQUAL] = "<=",
    [ZANTE_COMPARE_EQUAL] = "=",    [ZANTE_COMPARE_GREATER_EQUAL] = ">=",
    [ZANTE_COMPARE_GREATER] = ">>",
};

/* A rebuild (binNMU) of the architecture-dependent packages gives them another version than those
 * of Architecture: all have. */
static const char *
same_build (const ZanteBinary *from, const ZanteBinary *to)
{
  if (to->all)
    return " (= ${source:Version})";
  return from->all ? " (>= ${source:Version})" : " (= ${binary:Version})";
}

static char *
format_relation (const ZanteBinary *binary, const ZanteRelation *relation)
{
  if (relation->comparison == ZANTE_COMPARE_NONE)
    return g_strdup (relation->name);
  if (relation->comparison == ZANTE_COMPARE_SAME_BUILD)
    return g_strconcat (relation->name, same_build (binary, relation->own), NULL);
  return g_strdup_printf ("%s (%s %s)", relation->name, operators[relation->comparison],
                          relation->version != NULL ? relation->version : "${source:Version}");
}

static gboolean
has_dynamic_file (const ZanteBinary *binary)
{
  for (guint i = 0; i < binary->files->len; i++)
    {
      const ZantePackageFile *file = binary->files->pdata[i];
      g_autofree char *path = g_strconcat (file->stage, file->path, NULL);
      g_autoptr (ZanteLibrary) library
          = S_ISREG (file->mode) && !g_str_has_suffix (file->path, ".a") ? zante_library_read (path)
                                                                         : NULL;
      if (library != NULL && library->dynamic)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_python (const ZanteBinary *binary)
{
  for (guint i = 0; i < binary->files->len; i++)
    if (g_str_has_suffix (((const ZantePackageFile *)binary->files->pdata[i])->path, ".py"))
      return TRUE;
  return FALSE;
}

/* What debhelper finds out comes first. */
static void
add_substvars (const ZanteBinary *binary, ZanteRelationKind kind, GPtrArray *items)
{
  if (kind != ZANTE_RELATION_DEPENDS)
    return;
  g_ptr_array_add (items, g_strdup ("${misc:Depends}"));
  if (has_python (binary))
    g_ptr_array_add (items, g_strdup ("${python3:Depends}"));
  if (has_dynamic_file (binary))
    g_ptr_array_add (items, g_strdup ("${shlibs:Depends}"));
}

/* Whether any version of what MOVE names is told, too. */
static gboolean
is_covered (const ZanteDeb *deb, const ZanteDebMove *move)
{
  for (guint i = 0; i < deb->moves->len; i++)
    {
      const ZanteDebMove *other = deb->moves->pdata[i];
      if (other->binary == move->binary && other->kind == move->kind && *other->condition == '\0'
          && *move->condition != '\0' && strcmp (other->name, move->name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_moves (const ZanteDeb *deb, const ZanteBinary *binary, ZanteRelationKind kind, GPtrArray *items)
{
  for (guint i = 0; i < deb->moves->len; i++)
    {
      const ZanteDebMove *move = deb->moves->pdata[i];
      g_autofree char *text
          = g_strconcat (move->name, *move->condition == '\0' ? "" : " ", move->condition, NULL);
      if (move->binary == binary && move->kind == kind && !is_covered (deb, move))
        zante_strings_add (items, text);
    }
}

static void
append_field (const ZanteDeb *deb, const ZanteBinary *binary, ZanteRelationKind kind, GString *text)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  add_substvars (binary, kind, items);
  guint n = items->len;
  for (guint i = 0; i < binary->relations->len; i++)
    {
      const ZanteRelation *relation = binary->relations->pdata[i];
      if (relation->kind == kind)
        g_ptr_array_add (items, format_relation (binary, relation));
    }
  add_moves (deb, binary, kind, items);
  if (items->len > n) /* after the substitution variables, by name */
    qsort (items->pdata + n, items->len - n, sizeof *items->pdata, zante_strings_compare);
  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (text, "%s%*s%s", i == 0 ? "" : ",\n",
                            i == 0 ? 0 : (int)strlen (field_names[kind]) + 2, "",
                            (char *)items->pdata[i]);
}

/* Binary packages ---------------------------------------------------------------------------- */

static void
append_relations (const ZanteDeb *deb, const ZanteBinary *binary, GString *text)
{
  for (ZanteRelationKind kind = 0; kind < ZANTE_N_RELATIONS; kind++)
    {
      g_autoptr (GString) field = g_string_new (NULL);
      append_field (deb, binary, kind, field);
      if (field->len > 0)
        g_string_append_printf (text, "%s: %s\n", field_names[kind], field->str);
    }
}

/* Where a package says nothing at length, what its component says. */
static const char *
long_description (const ZanteBinary *binary)
{
  const ZantePattern *first = binary->patterns->len > 0 ? binary->patterns->pdata[0] : NULL;
  if (binary->description != NULL)
    return binary->description;
  return first != NULL && first->component->description != NULL ? first->component->description
                                                                : "";
}

/* Policy 3.4.1: the synopsis is no sentence and does not begin with an article; 5.6.13: a line with
 * a dot separates paragraphs. */
static void
append_description (const ZanteBinary *binary, GString *text)
{
  g_auto (GStrv) paragraphs = zante_wrap_paragraphs (long_description (binary));
  g_string_append_printf (text, "Description: %s\n", binary->summary);
  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
    {
      gboolean item = g_str_has_prefix (*paragraph, "- ");
      gboolean after_item = paragraph != paragraphs && g_str_has_prefix (paragraph[-1], "- ");
      if (paragraph != paragraphs && !(item && after_item))
        g_string_append (text, " .\n");
      zante_wrap_append (text, item ? *paragraph + 2 : *paragraph, item ? "  - " : " ",
                         item ? "    " : " ");
    }
}

/* Only what was built and seen on this machine is promised. */
static const char *
architecture (const ZanteDeb *deb)
{
  static const struct {
    const char *tuple, *name;
  } names[] = {{"x86_64-linux-gnu", "amd64"},    {"aarch64-linux-gnu", "arm64"},
               {"i386-linux-gnu", "i386"},       {"arm-linux-gnueabihf", "armhf"},
               {"riscv64-linux-gnu", "riscv64"}, {"powerpc64le-linux-gnu", "ppc64el"}};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (zante_deb_directory (deb, "multiarch"), names[i].tuple) == 0)
      return names[i].name;
  return "any";
}

static void
append_binary (const ZanteDeb *deb, const ZanteBinary *binary, GString *text)
{
  g_string_append_printf (text, "\nPackage: %s\n", binary->name);
  if (binary->section != NULL && strcmp (binary->section, default_section) != 0)
    g_string_append_printf (text, "Section: %s\n", binary->section);
  g_string_append_printf (text, "Architecture: %s\n", binary->all ? "all" : architecture (deb));
  if (zante_deb_is_library (deb, binary))
    g_string_append (text, "Multi-Arch: same\n");
  if (zante_deb_has_services (binary)) /* invoke-rc.d --skip-systemd-native in maintainer scripts */
    g_string_append (text, "Pre-Depends: init-system-helpers (>= 1.54~)\n");
  append_relations (deb, binary, text);
  append_description (binary, text);
}

gboolean
zante_deb_control (ZanteDeb *deb, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  append_source (deb, text);
  for (guint i = 0; i < deb->source->binaries->len; i++)
    append_binary (deb, deb->source->binaries->pdata[i], text);
  zante_emission_add (deb->emission, "debian/control",
                      g_string_free (g_steal_pointer (&text), FALSE), FALSE);
  return TRUE;
}
