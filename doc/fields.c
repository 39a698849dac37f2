/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Print the fields of a kind of file as scdoc(5) text, so that its manual page cannot tell other
 * fields than the parser reads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot/boot.h"
#include "recipe/recipe.h"
#include "series/series.h"

static const struct {
  const char *name;
  const ZanteFieldTable *table;
} tables[] = {
    {"component", &zante_component_table}, {"stack", &zante_stack_table},
    {"settings", &zante_settings_table},   {"lock", &zante_lock_table},
    {"guest", &zante_boot_guest_table},    {"series", &zante_check_file_table},
};

static const char *const type_names[] = {
    [ZANTE_FIELD_STRING] = "text",
    [ZANTE_FIELD_LINE] = "one line of text",
    [ZANTE_FIELD_NAME] = "a name",
    [ZANTE_FIELD_BOOL] = "yes or no",
    [ZANTE_FIELD_UINT] = "a number",
    [ZANTE_FIELD_CHOICE] = "one of",
    [ZANTE_FIELD_STRINGS] = "a list, or one item",
    [ZANTE_FIELD_STRING_MAP] = "a map of text",
    [ZANTE_FIELD_STRINGS_MAP] = "a map of lists",
    [ZANTE_FIELD_STRUCT] = "a map of these fields",
    [ZANTE_FIELD_STRUCT_MAP] = "a map; each entry has these fields",
    [ZANTE_FIELD_STRUCTS] = "a list; each item has these fields",
    [ZANTE_FIELD_MAP_MAP] = "a map of maps",
};

/* TEXT with what scdoc takes for markup escaped. Owned by the caller. */
static char *
escape (const char *text)
{
  GString *escaped = g_string_new (NULL);
  for (; *text != '\0'; text++)
    {
      if (strchr ("*_\\#", *text) != NULL)
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *text);
    }
  return g_string_free (escaped, FALSE);
}

static void
print_field (const ZanteField *field, const char *path)
{
  if (field->help == NULL)
    {
      fprintf (stderr, "fields: '%s' has no help text in its table\n", path);
      exit (1);
    }
  g_autofree char *help = escape (field->help);
  printf ("*%s* (%s", path, type_names[field->type]);
  for (gsize i = 0; field->type == ZANTE_FIELD_CHOICE && field->choices[i] != NULL; i++)
    printf ("%s %s", i == 0 ? "" : ",", field->choices[i]);
  printf ("%s)\n", field->flags & ZANTE_FIELD_REQUIRED ? "; required" : "");
  printf ("\t%s\n\n", help);
}

static void
print_table (const ZanteFieldTable *table, const char *prefix)
{
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    {
      g_autofree char *path = g_strconcat (prefix, field->name, NULL);
      gboolean named = field->type == ZANTE_FIELD_STRUCT_MAP;
      g_autofree char *below = g_strconcat (path, named ? ".NAME." : ".", NULL);
      print_field (field, path);
      if (field->table != NULL)
        print_table (field->table, below);
    }
}

/* Every check of zante series check. */
static void
print_checks (void)
{
  const char *name, *about;
  ZanteCheckLevel level;
  for (guint i = 0; zante_check_describe (i, &name, &level, &about); i++)
    {
      g_autofree char *text = escape (about);
      printf ("*%s* (%s)\n\t%s\n\n", name, zante_check_level_name (level), text);
    }
}

int
main (int argc, char **argv)
{
  for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS (tables); i++)
    if (strcmp (argv[1], tables[i].name) == 0)
      {
        print_table (tables[i].table, "");
        return 0;
      }
  if (argc == 2 && strcmp (argv[1], "checks") == 0)
    {
      print_checks ();
      return 0;
    }
  fprintf (stderr, "usage: fields component|stack|settings|lock|guest|series|checks\n");
  return 2;
}
