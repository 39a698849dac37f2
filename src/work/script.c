/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "base/quote.h"
#include "base/strings.h"
#include "work/script-frame.h"
#include "work/worktree.h"
#include "work/work.h"

/* The head ----------------------------------------------------------------------------------- */

/* Every package that the components say they need on this distribution, sorted; borrowed strings.
 */
static GPtrArray *
collect_packages (const ZanteBuildInput *input)
{
  GPtrArray *packages = g_ptr_array_new ();
  for (guint i = 0; i < input->plan->nodes->len; i++)
    {
      const ZanteNode *node = input->plan->nodes->pdata[i];
      GHashTable *depends = node->component->build_depends;
      char **names
          = depends == NULL ? NULL : g_hash_table_lookup (depends, input->recipe->distribution);
      for (; names != NULL && *names != NULL; names++)
        if (!zante_strings_has (packages, *names))
          g_ptr_array_add (packages, *names);
    }
  g_ptr_array_sort (packages, zante_strings_compare);
  return packages;
}

static void
append_title (const ZanteBuildInput *input, GString *script)
{
  g_autoptr (GPtrArray) packages = collect_packages (input);
  g_string_append_printf (script,
                          "#!/bin/sh\n"
                          "# Xen %s (stack %s), built step by step as zante does it, without "
                          "zante.\n"
                          "# Needs on %s: bubblewrap curl patch util-linux",
                          input->recipe->xen_version,
                          input->recipe->stack != NULL ? input->recipe->stack : "-",
                          input->recipe->distribution);
  for (guint i = 0; i < packages->len; i++)
    g_string_append_printf (script, "%s%s", i % 10 == 9 ? "\n#   " : " ",
                            (const char *)packages->pdata[i]);
  g_string_append_c (script, '\n');
}

/* Files -------------------------------------------------------------------------------------- */

static gboolean
is_text (const char *data, gsize size)
{
  return size > 0 && data[size - 1] == '\n' && g_utf8_validate (data, (gssize)size, NULL);
}

/* COMMAND with the bytes of the file PATH on its standard input. */
static gboolean
append_file (GString *script, const char *command, const char *path, GError **error)
{
  gsize size;
  g_autofree char *data = zante_outside_read (path, &size, error);
  if (data == NULL)
    return FALSE;
  if (is_text (data, size))
    {
      zante_script_here (script, command, data);
      return TRUE;
    }
  g_autofree char *encoded = g_base64_encode ((const guchar *)data, size);
  g_autofree char *decoding = g_strdup_printf ("base64 -d <<'END' | %s\n", command);
  g_string_append (script, decoding);
  for (gsize i = 0, length = strlen (encoded); i < length; i += 76)
    g_string_append_printf (script, "%.76s\n", encoded + i);
  g_string_append (script, "END\n");
  return TRUE;
}

/* The component's own folder but for its description. */
static gboolean
append_component_files (GString *script, const ZanteComponent *component, GError **error)
{
  if (!g_file_test (component->folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_autoptr (GPtrArray) entries = zante_fs_list (component->folder, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (!S_ISREG (entry->st.st_mode) || zante_component_is_description (entry->path))
        continue;
      g_autofree char *path = g_build_filename (component->folder, entry->path, NULL);
      g_autofree char *quoted = zante_shell_quote (entry->path);
      g_autofree char *command = g_strdup_printf ("file %s", quoted);
      if (!append_file (script, command, path, error))
        return FALSE;
      if (entry->st.st_mode & 0100)
        g_string_append_printf (script, "chmod 755 component/%s\n", quoted);
    }
  return TRUE;
}

static gboolean
append_tools (const ZanteBuildInput *input, GString *script, GError **error)
{
  for (guint i = 0; i < input->plan->nodes->len; i++)
    {
      const ZanteNode *node = input->plan->nodes->pdata[i];
      if (node->component->libraries == NULL || node->component->libraries->private_dir == NULL)
        continue;
      g_autofree char *path = g_build_filename (input->tools, "private-libraries", NULL);
      g_string_append (script, "# What makes libraries without a stable interface private.\n");
      if (!append_file (script, "cat >\"$work/.tools/private-libraries\"", path, error))
        return FALSE;
      g_string_append (script, "chmod 755 \"$work/.tools/private-libraries\"\n\n");
      return TRUE;
    }
  return TRUE;
}

/* One component ------------------------------------------------------------------------------ */

static gboolean
append_source (const ZanteBuildInput *input, const ZanteComponent *component, GString *script,
               GError **error)
{
  const ZanteSource *source = zante_recipe_source (input->recipe, component);
  g_autofree char *dest = g_strdup_printf ("$work/%s/src", component->name);
  g_autofree char *commands = source == NULL
                                  ? g_strdup ("mkdir \"$src\"\n")
                                  : zante_fetch_shell (input->fetch, source, dest, error);
  if (commands == NULL)
    return FALSE;
  g_string_append (script, commands);
  if (!g_str_has_suffix (commands, "\n"))
    g_string_append_c (script, '\n');
  for (char **name = component->patches; name != NULL && *name != NULL; name++)
    {
      g_autofree char *quoted = zante_shell_quote (*name);
      g_string_append_printf (script,
                              "patch -d \"$src\" -p1 -F0 --no-backup-if-mismatch "
                              "<\"$work/$name/component/\"%s\n",
                              quoted);
    }
  return TRUE;
}

static void
append_needs (const ZanteNode *node, GString *script)
{
  g_autoptr (GPtrArray) needs = zante_node_all_needs (node);
  for (guint i = 0; i < needs->len; i++)
    g_string_append_printf (script, "%s %s", i == 0 ? "needs" : "",
                            ((const ZanteNode *)needs->pdata[i])->component->name);
  if (needs->len > 0)
    g_string_append_c (script, '\n');
}

/* A developer's tree has another commit each day: the script tells that of the day it was written,
 * and leaves it to people to write it again. */
static char **
set_head (const ZanteBuildInput *input, const ZanteComponent *component, char **env)
{
  gint64 date = 0;
  const ZanteSource *source = zante_recipe_source (input->recipe, component);
  g_autofree char *commit = source == NULL ? NULL : zante_fetch_head (source, &date);
  return zante_source_setenv (env, commit, (guint64)date);
}

static void
append_environment (const ZanteBuildInput *input, const ZanteComponent *component, GString *script)
{
  g_auto (GStrv) env = zante_recipe_environment (input->recipe, component);
  g_autoptr (GString) text = g_string_new (NULL);
  env = set_head (input, component, env);
  env = g_environ_setenv (env, "LC_ALL", "C.UTF-8", FALSE);
  env = g_environ_setenv (env, "TZ", "UTC", FALSE);
  qsort (env, g_strv_length (env), sizeof *env, zante_strings_compare);
  for (char **variable = env; *variable != NULL; variable++)
    {
      const char *equals = strchr (*variable, '=');
      if (equals == NULL)
        continue;
      g_autofree char *name = g_strndup (*variable, (gsize)(equals - *variable));
      g_autofree char *value = zante_recipe_shell_word (component, name, equals + 1);
      g_string_append_printf (text, "%s=%s\n", name, value);
    }
  zante_script_here (script, "environment", text->str);
}

static gboolean
append_private (const ZanteBuildInput *input, const ZanteComponent *component, GString *script,
                GError **error)
{
  if (component->libraries == NULL || component->libraries->private_dir == NULL)
    return TRUE;
  g_auto (GStrv) env = zante_recipe_environment (input->recipe, component);
  g_autofree char *dir
      = zante_recipe_expand (component->libraries->private_dir, (const char *const *)env, error);
  if (dir == NULL)
    return FALSE;
  g_autofree char *quoted = zante_shell_quote (dir);
  g_string_append_printf (script, "\"$work/.tools/private-libraries\" \"$stage\" %s\n", quoted);
  return TRUE;
}

static gboolean
append_component (const ZanteBuildInput *input, const ZanteNode *node, GString *script,
                  GError **error)
{
  const ZanteComponent *component = node->component;
  g_string_append_printf (script, "# %s: %s\nbegin %s\n", component->name,
                          component->summary != NULL ? component->summary : "", component->name);
  if (!append_component_files (script, component, error)
      || !append_source (input, component, script, error))
    return FALSE;
  append_needs (node, script);
  append_environment (input, component, script);
  for (int i = 0; component->phases != NULL && i < ZANTE_N_PHASES; i++)
    {
      g_autofree char *command = g_strdup_printf ("phase %s", zante_phase_names[i]);
      if (component->phases->text[i] != NULL && (i != ZANTE_PHASE_CHECK || input->check))
        zante_script_here (script, command, component->phases->text[i]);
    }
  if (!append_private (input, component, script, error))
    return FALSE;
  g_string_append (script, "end\n\n");
  return TRUE;
}

char *
zante_build_script (const ZanteBuildInput *input, GError **error)
{
  g_autoptr (GString) script = g_string_new (NULL);
  append_title (input, script);
  zante_script_head (script);
  if (!append_tools (input, script, error))
    return NULL;
  for (guint i = 0; i < input->plan->nodes->len; i++)
    {
      const ZanteNode *node = input->plan->nodes->pdata[i];
      if (append_component (input, node, script, error))
        continue;
      g_prefix_error (error, "component '%s': ", node->component->name);
      return NULL;
    }
  zante_script_foot (script);
  return g_string_free (g_steal_pointer (&script), FALSE);
}
