/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/yaml/object.h"

/* Texts that need no quotes: the careful subset that no YAML version reads as anything else. */
static gboolean
is_plain (const char *text)
{
  static const char *const special[] = {"~", "null", "true", "false", "yes", "no", "on", "off"};
  if (!g_ascii_isalnum (*text) && *text != '/' && *text != '$' && *text != '_')
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (g_ascii_strcasecmp (text, special[i]) == 0)
      return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    {
      gboolean safe = g_ascii_isalnum (*c) || strchr ("/$_.+~@%=()-;^", *c) != NULL
                      || (*c == ':' && g_ascii_isgraph (c[1]))
                      || (*c == ' ' && g_ascii_isalnum (c[1]));
      if (!safe)
        return FALSE;
    }
  return TRUE;
}

/* Several lines that a literal block ("|") holds unchanged. */
static gboolean
is_block (const char *text)
{
  gsize length = strlen (text);
  if (length < 2 || text[length - 1] != '\n' || text[length - 2] == '\n' || g_ascii_isspace (*text))
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (*c != '\n' && !g_ascii_isprint (*c))
      return FALSE;
  return TRUE;
}

static void
append_quoted (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_string_append_c (out, '"');
  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar code = g_utf8_get_char (c);
      if (code == '"' || code == '\\')
        g_string_append_printf (out, "\\%c", (char)code);
      else if (code < 0x20 || (code >= 0x7f && code < 0xa0))
        g_string_append_printf (out, "\\x%02x", code);
      else if (code == 0x2028 || code == 0x2029 || code == 0xfeff || code == 0xfffe
               || code == 0xffff)
        g_string_append_printf (out, "\\u%04x", code);
      else
        g_string_append_unichar (out, code);
    }
  g_string_append_c (out, '"');
}

static void
append_text (GString *out, const char *text)
{
  if (is_plain (text))
    g_string_append (out, text);
  else
    append_quoted (out, text);
}

static void
append_indent (GString *out, guint indent)
{
  for (guint i = 0; i < indent; i++)
    g_string_append_c (out, ' ');
}

static void
append_block (GString *out, const char *text, guint indent)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_string_append (out, "|\n");
  for (gsize i = 0; lines[i + 1] != NULL; i++)
    {
      append_indent (out, *lines[i] == '\0' ? 0 : indent);
      g_string_append_printf (out, "%s\n", lines[i]);
    }
}

/* What follows "key:" for a scalar, with its newline. */
static void
append_scalar (GString *out, const char *text, guint indent)
{
  g_string_append_c (out, ' ');
  if (is_block (text))
    {
      append_block (out, text, indent + 2);
      return;
    }
  append_text (out, text);
  g_string_append_c (out, '\n');
}

static void
append_strings (GString *out, char **strings, guint indent)
{
  if (strings == NULL || *strings == NULL)
    g_string_append (out, " []");
  g_string_append_c (out, '\n');
  for (; strings != NULL && *strings != NULL; strings++)
    {
      append_indent (out, indent);
      g_string_append (out, "- ");
      append_text (out, *strings);
      g_string_append_c (out, '\n');
    }
}

static void append_struct (GString *out, const ZanteFieldTable *table, gconstpointer object,
                           guint indent);
static void append_map (GString *out, const ZanteField *field, GHashTable *map, guint indent);

static gboolean
is_empty (const ZanteFieldTable *table, gconstpointer object)
{
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    if (!zante_yaml_is_unset (field, object) || (field->flags & ZANTE_FIELD_REQUIRED) != 0)
      return FALSE;
  return TRUE;
}

static void
append_member (GString *out, const ZanteFieldTable *table, gconstpointer object, guint indent)
{
  if (is_empty (table, object))
    g_string_append (out, " {}");
  g_string_append_c (out, '\n');
  append_struct (out, table, object, indent);
}

static void
append_map_value (GString *out, const ZanteField *field, gpointer value, guint indent)
{
  static const ZanteField string_map = {.type = ZANTE_FIELD_STRING_MAP};
  if (field->type == ZANTE_FIELD_STRING_MAP)
    append_scalar (out, value, indent);
  else if (field->type == ZANTE_FIELD_STRINGS_MAP)
    append_strings (out, value, indent + 2);
  else if (field->type == ZANTE_FIELD_MAP_MAP)
    append_map (out, &string_map, value, indent + 2);
  else
    append_member (out, field->table, value, indent + 2);
}

static void
append_map (GString *out, const ZanteField *field, GHashTable *map, guint indent)
{
  g_autoptr (GPtrArray) keys = zante_yaml_sorted_keys (map);
  g_string_append (out, keys->len == 0 ? " {}\n" : "\n");
  for (guint i = 0; i < keys->len; i++)
    {
      append_indent (out, indent);
      append_text (out, keys->pdata[i]);
      g_string_append_c (out, ':');
      append_map_value (out, field, g_hash_table_lookup (map, keys->pdata[i]), indent);
    }
}

/* "- first: …" with the other fields below the first. */
static void
append_structs (GString *out, const ZanteFieldTable *table, const GPtrArray *array, guint indent)
{
  g_string_append (out, array->len == 0 ? " []\n" : "\n");
  for (guint i = 0; i < array->len; i++)
    {
      g_autoptr (GString) member = g_string_new (NULL);
      append_struct (member, table, array->pdata[i], indent + 2);
      append_indent (out, indent);
      g_string_append (out, "- ");
      g_string_append (out, member->len == 0 ? "{}\n" : member->str + indent + 2);
    }
}

static void
append_number (GString *out, const ZanteField *field, gconstpointer place)
{
  if (field->type == ZANTE_FIELD_BOOL)
    g_string_append (out, *(const gboolean *)place ? " yes\n" : " no\n");
  else if (field->type == ZANTE_FIELD_UINT)
    g_string_append_printf (out, " %" G_GUINT64_FORMAT "\n", *(const guint64 *)place);
  else
    g_string_append_printf (out, " %s\n", field->choices[*(const int *)place]);
}

static void
append_value (GString *out, const ZanteField *field, gconstpointer place, guint indent)
{
  switch (field->type)
    {
    case ZANTE_FIELD_STRING:
    case ZANTE_FIELD_LINE:
    case ZANTE_FIELD_NAME:
      append_scalar (out, *(char *const *)place, indent);
      break;
    case ZANTE_FIELD_BOOL:
    case ZANTE_FIELD_UINT:
    case ZANTE_FIELD_CHOICE:
      append_number (out, field, place);
      break;
    case ZANTE_FIELD_STRINGS:
      append_strings (out, *(char **const *)place, indent + 2);
      break;
    case ZANTE_FIELD_STRUCT:
      append_member (out, field->table, *(const gconstpointer *)place, indent + 2);
      break;
    case ZANTE_FIELD_STRUCTS:
      append_structs (out, field->table, *(GPtrArray *const *)place, indent + 2);
      break;
    default:
      append_map (out, field, *(GHashTable *const *)place, indent + 2);
      break;
    }
}

/* A required number is written even when it is its initial value. */
static gboolean
is_written (const ZanteField *field, gconstpointer object)
{
  gboolean number = field->type == ZANTE_FIELD_BOOL || field->type == ZANTE_FIELD_UINT;
  return !zante_yaml_is_unset (field, object)
         || (number && (field->flags & ZANTE_FIELD_REQUIRED) != 0);
}

static void
append_struct (GString *out, const ZanteFieldTable *table, gconstpointer object, guint indent)
{
  for (const ZanteField *field = table->fields; field->name != NULL; field++)
    {
      if (!is_written (field, object))
        continue;
      append_indent (out, indent);
      g_string_append_printf (out, "%s:", field->name);
      append_value (out, field, G_STRUCT_MEMBER_P (object, field->offset), indent);
    }
}

char *
zante_yaml_format (const ZanteFieldTable *table, gconstpointer object)
{
  GString *out = g_string_new (NULL);
  append_struct (out, table, object, 0);
  return g_string_free (out, FALSE);
}
