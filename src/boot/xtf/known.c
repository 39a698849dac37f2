/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/xtf/known.h"

#include <stddef.h>
#include <string.h>

#include "boot/xtf/outcome.h"

#define KNOWN(member) offsetof (ZanteKnown, member)

static const ZanteField known_fields[] = {
    {"tests", ZANTE_FIELD_STRINGS, KNOWN (tests), ZANTE_FIELD_REQUIRED},
    {"environments", ZANTE_FIELD_STRINGS, KNOWN (environments)},
    {"result", ZANTE_FIELD_CHOICE, KNOWN (result), ZANTE_FIELD_REQUIRED,
     .choices = zante_outcome_names + ZANTE_OUTCOME_SUCCESS},
    {"reason", ZANTE_FIELD_STRING, KNOWN (reason), ZANTE_FIELD_REQUIRED},
    {"qemu", ZANTE_FIELD_STRINGS, KNOWN (qemu)},
    {"xen", ZANTE_FIELD_STRINGS, KNOWN (xen)},
    {0},
};
static const ZanteFieldTable known_table = {"known result", sizeof (ZanteKnown), known_fields};

static const ZanteField table_fields[] = {
    {"known", ZANTE_FIELD_STRUCTS, offsetof (ZanteKnownTable, known), ZANTE_FIELD_REQUIRED,
     .table = &known_table},
    {0},
};
static const ZanteFieldTable table_table
    = {"table of known results", sizeof (ZanteKnownTable), table_fields};

void
zante_known_table_free (ZanteKnownTable *table)
{
  if (table != NULL)
    zante_yaml_free (&table_table, table);
}

ZanteKnownTable *
zante_known_load (const char *path, GError **error)
{
  ZanteKnownTable *table = zante_yaml_load (path, &table_table, error);
  for (guint i = 0; table != NULL && i < table->known->len; i++)
    g_strstrip (((ZanteKnown *)table->known->pdata[i])->reason);
  return table;
}

static gboolean
fits (char **list, const char *word)
{
  return list == NULL || (word != NULL && g_strv_contains ((const char *const *)list, word));
}

/* "7.2" of "QEMU emulator version 7.2.22 (Debian …)". */
static char *
short_version (const char *text)
{
  const char *number = text == NULL ? NULL : strstr (text, "version ");
  g_auto (GStrv) parts = g_strsplit (number == NULL ? "" : number + strlen ("version "), ".", 3);
  return g_strv_length (parts) < 2 ? g_strdup ("") : g_strconcat (parts[0], ".", parts[1], NULL);
}

const ZanteKnown *
zante_known_find (const ZanteKnownTable *table, const char *name, const char *xen, const char *qemu)
{
  g_auto (GStrv) parts = g_strsplit (name, "-", 3);
  if (g_strv_length (parts) < 3)
    return NULL;
  g_autofree char *test = g_strndup (parts[2], strcspn (parts[2], "~"));
  g_autofree char *version = short_version (qemu);
  for (guint i = 0; i < table->known->len; i++)
    {
      const ZanteKnown *known = table->known->pdata[i];
      gboolean named = g_strv_contains ((const char *const *)known->tests, test)
                       || g_strv_contains ((const char *const *)known->tests, parts[2]);
      if (named && fits (known->environments, parts[1]) && fits (known->xen, xen)
          && fits (known->qemu, version))
        return known;
    }
  return NULL;
}
