/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/resume.h"

#include <string.h>

#include "base/fs.h"
#include "base/json.h"

enum { FORMAT = 1 };

ZanteWorkState *
zante_work_state_new (const char *key)
{
  ZanteWorkState *state = g_new0 (ZanteWorkState, 1);
  state->key = g_strdup (key);
  return state;
}

void
zante_work_state_free (ZanteWorkState *state)
{
  if (state == NULL)
    return;
  for (int i = 0; i < ZANTE_N_PHASES; i++)
    g_free (state->stamp[i]);
  g_free (state->key);
  g_free (state->deps);
  g_free (state->output);
  g_free (state);
}

/* Reading ------------------------------------------------------------------------------------ */

static void
read_phases (ZanteWorkState *state, JsonObject *root)
{
  JsonObject *done = zante_json_object (root, "done");
  JsonObject *stamps = zante_json_object (root, "stamps");
  for (int i = 0; i < ZANTE_N_PHASES; i++)
    {
      state->done[i] = zante_json_true (done, zante_phase_names[i]);
      state->stamp[i] = g_strdup (zante_json_string (stamps, zante_phase_names[i]));
    }
}

ZanteWorkState *
zante_work_state_parse (const char *data, gsize size)
{
  g_autoptr (JsonNode) node = zante_json_parse (data, size, NULL);
  JsonObject *root = node != NULL ? json_node_get_object (node) : NULL;
  const char *key = zante_json_string (root, "key");
  if (key == NULL || zante_json_int (root, "format") != FORMAT)
    return NULL;
  ZanteWorkState *state = zante_work_state_new (key);
  state->unpacked = zante_json_true (root, "unpacked");
  state->finished = zante_json_true (root, "finished");
  state->deps = g_strdup (zante_json_string (root, "deps"));
  state->output = g_strdup (zante_json_string (root, "output"));
  read_phases (state, root);
  return state;
}

ZanteWorkState *
zante_work_state_load (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;
  if (!g_file_get_contents (path, &data, &size, NULL))
    return NULL;
  return zante_work_state_parse (data, size);
}

/* Writing ------------------------------------------------------------------------------------ */

static void
add_true (JsonBuilder *builder, const char *name, gboolean value)
{
  if (!value)
    return;
  zante_json_add_bool (builder, name, TRUE);
}

static void
add_phases (JsonBuilder *builder, const ZanteWorkState *state)
{
  json_builder_set_member_name (builder, "done");
  json_builder_begin_object (builder);
  for (int i = 0; i < ZANTE_N_PHASES; i++)
    add_true (builder, zante_phase_names[i], state->done[i]);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "stamps");
  json_builder_begin_object (builder);
  for (int i = 0; i < ZANTE_N_PHASES; i++)
    zante_json_add_text (builder, zante_phase_names[i], state->stamp[i]);
  json_builder_end_object (builder);
}

char *
zante_work_state_format (const ZanteWorkState *state)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, FORMAT);
  zante_json_add_text (builder, "key", state->key);
  add_true (builder, "unpacked", state->unpacked);
  add_true (builder, "finished", state->finished);
  add_phases (builder, state);
  zante_json_add_text (builder, "deps", state->deps);
  zante_json_add_text (builder, "output", state->output);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}

gboolean
zante_work_state_save (const ZanteWorkState *state, const char *path, GError **error)
{
  g_autofree char *text = zante_work_state_format (state);
  g_autofree char *old = NULL;
  if (g_file_get_contents (path, &old, NULL, NULL) && strcmp (old, text) == 0)
    return TRUE;
  return zante_fs_write (path, text, -1, error);
}
