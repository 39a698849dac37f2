/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/abi/tell.h"

#include <stdio.h>

#include "base/json.h"
#include "base/show.h"

/* Text --------------------------------------------------------------------------------------- */

static const char *
stability (const ZanteAbiLibrary *library)
{
  return library->stable ? "stable" : "unstable";
}

static const char *
soname (const ZanteAbiLibrary *library)
{
  return library->soname != NULL ? library->soname : "no SONAME";
}

/* "A", or "A -> B" where they differ. */
static char *
both (const char *a, const char *b)
{
  return g_strcmp0 (a, b) == 0 ? g_strdup (a) : g_strdup_printf ("%s -> %s", a, b);
}

/* What there is to say of the library as a whole. */
static char *
summary (const ZanteAbiChange *change)
{
  const ZanteAbiLibrary *old = change->old, *new = change->new;
  if (old == NULL)
    return g_strdup_printf ("%s: new, %s", stability (new), soname (new));
  if (new == NULL)
    return g_strdup_printf ("%s: gone, %s", stability (old), soname (old));
  g_autofree char *kind = both (stability (old), stability (new));
  g_autofree char *name = both (soname (old), soname (new));
  g_autofree char *version
      = g_strcmp0 (old->version, new->version) == 0 || old->version == NULL || new->version == NULL
            ? g_strdup ("")
            : g_strdup_printf (" (%s -> %s)", old->version, new->version);
  return g_strconcat (kind, ": ", name, version, NULL);
}

static void
print_line (const char *what, const char *text)
{
  g_autofree char *shown = zante_show_name (text);
  printf ("    %-8s %s\n", what, shown);
}

static void
print_symbols (const char *what, GPtrArray *symbols)
{
  for (guint i = 0; i < symbols->len; i++)
    print_line (what, symbols->pdata[i]);
}

static void
print_change (const ZanteAbiChange *change)
{
  g_autofree char *text = summary (change);
  g_autofree char *name = zante_show_name (zante_abi_change_name (change));
  g_autofree char *shown = zante_show_name (text);
  printf ("%s %s%s\n", name, shown, change->broken ? "  BROKEN" : "");
  print_symbols ("removed", change->removed);
  for (guint i = 0; i < change->moved->len; i++)
    {
      const ZanteAbiMove *move = change->moved->pdata[i];
      g_autofree char *line = g_strdup_printf ("%s: %s -> %s", move->symbol,
                                               *move->from != '\0' ? move->from : "none",
                                               *move->to != '\0' ? move->to : "none");
      print_line ("moved", line);
    }
  print_symbols ("added", change->added);
  print_symbols ("late", change->late);
}

static char *
words (GPtrArray *strings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < strings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (const char *)strings->pdata[i]);
  return zante_show_name (text->str);
}

static void
print_rebuilds (const ZanteAbiRebuilds *rebuilds)
{
  g_autofree char *gone = words (rebuilds->packages);
  g_autofree char *missing = words (rebuilds->missing);
  if (rebuilds->packages->len > 0)
    printf ("\nTo be built again, for they depend on %s\n", gone);
  else
    puts ("\nNothing is to be built again");
  for (guint i = 0; i < rebuilds->rebuilds->len; i++)
    {
      const ZanteAbiRebuild *rebuild = rebuilds->rebuilds->pdata[i];
      g_autofree char *source = zante_show_name (rebuild->source);
      g_autofree char *version = zante_show_name (rebuild->version);
      g_autofree char *packages = words (rebuild->packages);
      printf ("    %s_%s: %s\n", source, version, packages);
    }
  if (rebuilds->missing->len > 0)
    printf ("No package of the index has %s\n", missing);
}

void
zante_abi_print (const ZanteAbiReport *report)
{
  for (guint i = 0; i < report->changes->len; i++)
    print_change (report->changes->pdata[i]);
  if (report->rebuilds != NULL)
    print_rebuilds (report->rebuilds);
}

/* JSON --------------------------------------------------------------------------------------- */

static void
add_strings (JsonBuilder *json, const char *name, GPtrArray *strings)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; i < strings->len; i++)
    zante_json_add_text (json, NULL, strings->pdata[i]);
  json_builder_end_array (json);
}

static void
add_library (JsonBuilder *json, const char *name, const ZanteAbiLibrary *library)
{
  if (library == NULL)
    return;
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  zante_json_add_text (json, "soname", library->soname);
  zante_json_add_text (json, "version", library->version);
  zante_json_add_bool (json, "stable", library->stable);
  zante_json_add_text (json, "place", library->place);
  json_builder_end_object (json);
}

static void
add_change (JsonBuilder *json, const ZanteAbiChange *change)
{
  json_builder_begin_object (json);
  zante_json_add_text (json, "library", zante_abi_change_name (change));
  add_library (json, "old", change->old);
  add_library (json, "new", change->new);
  zante_json_add_bool (json, "broken", change->broken);
  zante_json_add_bool (json, "symbols-known", change->known);
  add_strings (json, "removed", change->removed);
  json_builder_set_member_name (json, "moved");
  json_builder_begin_array (json);
  for (guint i = 0; i < change->moved->len; i++)
    {
      const ZanteAbiMove *move = change->moved->pdata[i];
      json_builder_begin_object (json);
      zante_json_add_text (json, "symbol", move->symbol);
      zante_json_add_text (json, "from", move->from);
      zante_json_add_text (json, "to", move->to);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  add_strings (json, "added", change->added);
  add_strings (json, "late", change->late);
  json_builder_end_object (json);
}

static void
add_rebuilds (JsonBuilder *json, const ZanteAbiRebuilds *rebuilds)
{
  add_strings (json, "packages-gone", rebuilds->packages);
  add_strings (json, "sonames-without-package", rebuilds->missing);
  json_builder_set_member_name (json, "rebuilds");
  json_builder_begin_array (json);
  for (guint i = 0; i < rebuilds->rebuilds->len; i++)
    {
      const ZanteAbiRebuild *rebuild = rebuilds->rebuilds->pdata[i];
      json_builder_begin_object (json);
      zante_json_add_text (json, "source", rebuild->source);
      zante_json_add_text (json, "version", rebuild->version);
      add_strings (json, "packages", rebuild->packages);
      add_strings (json, "needs", rebuild->needs);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

void
zante_abi_print_json (const ZanteAbiReport *report)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_object (json);
  zante_json_add_text (json, "old", report->old);
  zante_json_add_text (json, "new", report->new);
  zante_json_add_text (json, "verdict", report->broken == 0 ? "pass" : "fail");
  json_builder_set_member_name (json, "libraries");
  json_builder_begin_array (json);
  for (guint i = 0; i < report->changes->len; i++)
    add_change (json, report->changes->pdata[i]);
  json_builder_end_array (json);
  if (report->rebuilds != NULL)
    add_rebuilds (json, report->rebuilds);
  json_builder_end_object (json);
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, TRUE);
  puts (text);
}
