/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/pkgconfig.h"

#include <string.h>

#include "base/error.h"

enum { MAX_VALUE = 64 * 1024 };

static const char name_chars[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";

/* Append the value of the variable that *CURSOR, just behind "${", names, and step over it. */
static gboolean
expand_variable (const ZantePkgConfig *config, const char **cursor, GString *out, GError **error)
{
  gsize length = strspn (*cursor, name_chars);
  if ((*cursor)[length] != '}')
    return zante_error_set (error, ZANTE_ERROR_POLICY, "a variable name does not end: '${%.40s'",
                            *cursor);
  g_autofree char *name = g_strndup (*cursor, length);
  const char *value = g_hash_table_lookup (config->variables, name);
  if (value == NULL)
    return zante_error_set (error, ZANTE_ERROR_POLICY, "uses '${%s}', which is not defined above",
                            name);
  *cursor += length + 1;
  g_string_append (out, value);
  return out->len <= MAX_VALUE
         || zante_error_set (error, ZANTE_ERROR_POLICY, "a value is too long");
}

static char *
expand (const ZantePkgConfig *config, const char *text, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  while (*text != '\0')
    {
      if (g_str_has_prefix (text, "$$"))
        {
          g_string_append_c (out, '$');
          text += 2;
        }
      else if (g_str_has_prefix (text, "${"))
        {
          text += 2;
          if (!expand_variable (config, &text, out, error))
            return NULL;
        }
      else
        g_string_append_c (out, *text++);
    }
  return g_strdup (out->str);
}

static gboolean
take_line (ZantePkgConfig *config, char *line, GError **error)
{
  for (char *hash = strchr (line, '#'); hash != NULL; hash = strchr (hash + 1, '#'))
    if (hash == line || hash[-1] != '\\')
      {
        *hash = '\0';
        break;
      }
  g_strstrip (line);
  if (*line == '\0')
    return TRUE;
  gsize length = strspn (line, name_chars);
  const char *sign = line + length + strspn (line + length, " \t");
  if (length == 0 || (*sign != '=' && *sign != ':'))
    return zante_error_set (error, ZANTE_ERROR_POLICY, "neither a variable nor a field: '%.60s'",
                            line);
  g_autofree char *raw = g_strstrip (g_strdup (sign + 1));
  char *value = expand (config, raw, error);
  if (value == NULL)
    return FALSE;
  g_hash_table_insert (*sign == '=' ? config->variables : config->fields, g_strndup (line, length),
                       value);
  return TRUE;
}

/* A backslash at the end of a line joins it with the next. */
static char *
join_lines (const char *text, gsize size)
{
  g_autofree char *terminated = g_strndup (text, size);
  g_auto (GStrv) parts = g_strsplit (terminated, "\\\n", -1);
  return g_strjoinv ("", parts);
}

ZantePkgConfig *
zante_pkg_config_parse (const char *text, gsize size, const char *dir, GError **error)
{
  if (size > MAX_VALUE || memchr (text, '\0', size) != NULL)
    {
      zante_error_set (error, ZANTE_ERROR_POLICY, "not a text file of pkg-config");
      return NULL;
    }
  g_autoptr (ZantePkgConfig) config = g_new0 (ZantePkgConfig, 1);
  config->variables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  config->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (config->variables, g_strdup ("pcfiledir"), g_strdup (dir));
  g_hash_table_insert (config->variables, g_strdup ("pc_sysrootdir"), g_strdup (""));
  g_autofree char *joined = join_lines (text, size);
  g_auto (GStrv) lines = g_strsplit (joined, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (!take_line (config, *line, error))
      return NULL;
  return g_steal_pointer (&config);
}

void
zante_pkg_config_free (ZantePkgConfig *config)
{
  if (config == NULL)
    return;
  g_clear_pointer (&config->variables, g_hash_table_unref);
  g_clear_pointer (&config->fields, g_hash_table_unref);
  g_free (config);
}

char **
zante_pkg_config_words (const ZantePkgConfig *config, const char *name, GError **error)
{
  const char *value = g_hash_table_lookup (config->fields, name);
  char **words = NULL;
  if (value == NULL || value[strspn (value, " \t\r\f\v")] == '\0')
    return g_new0 (char *, 1);
  if (!g_shell_parse_argv (value, NULL, &words, NULL))
    zante_error_set (error, ZANTE_ERROR_POLICY, "the quotes of '%s' do not match", name);
  return words;
}

static gboolean
is_comparison (const char *word)
{
  return *word != '\0' && word[strspn (word, "<>=!")] == '\0';
}

char **
zante_pkg_config_modules (const ZantePkgConfig *config, const char *name)
{
  const char *value = g_hash_table_lookup (config->fields, name);
  g_auto (GStrv) words = g_strsplit_set (value == NULL ? "" : value, ", \t", -1);
  g_autoptr (GStrvBuilder) modules = g_strv_builder_new ();
  gboolean version = FALSE; /* the next word is one */
  for (char **word = words; *word != NULL; word++)
    {
      if (**word == '\0')
        continue;
      if (!version && !is_comparison (*word))
        g_strv_builder_add (modules, *word);
      version = is_comparison (*word);
    }
  return g_strv_builder_end (modules);
}
