/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante list: the components of the stack, who provides each, and their options. */
#include <stdio.h>

#include "base/strings.h"
#include "cli/command.h"

static void
print_options (const ZanteComponent *component)
{
  g_autofree char **names = zante_strings_keys (component->options);
  for (char **name = names; *name != NULL; name++)
    {
      const ZanteOption *option = g_hash_table_lookup (component->options, *name);
      const char *value = g_hash_table_lookup (component->values, *name);
      printf ("    %s.%s=%s  %s\n", component->name, *name, value != NULL ? value : "",
              option->help != NULL ? option->help : "");
    }
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  gboolean names_only = FALSE;
  const GOptionEntry entries[] = {
      {"names", 0, 0, G_OPTION_ARG_NONE, &names_only, "Only the names, one a line", NULL},
      {0},
  };
  g_auto (GStrv) none = zante_command_parse (&zante_command_list, entries, argc, argv, 0, 0, error);
  const ZanteRecipe *recipe = none == NULL ? NULL : zante_raise_recipe (session->raise, error);
  if (recipe == NULL)
    return FALSE;
  if (!names_only)
    printf ("stack %s, Xen %s, layout %s\n", recipe->stack, recipe->xen_version,
            recipe->layout->name);
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      if (names_only)
        printf ("%s\n", component->name);
      else
        printf ("  %-16s %-7s %s\n", component->name, zante_provider_name (component->provider),
                component->summary);
      if (!names_only)
        print_options (component);
    }
  return TRUE;
}

const ZanteCommand zante_command_list
    = {"list", NULL, "List the components of the stack and their options", run};
