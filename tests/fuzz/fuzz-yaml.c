/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a component, a stack, settings, a lock and a guest: read, hashed, written, and read
 * again to the same text. */
#include <string.h>

#include "boot/boot.h"
#include "recipe/parts.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_written (const ZanteFieldTable *table, gconstpointer object)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = zante_yaml_format (table, object);
  gpointer again = zante_yaml_parse (text, strlen (text), "again", table, &error);
  if (again == NULL)
    g_error ("%s\n%s", error->message, text);
  g_autofree char *same = zante_yaml_format (table, again);
  g_assert_cmpstr (same, ==, text);
  zante_yaml_free (table, again);
}

static void
check_table (const ZanteFieldTable *table, const char *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  gpointer object = zante_yaml_parse (data, size, "fuzz", table, &error);
  g_assert_true ((object == NULL) == (error != NULL));
  if (object == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  zante_yaml_hash (table, object, hash);
  g_free (zante_hash_finish (hash));
  /* Written text is longer than flow style; only what must fit again is checked. */
  if (size < 64 * 1024)
    check_written (table, object);
  zante_yaml_free (table, object);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *)data;
  check_table (&zante_component_table, text, size);
  check_table (&zante_stack_table, text, size);
  check_table (&zante_settings_table, text, size);
  check_table (&zante_lock_table, text, size);
  check_table (&zante_boot_guest_table, text, size);
  return 0;
}
