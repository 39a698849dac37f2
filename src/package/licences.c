/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/parts.h"

static const ZanteLicence licences[] = {
    {"Apache-2.0", "Apache-2.0", "Apache-2.0", "under the Apache License, version 2.0"},
    {"BSD-2-Clause-Patent", "BSD-2-Clause-Patent", NULL, NULL},
    {"BSD-2-Clause", "BSD-2-clause", NULL, NULL},
    {"BSD-3-Clause", "BSD-3-clause", NULL, NULL},
    {"CC-BY-4.0", "CC-BY-4.0", NULL, NULL},
    {"FSFUL", "FSFUL", NULL, NULL},
    {"GPL-1.0-or-later", "GPL-1+", "GPL-1",
     "under the GNU General Public License, version 1 or any later version"},
    {"GPL-2.0-only", "GPL-2", "GPL-2", "under the GNU General Public License, version 2"},
    {"GPL-2.0-or-later", "GPL-2+", "GPL-2",
     "under the GNU General Public License, version 2 or any later version"},
    {"GPL-3.0-only", "GPL-3", "GPL-3", "under the GNU General Public License, version 3"},
    {"GPL-3.0-or-later", "GPL-3+", "GPL-3",
     "under the GNU General Public License, version 3 or any later version"},
    {"GPL-3.0-or-later WITH Autoconf-exception-generic-3.0", "GPL-3+ with Autoconf-data exception",
     NULL, NULL},
    {"GPL-3.0-or-later WITH Bison-exception-2.2", "GPL-3+ with Bison-2.2 exception", NULL, NULL},
    {"LGPL-2.0-only", "LGPL-2", "LGPL-2",
     "under the GNU Library General Public License, version 2"},
    {"LGPL-2.0-or-later", "LGPL-2+", "LGPL-2",
     "under the GNU Library General Public License, version 2 or any later version"},
    {"LGPL-2.1-only", "LGPL-2.1", "LGPL-2.1",
     "under the GNU Lesser General Public License, version 2.1"},
    {"LGPL-2.1-or-later", "LGPL-2.1+", "LGPL-2.1",
     "under the GNU Lesser General Public License, version 2.1 or any later version"},
    {"LGPL-3.0-only", "LGPL-3", "LGPL-3", "under the GNU Lesser General Public License, version 3"},
    {"LGPL-3.0-or-later", "LGPL-3+", "LGPL-3",
     "under the GNU Lesser General Public License, version 3 or any later version"},
    {"LicenseRef-Fedora-Public-Domain", "public-domain", NULL, NULL},
    {"MIT", "Expat", NULL, NULL},
    {"MIT-0", "MIT-0", NULL, NULL},
};

const ZanteLicence *
zante_package_licence (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (licences); i++)
    if (strcmp (licences[i].spdx, name) == 0 || strcmp (licences[i].debian, name) == 0)
      return &licences[i];
  return NULL;
}

static void
add_name (GPtrArray *names, const char *name)
{
  if (*name != '\0')
    zante_strings_add (names, name);
}

/* The names of an expression of SPDX 2.3, annex D: an exception stays with its licence. */
static void
add_names (GPtrArray *names, const char *expression)
{
  g_autofree char *text = g_strdelimit (g_strdup (expression), "()\t\n", ' ');
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) name = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    {
      gboolean joins = strcmp (*word, "WITH") == 0 || g_str_has_suffix (name->str, " WITH");
      if (strcmp (*word, "AND") == 0 || strcmp (*word, "OR") == 0 || **word == '\0')
        continue;
      if (!joins)
        {
          add_name (names, name->str);
          g_string_truncate (name, 0);
        }
      g_string_append_printf (name, "%s%s", joins ? " " : "", *word);
    }
  add_name (names, name->str);
}

char **
zante_package_licences (const ZanteSourcePackage *source)
{
  GPtrArray *names = g_ptr_array_new ();
  for (guint i = 0; i < source->components->len; i++)
    {
      const ZanteComponent *component = source->components->pdata[i];
      if (component->licence != NULL)
        add_names (names, component->licence);
    }
  g_ptr_array_sort (names, zante_strings_compare);
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}
