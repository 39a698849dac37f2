/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/yaml/tree.h"
#include "base/yaml/yaml.h"

/* Where the character COLUMN of LINE (from 1) of DATA, which is UTF-8, is; NULL: nowhere. */
static const char *
place_of (const char *data, guint line, guint column)
{
  for (guint i = 1; data != NULL && i < line; i++)
    {
      data = strchr (data, '\n');
      data = data == NULL ? NULL : data + 1;
    }
  for (guint i = 1; data != NULL && i < column; i++)
    data = *data == '\0' || *data == '\n' ? NULL : g_utf8_next_char (data);
  return data;
}

/* Whether TEXT is the same plain or quoted. */
static gboolean
is_simple (const char *text)
{
  static const char others[] = "._/+-";
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr (others, *at) == NULL)
      return FALSE;
  return g_ascii_isalnum (*text);
}

char *
zante_yaml_replace (const char *path, const char *node, const char *text, GError **error)
{
  gsize size = 0;
  g_autofree char *data = zante_yaml_read_file (path, &size, error);
  g_autoptr (ZanteYamlTree) tree
      = data == NULL ? NULL : zante_yaml_tree_new (data, size, path, error);
  if (tree == NULL)
    return NULL;
  const ZanteYamlNode *found = zante_yaml_tree_find (tree, node);
  const char *at = found == NULL || found->kind != ZANTE_YAML_SCALAR
                       ? NULL
                       : place_of (data, found->line, found->column);
  if (at != NULL && (*at == '"' || *at == '\''))
    at++;
  if (at != NULL && is_simple (text) && is_simple (found->text)
      && g_str_has_prefix (at, found->text))
    return g_strdup_printf ("%.*s%s%s", (int)(at - data), data, text, at + strlen (found->text));
  if (at == NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "%s: there is no '%s' to write '%s' to",
                 path, node, text);
  else
    zante_yaml_error (error, path, found->line, found->column,
                      "cannot write '%s' here: only words of letters, digits and ._/+- are "
                      "replaced, so do it yourself",
                      text);
  return NULL;
}
