/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/yaml/read.h"

enum { MAX_NAME = 128, MAX_SHOWN = 40 };

char *
zante_yaml_shown (const char *text)
{
  gboolean whole = g_utf8_strlen (text, -1) <= MAX_SHOWN;
  g_autofree char *start = whole ? g_strdup (text) : g_utf8_substring (text, 0, MAX_SHOWN);
  for (char *c = start; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = '?';
  return g_strconcat (start, whole ? "" : "…", NULL);
}

const char *
zante_yaml_kind_name (const ZanteYamlNode *node)
{
  if (node->nothing)
    return "nothing";
  return node->kind == ZANTE_YAML_MAP    ? "a map"
         : node->kind == ZANTE_YAML_LIST ? "a list"
                                         : "a text";
}

static const char *
type_name (ZanteFieldType type)
{
  static const char *const names[] = {
      [ZANTE_FIELD_STRING] = "a text",
      [ZANTE_FIELD_LINE] = "a text of one line",
      [ZANTE_FIELD_NAME] = "a name",
      [ZANTE_FIELD_BOOL] = "yes or no",
      [ZANTE_FIELD_UINT] = "a whole number",
      [ZANTE_FIELD_CHOICE] = "one of its choices",
      [ZANTE_FIELD_STRINGS] = "a list of texts",
      [ZANTE_FIELD_STRING_MAP] = "a map of texts",
      [ZANTE_FIELD_STRINGS_MAP] = "a map of lists",
      [ZANTE_FIELD_STRUCT] = "a map",
      [ZANTE_FIELD_STRUCT_MAP] = "a map",
      [ZANTE_FIELD_STRUCTS] = "a list of maps",
      [ZANTE_FIELD_MAP_MAP] = "a map of maps",
  };
  return names[type];
}

gboolean
zante_yaml_fail (const ZanteYamlReading *reading, const ZanteYamlNode *node, const char *format,
                 ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  return zante_yaml_error (reading->error, reading->label, node->line, node->column, "%s", message);
}

gboolean
zante_yaml_expect (const ZanteYamlReading *reading, const ZanteYamlNode *node, ZanteYamlKind kind,
                   const char *name, ZanteFieldType type)
{
  if (node->kind == kind && !(kind == ZANTE_YAML_SCALAR && node->nothing))
    return TRUE;
  g_autofree char *quoted = zante_yaml_shown (name);
  return zante_yaml_fail (
      reading, node, "'%s' must be %s, not %s%s", quoted, type_name (type),
      zante_yaml_kind_name (node),
      node->nothing && kind == ZANTE_YAML_SCALAR ? " (write \"\" for an empty text)" : "");
}

gboolean
zante_yaml_has_control (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar)*text < 0x20 || *text == 0x7f)
      return TRUE;
  return FALSE;
}

gboolean
zante_yaml_is_name (const char *text)
{
  return (g_ascii_islower (*text) || g_ascii_isdigit (*text)) && strlen (text) <= MAX_NAME
         && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789+.-") == strlen (text);
}

static gboolean
check_line (const ZanteYamlReading *reading, const ZanteYamlNode *node, const char *name)
{
  if (!zante_yaml_has_control (node->text))
    return TRUE;
  g_autofree char *quoted = zante_yaml_shown (name);
  return zante_yaml_fail (reading, node, "'%s' must be one line without control characters",
                          quoted);
}

static gboolean
check_name (const ZanteYamlReading *reading, const ZanteYamlNode *node, const char *name)
{
  if (zante_yaml_is_name (node->text))
    return TRUE;
  g_autofree char *quoted = zante_yaml_shown (node->text);
  return zante_yaml_fail (
      reading, node,
      "'%s' must be a name of a-z, 0-9, '+', '.', '-' that begins with a letter or digit, "
      "not '%s'",
      name, quoted);
}

static gboolean
read_bool (const ZanteYamlReading *reading, const ZanteYamlNode *node, const char *name,
           gboolean *value)
{
  *value = strcmp (node->text, "yes") == 0 || strcmp (node->text, "true") == 0;
  if (*value || strcmp (node->text, "no") == 0 || strcmp (node->text, "false") == 0)
    return TRUE;
  g_autofree char *quoted = zante_yaml_shown (node->text);
  return zante_yaml_fail (reading, node, "'%s' must be yes or no, not '%s'", name, quoted);
}

static gboolean
read_uint (const ZanteYamlReading *reading, const ZanteYamlNode *node, const char *name,
           guint64 *value)
{
  if (g_ascii_string_to_unsigned (node->text, 10, 0, G_MAXINT64, value, NULL))
    return TRUE;
  g_autofree char *quoted = zante_yaml_shown (node->text);
  return zante_yaml_fail (reading, node, "'%s' must be a whole number, not '%s'", name, quoted);
}

/* "a, b or c" */
static char *
join_choices (const char *const *choices)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; choices[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (text, choices[i + 1] == NULL ? " or " : ", ");
      g_string_append (text, choices[i]);
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_choice (const ZanteYamlReading *reading, const ZanteYamlNode *node, const ZanteField *field,
             int *value)
{
  for (int i = 0; field->choices[i] != NULL; i++)
    if (strcmp (field->choices[i], node->text) == 0)
      {
        *value = i;
        return TRUE;
      }
  g_autofree char *quoted = zante_yaml_shown (node->text);
  g_autofree char *choices = join_choices (field->choices);
  g_autofree char *hint = zante_error_hint (node->text, field->choices, "");
  return zante_yaml_fail (reading, node, "'%s' must be %s, not '%s'%s", field->name, choices,
                          quoted, hint);
}

gboolean
zante_yaml_read_scalar (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                        const ZanteField *field, gpointer place)
{
  if (!zante_yaml_expect (reading, node, ZANTE_YAML_SCALAR, field->name, field->type))
    return FALSE;
  switch (field->type)
    {
    case ZANTE_FIELD_BOOL:
      return read_bool (reading, node, field->name, place);
    case ZANTE_FIELD_UINT:
      return read_uint (reading, node, field->name, place);
    case ZANTE_FIELD_CHOICE:
      return read_choice (reading, node, field, place);
    case ZANTE_FIELD_LINE:
      if (!check_line (reading, node, field->name))
        return FALSE;
      break;
    case ZANTE_FIELD_NAME:
      if (!check_name (reading, node, field->name))
        return FALSE;
      break;
    default:
      break;
    }
  *(char **)place = g_strdup (node->text);
  return TRUE;
}

gboolean
zante_yaml_read_strings (const ZanteYamlReading *reading, const ZanteYamlNode *node,
                         const char *name, char ***value)
{
  gboolean one = node->kind == ZANTE_YAML_SCALAR && !node->nothing;
  if (!one && !zante_yaml_expect (reading, node, ZANTE_YAML_LIST, name, ZANTE_FIELD_STRINGS))
    return FALSE;
  char **strings = *value = g_new0 (char *, (one ? 1 : node->n_children) + 1);
  for (const ZanteYamlNode *item = one ? node : node->first; item != NULL; item = item->next)
    {
      if (!zante_yaml_expect (reading, item, ZANTE_YAML_SCALAR, name, ZANTE_FIELD_LINE)
          || !check_line (reading, item, name))
        return FALSE;
      *strings++ = g_strdup (item->text);
      if (one)
        break;
    }
  return TRUE;
}
