/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/manifest.h"

#include <string.h>

#include "base/json.h"
#include "base/show.h"

enum { FORMAT = 1 };

void
zante_tarball_free (ZanteTarball *tarball)
{
  if (tarball == NULL)
    return;
  g_free (tarball->name);
  g_free (tarball->sha256);
  g_free (tarball);
}

char *
zante_sums_line (const char *sha256, const char *name)
{
  GString *escaped = g_string_new (NULL);
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == '\\' || *c == '\n')
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *c == '\n' ? 'n' : *c);
    }
  g_autofree char *text = g_string_free (escaped, FALSE);
  return g_strdup_printf ("%s%s  %s\n", g_str_equal (text, name) ? "" : "\\", sha256, text);
}

static void
set_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

/* File names are bytes, JSON is UTF-8: others are also there in base64. */
static void
set_bytes (JsonObject *object, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  json_object_set_string_member (object, name, valid);
  if (g_str_equal (valid, value))
    return;
  g_autofree char *member = g_strconcat (name, "-base64", NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *)value, strlen (value));
  json_object_set_string_member (object, member, encoded);
}

static JsonObject *
file_object (const ZanteTreeEntry *entry)
{
  JsonObject *object = json_object_new ();
  g_autofree char *mode = g_strdup_printf ("%04o", (guint)(entry->mode & 07777));
  set_bytes (object, "path", entry->path);
  set_string (object, "type",
              S_ISDIR (entry->mode)   ? "folder"
              : S_ISLNK (entry->mode) ? "link"
                                      : "file");
  set_string (object, "mode", mode);
  set_bytes (object, "target", entry->target);
  if (!S_ISREG (entry->mode))
    return object;
  json_object_set_int_member (object, "size", (gint64)entry->size);
  set_string (object, "sha256", entry->digest);
  return object;
}

static JsonArray *
files_array (GPtrArray *tree)
{
  JsonArray *array = json_array_new ();
  for (guint i = 0; i < tree->len; i++)
    json_array_add_object_element (array, file_object (tree->pdata[i]));
  return array;
}

static JsonObject *
tarball_object (const ZanteTarball *tarball)
{
  JsonObject *object = json_object_new ();
  set_string (object, "name", tarball->name);
  json_object_set_int_member (object, "size", (gint64)tarball->size);
  set_string (object, "sha256", tarball->sha256);
  return object;
}

static JsonArray *
pins_array (GPtrArray *files)
{
  JsonArray *array = json_array_new ();
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const ZanteLockFile *file = files->pdata[i];
      JsonObject *object = json_object_new ();
      set_string (object, "path", file->path);
      json_object_set_int_member (object, "size", (gint64)file->size);
      set_string (object, "sha256", file->sha256);
      json_array_add_object_element (array, object);
    }
  return array;
}

/* What the source NAME is pinned to; a local one is only named, for its path means nothing
 * elsewhere. */
static JsonObject *
source_object (const ZanteRecipe *recipe, const char *name)
{
  JsonObject *object = json_object_new ();
  const ZanteLockEntry *entry
      = recipe->lock != NULL ? g_hash_table_lookup (recipe->lock->sources, name) : NULL;
  const ZanteSource *source
      = recipe->sources != NULL ? g_hash_table_lookup (recipe->sources, name) : NULL;
  set_string (object, "name", name);
  if (source != NULL && source->local != NULL)
    entry = NULL;
  set_string (object, "kind", entry != NULL ? entry->kind : "local");
  if (entry == NULL)
    return object;
  set_string (object, "package", entry->package);
  set_string (object, "version", entry->version);
  g_autofree char *url = zante_show_redact (entry->url);
  set_string (object, "url", url);
  set_string (object, "ref", entry->ref);
  set_string (object, "commit", entry->commit);
  if (entry->files != NULL && entry->files->len > 0)
    json_object_set_array_member (object, "files", pins_array (entry->files));
  return object;
}

static JsonObject *
component_object (const ZanteTarballInput *input, const ZantePart *part,
                  const ZanteTarball *tarball)
{
  const ZanteComponent *component
      = zante_recipe_find (input->recipe, part->staged->component, NULL);
  JsonObject *object = json_object_new ();
  set_string (object, "component", part->staged->component);
  set_string (object, "version", input->recipe->xen_version);
  if (component != NULL)
    {
      set_string (object, "summary", component->summary);
      set_string (object, "licence", component->licence);
    }
  if (component != NULL && component->source != NULL)
    json_object_set_object_member (object, "source",
                                   source_object (input->recipe, component->source));
  json_object_set_object_member (object, "tarball", tarball_object (tarball));
  json_object_set_array_member (object, "files", files_array (part->tree));
  return object;
}

char *
zante_manifest (const ZanteTarballInput *input, GPtrArray *parts, GPtrArray *tarballs)
{
  JsonObject *object = json_object_new ();
  JsonArray *components = json_array_new ();
  json_object_set_int_member (object, "format", FORMAT);
  set_string (object, "stack", input->recipe->stack);
  set_string (object, "xen-version", input->recipe->xen_version);
  json_object_set_int_member (object, "epoch", (gint64)input->epoch);
  json_object_set_object_member (object, "tarball", tarball_object (tarballs->pdata[parts->len]));
  for (guint i = 0; i < parts->len; i++)
    json_array_add_object_element (components,
                                   component_object (input, parts->pdata[i], tarballs->pdata[i]));
  json_object_set_array_member (object, "components", components);
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);
  return zante_json_format (root);
}
