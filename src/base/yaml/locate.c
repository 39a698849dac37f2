/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "base/yaml/tree.h"
#include "base/yaml/yaml.h"

char *
zante_yaml_label (const char *label)
{
  g_autofree char *cwd = g_get_current_dir ();
  gsize length = strlen (cwd);
  if (length > 1 && strncmp (label, cwd, length) == 0 && label[length] == '/'
      && label[length + 1] != '\0')
    return g_strdup (label + length + 1);
  return g_strdup (label);
}

gboolean
zante_yaml_error (GError **error, const char *label, guint line, guint column, const char *format,
                  ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *shown = zante_yaml_label (label);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s:%u:%u: %s", shown, line, column, message);
}

char *
zante_yaml_read_file (const char *path, gsize *size, GError **error)
{
  struct stat st;
  g_autofree char *shown = zante_yaml_label (path);
  g_auto (ZanteFd) fd = zante_outside_open (shown, error);
  if (fd < 0)
    return NULL;
  if (fstat (fd, &st) != 0 || st.st_size > ZANTE_YAML_MAX_BYTES)
    return zante_error_null (error, ZANTE_ERROR_INPUT, "cannot read '%s': larger than 1 MiB",
                             shown);
  char *data = zante_fs_read_fd (fd, size, error);
  if (data == NULL)
    g_prefix_error (error, "'%s': ", shown);
  return data;
}

/* One element of a pointer: "~1" stands for '/', "~0" for '~' (RFC 6901). */
static char *
unescape (const char *text, gsize length)
{
  GString *result = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '~' && i + 1 < length && (text[i + 1] == '0' || text[i + 1] == '1'))
        g_string_append_c (result, text[++i] == '0' ? '~' : '/');
      else
        g_string_append_c (result, text[i]);
    }
  return g_string_free (result, FALSE);
}

static const ZanteYamlNode *
find_child (const ZanteYamlNode *node, const char *name)
{
  const ZanteYamlNode *child = node->first;
  if (node->kind == ZANTE_YAML_SCALAR && strcmp (name, "0") == 0)
    return node; /* one scalar stands for a list of one */
  if (node->kind == ZANTE_YAML_MAP)
    while (child != NULL && strcmp (child->key->text, name) != 0)
      child = child->next;
  if (node->kind == ZANTE_YAML_LIST)
    for (guint64 i = g_ascii_strtoull (name, NULL, 10); i > 0 && child != NULL; i--)
      child = child->next;
  return child;
}

const ZanteYamlNode *
zante_yaml_tree_find (const ZanteYamlTree *tree, const char *pointer)
{
  const ZanteYamlNode *node = zante_yaml_tree_root (tree);
  gsize whole = strlen (pointer);
  gboolean want_key = whole > 0 && pointer[whole - 1] == '#';
  const char *end = pointer + whole - (want_key ? 1 : 0);
  while (node != NULL && pointer < end && *pointer == '/')
    {
      pointer++;
      gsize length = MIN (strcspn (pointer, "/"), (gsize)(end - pointer));
      g_autofree char *name = unescape (pointer, length);
      node = find_child (node, name);
      pointer += length;
    }
  return want_key && node != NULL ? node->key : node;
}

char *
zante_yaml_locate (const char *path, const char *node)
{
  gsize size = 0;
  g_autofree char *data = zante_yaml_read_file (path, &size, NULL);
  g_autoptr (ZanteYamlTree) tree
      = data == NULL ? NULL : zante_yaml_tree_new (data, size, path, NULL);
  const ZanteYamlNode *found = tree == NULL ? NULL : zante_yaml_tree_find (tree, node);
  g_autofree char *shown = zante_yaml_label (path);
  if (found == NULL)
    return g_steal_pointer (&shown);
  return g_strdup_printf ("%s:%u:%u", shown, found->line, found->column);
}
